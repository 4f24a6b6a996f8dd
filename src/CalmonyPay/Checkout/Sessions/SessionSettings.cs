using CalmonyPay.Customers;
using CalmonyPay.PaymentIntents;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Subscriptions;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Checkout.Sessions;

/// <summary>What the merchant said of the page and of what it makes, and never changes. Words are Stripe's.</summary>
public sealed record SessionSettings
{
    public bool? AllowPromotionCodes { get; init; }

    /// <summary><c>auto</c> or <c>required</c>; null is auto.</summary>
    public string? BillingAddressCollection { get; init; }

    /// <summary>Null where no consent is asked for.</summary>
    public SessionConsents? Consents { get; init; }

    public IReadOnlyList<SessionField> CustomFields { get; init; } = [];
    public SessionTexts Texts { get; init; } = SessionTexts.None;

    /// <summary><c>always</c> or <c>if_required</c>; null where the customer is known.</summary>
    public string? CustomerCreation { get; init; }

    public SessionCustomerUpdate CustomerUpdate { get; init; } = SessionCustomerUpdate.Nothing;
    public string? Locale { get; init; }
    public string? SubmitType { get; init; }
    public bool CollectsPhone { get; init; }

    /// <summary>ISO 3166-1 alpha-2; null: no address is asked for.</summary>
    public IReadOnlyList<string>? ShippingCountries { get; init; }

    /// <summary>Null where nothing is offered once it has expired.</summary>
    public SessionRecovery? Recovery { get; init; }

    /// <summary><c>always</c> or <c>if_required</c>.</summary>
    public string PaymentMethodCollection { get; init; } = "always";

    /// <summary>What the page says once it is paid, where nobody is sent on; null: words of our own.</summary>
    public string? AfterCompletionMessage { get; init; }

    public CardOptions? CardOptions { get; init; }
    public PaymentWishes? Payment { get; init; }
    public SetupWishes? Setup { get; init; }
    public SubscriptionWishes? Subscription { get; init; }
}

/// <param name="Promotions"><c>auto</c> or <c>none</c>.</param>
/// <param name="TermsOfService"><c>required</c> or <c>none</c>.</param>
public sealed record SessionConsents(string? Promotions, string? TermsOfService);

/// <summary>What is written to an existing customer when the form is sent.</summary>
public sealed record SessionCustomerUpdate(bool Address, bool Name, bool Shipping)
{
    public static SessionCustomerUpdate Nothing { get; } = new(false, false, false);
}

public sealed record SessionRecovery(bool Enabled, bool AllowPromotionCodes);

/// <summary>The merchant's own words on the page.</summary>
public sealed record SessionTexts(string? AfterSubmit, string? ShippingAddress, string? Submit, string? TermsOfService)
{
    public static SessionTexts None { get; } = new(null, null, null, null);
}

/// <summary>A field of the merchant's own.</summary>
/// <param name="Type"><c>text</c>, <c>numeric</c> or <c>dropdown</c>.</param>
/// <param name="Options">Of a dropdown.</param>
public sealed record SessionField(
    string Key, string Label, string Type, bool Optional, string? DefaultValue, int? MinimumLength, int? MaximumLength, IReadOnlyList<SessionFieldOption>? Options);

public sealed record SessionFieldOption(string Label, string Value);

/// <summary><c>payment_intent_data</c>.</summary>
public sealed record PaymentWishes(
    CaptureMethod? CaptureMethod, string? Description, Dictionary<string, string> Metadata, string? ReceiptEmail, FutureUsage? SetupFutureUsage, Platform.Contacts.Shipping? Shipping, string? StatementDescriptor,
    string? StatementDescriptorSuffix, string? TransferGroup);

/// <summary><c>setup_intent_data</c>.</summary>
public sealed record SetupWishes(string? Description, Dictionary<string, string> Metadata);

/// <summary><c>subscription_data</c>.</summary>
/// <param name="DefaultTaxRates"><c>txr_…</c></param>
public sealed record SubscriptionWishes(
    DateTimeOffset? BillingCycleAnchor, IReadOnlyList<string>? DefaultTaxRates, string? Description, InvoiceTexts? InvoiceTexts, Dictionary<string, string> Metadata,
    ProrationBehavior? ProrationBehavior, DateTimeOffset? TrialEnd, int? TrialDays, MissingPaymentMethod? MissingPaymentMethod);

/// <summary>What the shopper entered.</summary>
/// <param name="Fields">Of custom fields, by key.</param>
/// <param name="Promotions"><c>opt_in</c> or <c>opt_out</c>; null where nobody asked.</param>
/// <param name="Terms"><c>accepted</c>; null where nobody asked.</param>
public sealed record SessionCollected(
    string? Email, string? Name, string? Phone, Address? Address, TaxExempt TaxExempt, string? ShippingName, Address? ShippingAddress, Dictionary<string, string> Fields, string? Promotions, string? Terms)
{
    public static SessionCollected Nothing { get; } = new(null, null, null, null, TaxExempt.None, null, null, [], null, null);
}

/// <summary>Why a form came to nothing; Stripe's codes.</summary>
public sealed record SessionDecline(string Code, string? DeclineCode, string Message);
