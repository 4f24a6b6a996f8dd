using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Checkout.Shipping;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Checkout.Sessions;

/// <summary>Reads the parts of a new session, and refuses those of Stripe's that are not served.</summary>
internal static class SessionParams
{
    /// <summary>Where the session's id goes in <c>success_url</c>.</summary>
    public const string IdPlace = "{CHECKOUT_SESSION_ID}";

    private const string Connect = "Connect is not served: a project is its own account.";
    private const int MostShippingOptions = 5, LongestText = 1200;

    /// <summary>Parts that only one mode knows.</summary>
    public static readonly IReadOnlyList<(string Part, CheckoutSessionMode Mode)> PartsOfModes =
    [
        ("payment_intent_data", CheckoutSessionMode.Payment), ("setup_intent_data", CheckoutSessionMode.Setup), ("subscription_data", CheckoutSessionMode.Subscription),
    ];

    private static readonly string[] Locales =
    [
        "auto", "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil", "fr", "fr-CA", "hi-IN", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "pt-BR",
        "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh", "zh-HK", "zh-TW",
    ];

    public static void RefuseWhatIsNotServed(Params p)
    {
        if (p.OneOf("ui_mode", "hosted_page", "hosted", "embedded_page", "embedded", "elements", "custom", "form") is { } ui and not ("hosted_page" or "hosted"))
            throw StripeError.Invalid($"The ui_mode `{ui}` is not served: the page is hosted here. Leave ui_mode out, or send hosted_page.", "ui_mode");
        p.Refuse("return_url", "`return_url` is for embedded pages: send success_url.");
        p.Refuse("redirect_on_completion", "`redirect_on_completion` is for embedded pages: a hosted page always leads to success_url.");
        RefuseInSales(p);
        RefuseEnabled(p, "adaptive_pricing", "Adaptive pricing is not served: the page charges in the currency of its prices.");
        p.Refuse("customer_account", "Customer accounts are not served; send customer.");
        p.Refuse("branding_settings", "The page shows the project's own branding.");
        p.Refuse("saved_payment_method_options", "Saved cards are not offered on the page.");
        p.Refuse("permissions", "Permissions are for embedded pages.");
        p.Refuse("payment_method_data", "Saved cards are not offered on the page.");
        CheckTypes(p, "allowed_payment_method_types");
        if (p.List("excluded_payment_method_types")?.Contains("card") == true) throw StripeError.Invalid("Cards are the only payment method here, so they cannot be excluded.", "excluded_payment_method_types");
        p.Ignore("wallet_options", "integration_identifier", "origin_context", "payment_method_configuration");
    }

    /// <summary>What payment links do not serve either.</summary>
    public static void RefuseInSales(Params p)
    {
        RefuseEnabled(p, "automatic_tax", "Automatic tax is not served: name tax_rates.");
        RefuseEnabled(p, "tax_id_collection", "Tax ids are not collected.");
        RefuseEnabled(p, "invoice_creation", "Invoices of single payments are not made: in subscription mode there is one.");
        RefuseEnabled(p, "managed_payments", "Managed payments are not served.");
        p.Refuse("optional_items", "Optional items are not served: a line item whose adjustable_quantity has a minimum of 0 can be left out by the shopper.");
        p.Refuse("name_collection", "Names of businesses are not collected: the page asks for the name with the card, and with the shipping address.");
        CheckTypes(p, "payment_method_types");
    }

    public static bool IsLocale(string locale) => Locales.Contains(locale);

    public static IReadOnlyList<DiscountChoice> ReadDiscounts(Params p)
    {
        var discounts = p.Children("discounts")?.Select(discount =>
        {
            var (coupon, code) = (discount.Text("coupon"), discount.Text("promotion_code"));
            return (coupon, code) switch
            {
                ({ }, null) => new DiscountChoice(coupon, null, null, discount.Path("coupon")),
                (null, { }) => new DiscountChoice(null, code, null, discount.Path("promotion_code")),
                (null, null) => throw StripeError.Missing(discount.Path("coupon")),
                _ => throw StripeError.Invalid("You may only specify one of these parameters: coupon, promotion_code.", discount.Path("coupon"), "parameters_exclusive"),
            };
        }).ToList() ?? [];
        return discounts.Count > 1 ? throw StripeError.Invalid("A session has one discount at most.", "discounts") : discounts;
    }

    public static IReadOnlyList<ShippingChoice> ReadShipping(Params p)
    {
        var options = p.Children("shipping_options")?.Select(option =>
        {
            var choice = new ShippingChoice(option.At, option.Text("shipping_rate"), option.Child("shipping_rate_data") is { } data ? ShippingRateCreate.Read(data) : null);
            return choice switch
            {
                { Rate: null, Data: null } => throw StripeError.Missing(option.Path("shipping_rate")),
                { Rate: not null, Data: not null } => throw StripeError.Invalid("You may only specify one of these parameters: shipping_rate, shipping_rate_data.", option.Path("shipping_rate"), "parameters_exclusive"),
                _ => choice,
            };
        }).ToList() ?? [];
        return options.Count > MostShippingOptions ? throw StripeError.Invalid($"A session offers {MostShippingOptions} ways of shipping at most.", "shipping_options") : options;
    }

