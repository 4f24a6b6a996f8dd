using CalmonyPay.Checkout.Lines;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Json;

namespace CalmonyPay.Checkout.Sessions;

/// <summary>A session on the API.</summary>
public sealed record SessionResponse(
    string Id, AfterExpirationResponse? AfterExpiration, bool? AllowPromotionCodes, long? AmountSubtotal, long? AmountTotal, string? BillingAddressCollection, string? CancelUrl, string? ClientReferenceId,
    CollectedInformationResponse? CollectedInformation, ConsentResponse? Consent, ConsentCollectionResponse? ConsentCollection, long Created, string? Currency, IReadOnlyList<CustomFieldResponse> CustomFields,
    CustomTextResponse CustomText, Expandable? Customer, string? CustomerCreation, CustomerDetailsResponse? CustomerDetails, string? CustomerEmail, IReadOnlyList<SessionDiscountResponse> Discounts, long ExpiresAt,
    Expandable? Invoice, Included? LineItems, bool Livemode, string? Locale, Dictionary<string, string> Metadata, CheckoutSessionMode Mode, Expandable? PaymentIntent, string PaymentMethodCollection,
    SessionMethodOptions PaymentMethodOptions, CheckoutPaymentStatus PaymentStatus, EnabledResponse PhoneNumberCollection, string? RecoveredFrom, Expandable? SetupIntent,
    ShippingCollectionResponse? ShippingAddressCollection, ShippingCostResponse? ShippingCost, IReadOnlyList<ShippingOptionResponse> ShippingOptions, CheckoutSessionStatus Status, string? SubmitType,
    Expandable? Subscription, string? SuccessUrl, TotalDetailsResponse? TotalDetails, string? Url)
{
    private static readonly string[] Cards = ["card"];

    public string Object => "checkout.session";
    public EnabledResponse AdaptivePricing => new(false);
    public IReadOnlyList<string>? AllowedPaymentMethodTypes => null;
    public AutomaticTaxResponse AutomaticTax => new();
    public string? ClientSecret => null;
    public object? CurrencyConversion => null;
    public string? CustomerAccount => null;
    public string? IntegrationIdentifier => null;
    public object? InvoiceCreation => null;
    public object? ManagedPayments => null;
    public string? OriginContext => null;
    public Expandable? PaymentLink { get; private init; }
    public object? PaymentMethodConfigurationDetails => null;
    public IReadOnlyList<string> PaymentMethodTypes => Cards;
    public object? Permissions => null;
    public object? SavedPaymentMethodOptions => null;
    public TaxIdCollectionResponse TaxIdCollection => new();
    public string UiMode => "hosted_page";
    public object? WalletOptions => null;

    public static SessionResponse Of(CheckoutSession s, CheckoutUrls urls)
    {
        var (set, collected) = (s.Settings, s.Collected);
        var rate = s.ShippingOptions.FirstOrDefault(option => option.Rate == s.ShippingRateId);
        return new(
            s.Id, AfterExpirationResponse.Of(s, urls), set.AllowPromotionCodes, s.AmountSubtotal, s.AmountTotal, set.BillingAddressCollection, s.CancelUrl, s.ClientReferenceId,
            collected is null ? null : new(collected.ShippingAddress is { } to ? new(to, collected.ShippingName ?? "") : null),
            set.Consents is null || collected is null ? null : new(collected.Promotions, collected.Terms), set.Consents is { } asked ? new(asked.Promotions, asked.TermsOfService) : null,
            s.CreatedAt.ToUnixTimeSeconds(), s.Currency, [.. set.CustomFields.Select(field => CustomFieldResponse.Of(field, collected?.Fields.GetValueOrDefault(field.Key)))],
            CustomTextResponse.Of(set.Texts), Expandable.Of("customer", s.CustomerId), set.CustomerCreation, CustomerDetailsResponse.Of(s), s.CustomerEmail,
            [.. s.Discounts.Select(d => new SessionDiscountResponse(d.PromotionCode is null ? Expandable.Of("coupon", d.Coupon) : null, Expandable.Of("promotion_code", d.PromotionCode)))],
            s.ExpiresAt.ToUnixTimeSeconds(), Expandable.Of("invoice", s.InvoiceId), s.LineItems is null ? null : new Included(SessionEndpoints.LinesKind, s.Id), s.Livemode, set.Locale, s.Metadata, s.Mode,
            Expandable.Of("payment_intent", s.PaymentIntentId), set.PaymentMethodCollection, new(new(set.CardOptions?.RequestThreeDSecure ?? "automatic", set.CardOptions is { CaptureManually: true } ? "manual" : null)),
            s.PaymentStatus, new(set.CollectsPhone), s.RecoveredFrom, s.Mode == CheckoutSessionMode.Setup ? Expandable.Of("setup_intent", s.SetupIntentId) : null,
            set.ShippingCountries is { } countries ? new(countries) : null, rate is null ? null : new(rate.Amount, rate.Amount, Expandable.Of("shipping_rate", rate.Rate), Included.Of("shipping_cost.taxes", s.Id, Array.Empty<object>())),
            [.. s.ShippingOptions.Select(option => new ShippingOptionResponse(option.Amount, Expandable.Of("shipping_rate", option.Rate)!))], s.Status, set.SubmitType, Expandable.Of("subscription", s.SubscriptionId),
            s.SuccessUrl, TotalDetailsResponse.Of(s), s.Status == CheckoutSessionStatus.Open ? urls.PageOf(s.UrlToken) : null)
        {
            PaymentLink = Expandable.Of("payment_link", s.PaymentLinkId),
        };
    }
}

