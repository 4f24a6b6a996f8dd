using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Checkout.Links;

/// <summary>What follows a payment.</summary>
/// <param name="RedirectUrl">Null: the page says thanks.</param>
/// <param name="Message">Its thanks; null: words of our own.</param>
public sealed record LinkEnd(string? RedirectUrl, string? Message);

/// <summary>What a request says of a link besides what it sells.</summary>
/// <param name="Given">As sent; what is not in <paramref name="Named"/> says nothing.</param>
/// <param name="Named">The parameters that were sent, those inside of an object by their full names too.</param>
public sealed record LinkFields(
    SessionSettings Given, IReadOnlySet<string> Named, LinkEnd? End, Change<string> InactiveMessage, long? Limit, Change<IReadOnlyList<ShippingChoice>> ShippingOptions, MetadataChange Metadata)
{
    private const int LongestMessage = 500, LongestUrl = 2048;
    private const long MostSessions = 1_000_000_000;
    private const string Connect = "Connect is not served: a project is its own account.";

    /// <summary>Of these an update changes what it names, part by part.</summary>
    private static readonly string[] Parted = ["custom_text", "payment_intent_data", "subscription_data"];

    public static LinkFields Read(Params p)
    {
        SessionParams.RefuseInSales(p);
        foreach (var name in (ReadOnlySpan<string>)["application_fee_amount", "application_fee_percent", "on_behalf_of", "transfer_data"]) p.Refuse(name, Connect);
        p.Refuse("payment_method_options", "Brands of cards are not blocked by a link: the gateway's account says which are taken.");
        foreach (var name in (ReadOnlySpan<string>)["receipt_email", "shipping"]) p.Child("payment_intent_data")?.Refuse(name, "A link is for many: what one of them enters is taken.");
        foreach (var name in (ReadOnlySpan<string>)["billing_cycle_anchor", "proration_behavior", "trial_end"]) p.Child("subscription_data")?.Refuse(name, "A link has no end, so its subscriptions have no dates: send trial_period_days.");
        var given = SessionParams.ReadSale(p) with
        {
            CustomerCreation = SessionParams.ReadCustomerCreation(p),
            PaymentMethodCollection = SessionParams.ReadMethodCollection(p) ?? "always",
        };
        return new(
            given, NamedIn(p), p.Child("after_completion") is { } end ? ReadEnd(end) : null, p.TextChange("inactive_message", LongestMessage),
            p.Child("restrictions")?.RequiredChild("completed_sessions").RequiredLong("limit", 1, MostSessions),
            !p.Has("shipping_options") ? default : SessionParams.ReadShipping(p) is { Count: > 0 } options ? Change<IReadOnlyList<ShippingChoice>>.To(options) : Change<IReadOnlyList<ShippingChoice>>.Clear, p.Metadata());
    }

    /// <exception cref="StripeError">400 for what links of this mode have not.</exception>
    public void Check(CheckoutSessionMode mode)
    {
        var word = SnakeCase.Of(mode);
        foreach (var (part, of) in SessionParams.PartsOfModes)
            if (Named.Contains(part) && of != mode) throw StripeError.Invalid($"You can not pass `{part}` where {(mode == CheckoutSessionMode.Payment ? "no price recurs" : "a price recurs")}.", part);
        if (mode == CheckoutSessionMode.Payment && Named.Contains("payment_method_collection")) throw StripeError.Invalid("You can only set `payment_method_collection` if there are recurring prices.", "payment_method_collection");
        if (mode == CheckoutSessionMode.Payment && Given.SubmitType == "subscribe") throw StripeError.Invalid("`submit_type=subscribe` needs a recurring price.", "submit_type");
        foreach (var name in (ReadOnlySpan<string>)["customer_creation", "shipping_options"])
            if (mode == CheckoutSessionMode.Subscription && Named.Contains(name)) throw StripeError.Invalid($"You can not pass `{name}` in `{word}` mode.", name);
    }

    /// <summary>The link's settings with what was named.</summary>
    public SessionSettings Over(SessionSettings old)
    {
        bool Has(string name) => Named.Contains(name);
        return old with
        {
            AllowPromotionCodes = Has("allow_promotion_codes") ? Given.AllowPromotionCodes : old.AllowPromotionCodes,
            BillingAddressCollection = Has("billing_address_collection") ? Given.BillingAddressCollection : old.BillingAddressCollection,
            Consents = Has("consent_collection") ? Given.Consents : old.Consents,
            CustomFields = Has("custom_fields") ? Given.CustomFields : old.CustomFields,
            Texts = TextsOver(old.Texts),
            CustomerCreation = Given.CustomerCreation ?? old.CustomerCreation,
            SubmitType = Given.SubmitType ?? old.SubmitType,
            CollectsPhone = Has("phone_number_collection") ? Given.CollectsPhone : old.CollectsPhone,
            ShippingCountries = Has("shipping_address_collection") ? Given.ShippingCountries : old.ShippingCountries,
            PaymentMethodCollection = Has("payment_method_collection") ? Given.PaymentMethodCollection : old.PaymentMethodCollection,
            Payment = PaymentOver(old.Payment),
            Subscription = SubscriptionOver(old.Subscription),
            AfterCompletionMessage = End is { } end ? end.Message : old.AfterCompletionMessage,
        };
    }

    private SessionTexts TextsOver(SessionTexts old) => new(
        Pick("custom_text[after_submit]", Given.Texts.AfterSubmit, old.AfterSubmit), Pick("custom_text[shipping_address]", Given.Texts.ShippingAddress, old.ShippingAddress),
        Pick("custom_text[submit]", Given.Texts.Submit, old.Submit), Pick("custom_text[terms_of_service_acceptance]", Given.Texts.TermsOfService, old.TermsOfService));

    private PaymentWishes? PaymentOver(PaymentWishes? old)
    {
        if (Given.Payment is not { } given || old is null) return Given.Payment ?? old;
        return old with
        {
            CaptureMethod = given.CaptureMethod ?? old.CaptureMethod,
            Description = Pick("payment_intent_data[description]", given.Description, old.Description),
            SetupFutureUsage = Named.Contains("payment_intent_data[setup_future_usage]") ? given.SetupFutureUsage : old.SetupFutureUsage,
            StatementDescriptor = Pick("payment_intent_data[statement_descriptor]", given.StatementDescriptor, old.StatementDescriptor),
            StatementDescriptorSuffix = Pick("payment_intent_data[statement_descriptor_suffix]", given.StatementDescriptorSuffix, old.StatementDescriptorSuffix),
            TransferGroup = Pick("payment_intent_data[transfer_group]", given.TransferGroup, old.TransferGroup),
        };
    }

    private SubscriptionWishes? SubscriptionOver(SubscriptionWishes? old)
    {
        if (Given.Subscription is not { } given || old is null) return Given.Subscription ?? old;
        return old with
        {
            DefaultTaxRates = Named.Contains("subscription_data[default_tax_rates]") ? given.DefaultTaxRates : old.DefaultTaxRates,
            Description = Pick("subscription_data[description]", given.Description, old.Description),
            InvoiceTexts = Named.Contains("subscription_data[invoice_settings]") ? given.InvoiceTexts : old.InvoiceTexts,
            TrialDays = Named.Contains("subscription_data[trial_period_days]") ? given.TrialDays : old.TrialDays,
            MissingPaymentMethod = Named.Contains("subscription_data[trial_settings]") ? given.MissingPaymentMethod : old.MissingPaymentMethod,
        };
    }

    private string? Pick(string name, string? given, string? old) => Named.Contains(name) ? given : old;

    private static HashSet<string> NamedIn(Params p)
    {
        var named = p.Names.ToHashSet();
        foreach (var part in Parted)
            if (p.Child(part) is { } nested) named.UnionWith(nested.Names.Select(nested.Path));
        return named;
    }

    private static LinkEnd ReadEnd(Params p)
    {
        var type = p.OneOf("type", "hosted_confirmation", "redirect") ?? throw StripeError.Missing(p.Path("type"));
        var other = type == "redirect" ? "hosted_confirmation" : "redirect";
        p.Refuse(other, $"`{other}` is not for `type={type}`.");
        if (type == "hosted_confirmation") return new(null, p.Child("hosted_confirmation")?.Text("custom_message", LongestMessage));
        var redirect = p.RequiredChild("redirect");
        var url = redirect.Required("url", LongestUrl);
        // It may hold {CHECKOUT_SESSION_ID}, which no URL would.
        return Rules.IsUrl(url.Replace(SessionParams.IdPlace, "id", StringComparison.Ordinal)) ? new(url, null) : throw StripeError.Invalid("Not a valid URL", redirect.Path("url"), "url_invalid");
    }
}
