using CalmonyPay.Invoices.Items;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Invoices.Lines;

/// <summary>What to do with the invoice item behind a line that is removed.</summary>
public enum RemovedItem
{
    Delete,

    /// <summary>It waits for another invoice.</summary>
    Unassign,
}

/// <summary>A line for a draft: a new invoice item, or one that waits.</summary>
/// <param name="InvoiceItem">The pending item that becomes a line.</param>
public sealed record AddedLine(string? InvoiceItem, ItemFields Fields);

public sealed record LinesAdd(IReadOnlyList<AddedLine> Lines, MetadataChange InvoiceMetadata) : IParams<LinesAdd>
{
    public static LinesAdd Read(Params p) => new(
        LineParams.Read(p, line => new AddedLine(line.Text("invoice_item"), ItemFields.Read(line, productData: true))), p.Metadata("invoice_metadata"));
}

public sealed record ChangedLine(string Id, ItemFields Fields);

public sealed record LinesUpdate(IReadOnlyList<ChangedLine> Lines, MetadataChange InvoiceMetadata) : IParams<LinesUpdate>
{
    public static LinesUpdate Read(Params p) => new(LineParams.Read(p, line => new ChangedLine(line.Required("id"), ItemFields.Read(line, productData: true))), p.Metadata("invoice_metadata"));
}

public sealed record RemovedLine(string Id, RemovedItem Behavior, string At);

public sealed record LinesRemove(IReadOnlyList<RemovedLine> Lines, MetadataChange InvoiceMetadata) : IParams<LinesRemove>
{
    public static LinesRemove Read(Params p) => new(LineParams.Read(p, line => new RemovedLine(line.Required("id"), line.RequiredEnum<RemovedItem>("behavior"), line.At)), p.Metadata("invoice_metadata"));
}

/// <summary>A change of one line, which the path names.</summary>
public sealed record LineUpdate(ItemFields Fields) : IParams<LineUpdate>
{
    public static LineUpdate Read(Params p) => new(ItemFields.Read(p, productData: true));
}

internal static class LineParams
{
    /// <summary>Stripe's limit of one request.</summary>
    private const int Most = 250;

    public static IReadOnlyList<T> Read<T>(Params p, Func<Params, T> read)
    {
        var sent = p.Children("lines") ?? throw StripeError.Missing("lines");
        if (sent.Count is 0 or > Most) throw StripeError.Invalid($"Invalid array: must have between 1 and {Most} items.", "lines");
        return [.. sent.Select(read)];
    }
}