    public static SessionSettings ReadSettings(Params p, CheckoutSessionMode mode) => ReadSale(p) with
    {
        CustomerCreation = ReadCustomerCreation(p) ?? (p.Has("customer") ? null : mode == CheckoutSessionMode.Subscription ? "always" : "if_required"),
        CustomerUpdate = p.Child("customer_update") is { } update ? new(ReadAuto(update, "address"), ReadAuto(update, "name"), ReadAuto(update, "shipping")) : SessionCustomerUpdate.Nothing,
        Locale = p.OneOf("locale", Locales),
        Recovery = p.Child("after_expiration")?.Child("recovery") is { } recovery ? ReadRecovery(recovery) : null,
        PaymentMethodCollection = ReadMethodCollection(p) ?? (mode == CheckoutSessionMode.Payment ? "if_required" : "always"),
        CardOptions = WishParams.ReadCardOptions(p),
        Setup = p.Child("setup_intent_data") is { } setup ? WishParams.ReadSetup(setup) : null,
    };

    public static string? ReadCustomerCreation(Params p) => p.OneOf("customer_creation", "always", "if_required");

    public static string? ReadMethodCollection(Params p) => p.OneOf("payment_method_collection", "always", "if_required");

    /// <summary>What payment links say in the same words.</summary>
    public static SessionSettings ReadSale(Params p) => new()
    {
        AllowPromotionCodes = p.Bool("allow_promotion_codes"),
        BillingAddressCollection = p.OneOf("billing_address_collection", "auto", "required"),
        Consents = p.Child("consent_collection") is { } consents ? ReadConsents(consents) : null,
        CustomFields = FieldParams.ReadList(p),
        Texts = p.Child("custom_text") is { } texts
            ? new(ReadText(texts, "after_submit"), ReadText(texts, "shipping_address"), ReadText(texts, "submit"), ReadText(texts, "terms_of_service_acceptance"))
            : SessionTexts.None,
        SubmitType = p.OneOf("submit_type", "auto", "book", "donate", "pay", "subscribe"),
        CollectsPhone = ReadEnabled(p, "phone_number_collection"),
        ShippingCountries = p.Child("shipping_address_collection") is { } shipping ? ReadCountries(shipping) : null,
        Payment = p.Child("payment_intent_data") is { } payment ? WishParams.ReadPayment(payment) : null,
        Subscription = p.Child("subscription_data") is { } subscription ? WishParams.ReadSubscription(subscription) : null,
    };

    internal static void RefuseConnect(Params p)
    {
        foreach (var name in (ReadOnlySpan<string>)["application_fee_amount", "application_fee_percent", "on_behalf_of", "transfer_data"]) p.Refuse(name, Connect);
    }

    private static void CheckTypes(Params p, string name)
    {
        foreach (var type in p.List(name) ?? [])
            if (type != "card") throw StripeError.Invalid($"The payment method type \"{type}\" is invalid: cards are the only payment method here.", name);
    }

    private static SessionConsents ReadConsents(Params p)
    {
        p.Refuse("payment_method_reuse_agreement", "The page words no agreement about later charges: send custom_text.");
        return new(p.OneOf("promotions", "auto", "none"), p.OneOf("terms_of_service", "required", "none"));
    }

    private static SessionRecovery ReadRecovery(Params p) => new(p.Bool("enabled") ?? throw StripeError.Missing(p.Path("enabled")), p.Bool("allow_promotion_codes") ?? false);

    private static string? ReadText(Params p, string name) => p.Child(name)?.Required("message", LongestText);

    private static bool ReadAuto(Params p, string name) => p.OneOf(name, "auto", "never") == "auto";

    private static bool ReadEnabled(Params p, string name) => p.Child(name) is { } part && (part.Bool("enabled") ?? throw StripeError.Missing(part.Path("enabled")));

    private static void RefuseEnabled(Params p, string name, string message)
    {
        if (p.Child(name) is not { } part) return;
        if (part.Bool("enabled") == true) throw StripeError.Invalid(message, part.Path("enabled"));
        part.Ignore("liability", "required", "invoice_data");
    }

    private static IReadOnlyList<string> ReadCountries(Params p)
    {
        var countries = p.List("allowed_countries") is { Count: > 0 } named ? named : throw StripeError.Missing(p.Path("allowed_countries"));
        for (var i = 0; i < countries.Count; i++)
            if (!Countries.Knows(countries[i]) || countries[i].Any(char.IsAsciiLetterLower))
                throw StripeError.Invalid($"Invalid {p.Path("allowed_countries")}[{i}]: must be a 2-character country code", $"{p.Path("allowed_countries")}[{i}]");
        return countries;
    }
}
