using CalmonyPay.Checkout.Sessions;
using CalmonyPay.PaymentIntents;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Json;
using CalmonyPay.Subscriptions;

namespace CalmonyPay.Checkout.Links;

/// <summary>A payment link on the API.</summary>
public sealed record PaymentLinkResponse(
    string Id, bool Active, AfterCompletionResponse AfterCompletion, bool AllowPromotionCodes, string BillingAddressCollection, ConsentCollectionResponse? ConsentCollection, string Currency,
    IReadOnlyList<LinkFieldResponse> CustomFields, CustomTextResponse CustomText, string CustomerCreation, string? InactiveMessage, Included LineItems, bool Livemode, Dictionary<string, string> Metadata,
    LinkPaymentData? PaymentIntentData, string PaymentMethodCollection, EnabledResponse PhoneNumberCollection, LinkRestrictions? Restrictions, ShippingCollectionResponse? ShippingAddressCollection,
    IReadOnlyList<ShippingOptionResponse> ShippingOptions, string SubmitType, LinkSubscriptionData? SubscriptionData, string Url)
{
    private static readonly string[] Cards = ["card"];

    public string Object => "payment_link";
    public Expandable? Application => null;
    public long? ApplicationFeeAmount => null;
    public decimal? ApplicationFeePercent => null;
    public LinkAutomaticTax AutomaticTax => new();
    public object? InvoiceCreation => null;
    public object? ManagedPayments => null;
    public Expandable? OnBehalfOf => null;
    public object? PaymentMethodOptions => null;
    public IReadOnlyList<string> PaymentMethodTypes => Cards;
    public TaxIdCollectionResponse TaxIdCollection => new();
    public object? TransferData => null;

    public static PaymentLinkResponse Of(PaymentLink l, CheckoutUrls urls)
    {
        var set = l.Settings;
        return new(
            l.Id, l.Active, AfterCompletionResponse.Of(l), set.AllowPromotionCodes ?? false, set.BillingAddressCollection ?? "auto", set.Consents is { } asked ? new(asked.Promotions, asked.TermsOfService) : null, l.Currency,
            [.. set.CustomFields.Select(LinkFieldResponse.Of)], CustomTextResponse.Of(set.Texts), set.CustomerCreation ?? "if_required", l.InactiveMessage, new(PaymentLinkEndpoints.LinesKind, l.Id), l.Livemode, l.Metadata,
            LinkPaymentData.Of(set.Payment), set.PaymentMethodCollection, new(set.CollectsPhone), l.CompletedLimit is { } limit ? new(new(l.CompletedCount, limit)) : null,
            set.ShippingCountries is { } countries ? new(countries) : null, [.. l.ShippingOptions.Select(option => new ShippingOptionResponse(option.Amount, Expandable.Of("shipping_rate", option.Rate)!))],
            set.SubmitType ?? "auto", LinkSubscriptionData.Of(set.Subscription), urls.BuyOf(l.UrlToken));
    }
}

/// <summary>What follows a payment: one of the two.</summary>
public sealed record AfterCompletionResponse([property: OmitNull] HostedConfirmationResponse? HostedConfirmation, [property: OmitNull] RedirectResponse? Redirect)
{
    public string Type => Redirect is null ? "hosted_confirmation" : "redirect";

    public static AfterCompletionResponse Of(PaymentLink l) => l.RedirectUrl is { } url ? new(null, new(url)) : new(new(l.Settings.AfterCompletionMessage), null);
}

public sealed record HostedConfirmationResponse(string? CustomMessage);

public sealed record RedirectResponse(string Url);

public sealed record LinkAutomaticTax
{
    public bool Enabled => false;
    public object? Liability => null;
}

public sealed record LinkRestrictions(LinkCompletedSessions CompletedSessions);

public sealed record LinkCompletedSessions(long Count, long Limit);

public sealed record LinkPaymentData(
    CaptureMethod? CaptureMethod, string? Description, Dictionary<string, string> Metadata, FutureUsage? SetupFutureUsage, string? StatementDescriptor, string? StatementDescriptorSuffix, string? TransferGroup)
{
    public static LinkPaymentData? Of(PaymentWishes? w) =>
        w is null ? null : new(w.CaptureMethod, w.Description, w.Metadata, w.SetupFutureUsage, w.StatementDescriptor, w.StatementDescriptorSuffix, w.TransferGroup);
}

public sealed record LinkSubscriptionData(string? Description, SubscriptionInvoiceSettings InvoiceSettings, Dictionary<string, string> Metadata, int? TrialPeriodDays, LinkTrialSettings? TrialSettings)
{
    public static LinkSubscriptionData? Of(SubscriptionWishes? w) => w is null ? null : new(
        w.Description, new(w.InvoiceTexts?.CustomFields, w.InvoiceTexts?.Description, w.InvoiceTexts?.Footer), w.Metadata, w.TrialDays,
        w.MissingPaymentMethod is { } missing ? new(new(missing)) : null);
}

public sealed record LinkTrialSettings(LinkTrialEnd EndBehavior);

public sealed record LinkTrialEnd(MissingPaymentMethod MissingPaymentMethod);

/// <summary>A custom field; what somebody entered is the session's.</summary>
public sealed record LinkFieldResponse(
    [property: OmitNull] LinkDropdown? Dropdown, string Key, FieldLabelResponse Label, [property: OmitNull] LinkTextField? Numeric, bool Optional, [property: OmitNull] LinkTextField? Text, string Type)
{
    public static LinkFieldResponse Of(SessionField f)
    {
        var text = new LinkTextField(f.DefaultValue, f.MaximumLength, f.MinimumLength);
        return new(f.Type == "dropdown" ? new(f.DefaultValue, f.Options ?? []) : null, f.Key, new(f.Label), f.Type == "numeric" ? text : null, f.Optional, f.Type == "text" ? text : null, f.Type);
    }
}

public sealed record LinkTextField(string? DefaultValue, int? MaximumLength, int? MinimumLength);

public sealed record LinkDropdown(string? DefaultValue, IReadOnlyList<SessionFieldOption> Options);
