using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Checkout.Lines;
using CalmonyPay.Checkout.Shipping;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;
using FluentValidation;

namespace CalmonyPay.Checkout.Sessions;

/// <summary>A way of shipping that a session offers.</summary>
/// <param name="At">Where it stood: <c>shipping_options[0]</c>.</param>
public sealed record ShippingChoice(string At, string? Rate, ShippingRateCreate? Data);

/// <summary>A new session.</summary>
/// <param name="Currency">ISO 4217, lower case; null: that of the prices.</param>
public sealed record SessionCreate(
    CheckoutSessionMode Mode, IReadOnlyList<LineParams> Lines, string? Currency, string? Customer, string? CustomerEmail, string? ClientReferenceId, string? SuccessUrl, string? CancelUrl, DateTimeOffset? ExpiresAt,
    IReadOnlyList<DiscountChoice> Discounts, IReadOnlyList<ShippingChoice> ShippingOptions, SessionSettings Settings, MetadataChange Metadata) : IParams<SessionCreate>
{
    private const int LongestReference = 200, LongestUrl = 5000;

    public static SessionCreate Read(Params p)
    {
        SessionParams.RefuseWhatIsNotServed(p);
        var mode = p.Enum<CheckoutSessionMode>("mode") ?? throw StripeError.Missing("mode");
        var create = new SessionCreate(
            mode, LineParams.ReadList(p), p.Currency()?.Code, p.Text("customer"), p.Text("customer_email", 800), p.Text("client_reference_id", LongestReference),
            p.Text("success_url", LongestUrl), p.Text("cancel_url", LongestUrl), p.Timestamp("expires_at"), SessionParams.ReadDiscounts(p), SessionParams.ReadShipping(p), SessionParams.ReadSettings(p, mode), p.Metadata());
        create.Check(p);
        return create;
    }

    /// <summary>What only the parts together can be wrong about.</summary>
    private void Check(Params p)
    {
        var word = SnakeCase.Of(Mode);
        foreach (var (part, of) in SessionParams.PartsOfModes)
            if (p.Has(part) && of != Mode) throw StripeError.Invalid($"You can not pass `{part}` in `{word}` mode.", part);
        if (Mode == CheckoutSessionMode.Setup)
        {
            foreach (var name in (ReadOnlySpan<string>)["line_items", "discounts", "allow_promotion_codes", "submit_type", "shipping_options", "shipping_address_collection", "payment_method_collection"])
                if (p.Has(name)) throw StripeError.Invalid($"You can not pass `{name}` in `setup` mode.", name);
        }
        else if (Lines.Count == 0) throw StripeError.Missing("line_items");
        if (Mode == CheckoutSessionMode.Subscription && ShippingOptions.Count > 0) throw StripeError.Invalid("You can not pass `shipping_options` in `subscription` mode.", "shipping_options");
        if (Mode == CheckoutSessionMode.Payment && p.Has("payment_method_collection")) throw StripeError.Invalid("You can only set `payment_method_collection` if there are recurring prices.", "payment_method_collection");
        if (Settings.SubmitType == "subscribe" && Mode != CheckoutSessionMode.Subscription) throw StripeError.Invalid("`submit_type=subscribe` is for `subscription` mode.", "submit_type");
        if (SuccessUrl is null) throw StripeError.Missing("success_url");
        if (Customer is not null && CustomerEmail is not null) throw Exclusive("customer_email", "customer");
        if (Customer is not null && p.Has("customer_creation")) throw Exclusive("customer_creation", "customer");
        if (Customer is null && p.Has("customer_update")) throw StripeError.Invalid("`customer_update` can only be used with `customer`.", "customer_update");
        if (Mode == CheckoutSessionMode.Subscription && p.Has("customer_creation")) throw StripeError.Invalid("`customer_creation` can not be used in `subscription` mode: a customer is always made.", "customer_creation");
        if (Discounts.Count > 0 && Settings.AllowPromotionCodes is not null) throw Exclusive("allow_promotion_codes", "discounts");
        if (Settings.CustomerUpdate.Shipping && Settings.ShippingCountries is null) throw StripeError.Invalid("`customer_update[shipping]` needs `shipping_address_collection`.", "customer_update[shipping]");
    }

    private static StripeError Exclusive(string one, string other) => StripeError.Invalid($"You may only specify one of these parameters: {other}, {one}.", one, "parameters_exclusive");
}

public sealed class SessionCreateRules : AbstractValidator<SessionCreate>
{
    public SessionCreateRules()
    {
        RuleFor(s => s.CustomerEmail).StripeEmail();
        // Where the shopper goes may hold {CHECKOUT_SESSION_ID}, which no URL would.
        RuleFor(s => s.SuccessUrl!.Replace(SessionParams.IdPlace, "id", StringComparison.Ordinal)).ValidUrl().OverridePropertyName(nameof(SessionCreate.SuccessUrl));
        RuleFor(s => s.CancelUrl).ValidUrl();
    }
}

/// <summary>What may change of a session: its metadata, and while it is open where things go and how.</summary>
public sealed record SessionUpdate(MetadataChange Metadata, Change<IReadOnlyList<ShippingChoice>> ShippingOptions, string? ShippingName, Platform.Contacts.Address? ShippingAddress) : IParams<SessionUpdate>
{
    public static SessionUpdate Read(Params p)
    {
        p.Refuse("line_items", "What a hosted page sells never changes: expire the session and create another.");
        p.Refuse("payment_intent_data", "What a hosted page makes never changes: expire the session and create another.");
        var details = p.Child("collected_information")?.Child("shipping_details");
        var address = details?.RequiredChild("address");
        if (address is not null)
        {
            address.Required("line1");
            if (!Countries.Knows(address.Required("country"))) throw StripeError.Invalid($"Country '{SafeText.Of(address.Text("country"))}' is unknown.", address.Path("country"), "country_code_invalid");
        }
        return new(
            p.Metadata(), !p.Has("shipping_options") ? default : SessionParams.ReadShipping(p) is { Count: > 0 } options ? Change<IReadOnlyList<ShippingChoice>>.To(options) : Change<IReadOnlyList<ShippingChoice>>.Clear,
            details?.Required("name"), address is null ? null : Platform.Contacts.Address.Read(address));
    }
}

/// <summary>Which sessions are wanted.</summary>
/// <param name="Email">Of whoever buys, exact.</param>
public sealed record SessionList(
    PageParams Page, string? Customer, string? Email, string? PaymentIntent, string? PaymentLink, string? Subscription, CheckoutSessionStatus? Status, TimeRange? Created) : IParams<SessionList>
{
    public static SessionList Read(Params p)
    {
        p.Refuse("customer_account", "Customer accounts are not served; send customer.");
        return new(
            PageParams.Read(p), p.Text("customer"), p.Child("customer_details")?.Required("email"), p.Text("payment_intent"), p.Text("payment_link"), p.Text("subscription"), p.Enum<CheckoutSessionStatus>("status"), p.Range("created"));
    }
}