public sealed record EnabledResponse(bool Enabled);

public sealed record AutomaticTaxResponse
{
    public bool Enabled => false;
    public object? Liability => null;
    public string? Provider => null;
    public string? Status => null;
}

public sealed record TaxIdCollectionResponse
{
    public bool Enabled => false;
    public string Required => "never";
}

public sealed record AfterExpirationResponse(RecoveryResponse Recovery)
{
    /// <summary>How long a copy of an expired session can be opened, as in Stripe.</summary>
    public static readonly TimeSpan RecoveryLasts = TimeSpan.FromDays(30);

    public static AfterExpirationResponse? Of(CheckoutSession s, CheckoutUrls urls)
    {
        if (s.Settings.Recovery is not { } recovery) return null;
        var offered = recovery.Enabled && s.Status == CheckoutSessionStatus.Expired;
        return new(new RecoveryResponse(recovery.AllowPromotionCodes, recovery.Enabled, offered ? (s.ExpiredAt + RecoveryLasts)?.ToUnixTimeSeconds() : null, offered ? urls.RecoveryOf(s.UrlToken) : null));
    }
}

public sealed record RecoveryResponse(bool AllowPromotionCodes, bool Enabled, long? ExpiresAt, string? Url);

public sealed record CollectedInformationResponse(ShippingDetailsResponse? ShippingDetails)
{
    public string? BusinessName => null;
    public string? IndividualName => null;
}

public sealed record ShippingDetailsResponse(Address Address, string Name);

public sealed record ConsentResponse(string? Promotions, string? TermsOfService);

public sealed record ConsentCollectionResponse(string? Promotions, string? TermsOfService)
{
    public object? PaymentMethodReuseAgreement => null;
}

public sealed record CustomTextResponse(MessageResponse? AfterSubmit, MessageResponse? ShippingAddress, MessageResponse? Submit, MessageResponse? TermsOfServiceAcceptance)
{
    public static CustomTextResponse Of(SessionTexts t) => new(MessageResponse.Of(t.AfterSubmit), MessageResponse.Of(t.ShippingAddress), MessageResponse.Of(t.Submit), MessageResponse.Of(t.TermsOfService));
}

public sealed record MessageResponse(string Message)
{
    public static MessageResponse? Of(string? text) => text is null ? null : new(text);
}

/// <summary>Who buys, as far as it is known.</summary>
public sealed record CustomerDetailsResponse(Address? Address, string? Email, string? Name, string? Phone, TaxExempt TaxExempt)
{
    public string? BusinessName => null;
    public string? IndividualName => null;
    public IReadOnlyList<object> TaxIds => [];

    public static CustomerDetailsResponse? Of(CheckoutSession s) => s.Collected is { } c ? new(c.Address, c.Email ?? s.BuyerEmail, c.Name, c.Phone, c.TaxExempt)
        : s.BuyerEmail is { } email ? new(null, email, null, null, TaxExempt.None) : null;
}

public sealed record SessionDiscountResponse(Expandable? Coupon, Expandable? PromotionCode);

public sealed record SessionMethodOptions(SessionCardOptions Card);

public sealed record SessionCardOptions(string RequestThreeDSecure, [property: OmitNull] string? CaptureMethod);

public sealed record ShippingCollectionResponse(IReadOnlyList<string> AllowedCountries);

public sealed record ShippingCostResponse(long AmountSubtotal, long AmountTotal, Expandable? ShippingRate, Included? Taxes)
{
    public long AmountTax => 0;
}

public sealed record ShippingOptionResponse(long ShippingAmount, Expandable ShippingRate);

public sealed record TotalDetailsResponse(long AmountDiscount, long? AmountShipping, long AmountTax, Included? Breakdown)
{
    public static TotalDetailsResponse? Of(CheckoutSession s) => s.Totals is not { } t ? null : new(
        t.Discount, t.Shipping ?? 0, t.Tax,
        Included.Of("checkout.breakdown", s.Id, new TotalBreakdownResponse(AppliedDiscount.AllOf(t.Discounts, s.Discounts), AppliedTax.AllOf(t.Taxes, s.Livemode))));
}

public sealed record TotalBreakdownResponse(IReadOnlyList<AppliedDiscount> Discounts, IReadOnlyList<AppliedTax> Taxes);

/// <summary>A custom field with what was entered.</summary>
public sealed record CustomFieldResponse(
    [property: OmitNull] DropdownResponse? Dropdown, string Key, FieldLabelResponse Label, [property: OmitNull] TextFieldResponse? Numeric, bool Optional, [property: OmitNull] TextFieldResponse? Text, string Type)
{
    public static CustomFieldResponse Of(SessionField f, string? value)
    {
        var text = new TextFieldResponse(f.DefaultValue, f.MaximumLength, f.MinimumLength, value);
        return new(
            f.Type == "dropdown" ? new(f.DefaultValue, f.Options ?? [], value) : null, f.Key, new(f.Label), f.Type == "numeric" ? text : null, f.Optional, f.Type == "text" ? text : null, f.Type);
    }
}

public sealed record FieldLabelResponse(string? Custom)
{
    public string Type => "custom";
}

public sealed record TextFieldResponse(string? DefaultValue, int? MaximumLength, int? MinimumLength, string? Value);

public sealed record DropdownResponse(string? DefaultValue, IReadOnlyList<SessionFieldOption> Options, string? Value);
