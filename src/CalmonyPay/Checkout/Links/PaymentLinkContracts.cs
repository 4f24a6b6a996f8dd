using CalmonyPay.Checkout.Lines;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Checkout.Links;

/// <summary>A new link.</summary>
/// <param name="Currency">ISO 4217, lower case; null: that of the prices.</param>
public sealed record PaymentLinkCreate(IReadOnlyList<LineParams> Lines, string? Currency, LinkFields Fields) : IParams<PaymentLinkCreate>
{
    /// <summary>Stripe's; fewer than of a session.</summary>
    private const int MostLines = 20;

    public static PaymentLinkCreate Read(Params p)
    {
        var lines = LineParams.ReadList(p);
        if (lines.Count == 0) throw StripeError.Missing("line_items");
        if (lines.Count > MostLines) throw StripeError.Invalid($"A payment link has {MostLines} line items at most.", "line_items");
        return new(lines, p.Currency()?.Code, LinkFields.Read(p));
    }
}

/// <summary>What changes of a link; what it sells stays, but for quantities.</summary>
public sealed record PaymentLinkUpdate(bool? Active, IReadOnlyList<LinkLineChange> Lines, LinkFields Fields, MetadataChange PaymentMetadata, MetadataChange SubscriptionMetadata) : IParams<PaymentLinkUpdate>
{
    public static PaymentLinkUpdate Read(Params p) => new(
        p.Bool("active"), p.Children("line_items")?.Select(LinkLineChange.Read).ToList() ?? [], LinkFields.Read(p),
        p.Child("payment_intent_data")?.Metadata() ?? MetadataChange.Absent, p.Child("subscription_data")?.Metadata() ?? MetadataChange.Absent);
}

/// <summary>What changes of one line.</summary>
/// <param name="At">Where it stood: <c>line_items[0]</c>.</param>
/// <param name="Adjustable">What was said of the quantities; clear where they are fixed from now on.</param>
public sealed record LinkLineChange(string At, string Id, long? Quantity, Change<QuantityRange> Adjustable)
{
    public static LinkLineChange Read(Params p) => new(
        p.At, p.Required("id"), p.Long("quantity", 0, LineParams.MostUnits),
        p.Child("adjustable_quantity") is not { } range ? default : LineParams.ReadRange(range) is { } given ? Change<QuantityRange>.To(given) : Change<QuantityRange>.Clear);

    /// <exception cref="StripeError">400 for a quantity that does not fit.</exception>
    public SessionLine Over(SessionLine line)
    {
        if (line.IsMetered) throw StripeError.Invalid("The quantity of a metered price is what was used: it cannot be set.", $"{At}[quantity]");
        var changed = line with { Quantity = Quantity ?? line.Quantity, Adjustable = Adjustable.Over(line.Adjustable) };
        if (changed.Adjustable is null && changed.Quantity == 0) throw StripeError.Invalid("This value must be greater than or equal to 1.", $"{At}[quantity]", "parameter_invalid_integer");
        return changed.Adjustable is not { } range || (changed.Quantity >= range.Minimum && changed.Quantity <= range.Maximum)
            ? changed
            : throw StripeError.Invalid($"The quantity {changed.Quantity} is not between the minimum {range.Minimum} and the maximum {range.Maximum} of `adjustable_quantity`.", $"{At}[quantity]");
    }
}

/// <summary>Which links are wanted.</summary>
public sealed record PaymentLinkList(PageParams Page, bool? Active) : IParams<PaymentLinkList>
{
    public static PaymentLinkList Read(Params p) => new(PageParams.Read(p), p.Bool("active"));
}
