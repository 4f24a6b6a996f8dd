using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Paging;

namespace CalmonyPay.Invoices;

/// <summary>
/// An invoice on the API, and the fields that SDKs before 2025 read (<c>subscription</c>, <c>payment_intent</c>, <c>paid</c>,
/// <c>tax</c>).
/// </summary>
public sealed record InvoiceResponse(
    string Id, long AmountDue, long AmountPaid, long AmountPaidOffStripe, long AmountRemaining, int AttemptCount, bool Attempted, bool AutoAdvance, long? AutomaticallyFinalizesAt,
    BillingReason BillingReason, CollectionMethod CollectionMethod, long Created, string Currency, IReadOnlyList<InvoiceCustomField>? CustomFields, Expandable? Customer, Address? CustomerAddress,
    string? CustomerEmail, string? CustomerName, string? CustomerPhone, Shipping? CustomerShipping, TaxExempt CustomerTaxExempt, Expandable? DefaultPaymentMethod, IReadOnlyList<Expandable> DefaultTaxRates,
    string? Description, IReadOnlyList<Expandable> Discounts, long? DueDate, long? EffectiveAt, long? EndingBalance, string? Footer, string? HostedInvoiceUrl, string? InvoicePdf,
    FinalizationError? LastFinalizationError, PagedList<InvoiceLineResponse> Lines, bool Livemode, Dictionary<string, string> Metadata, long? NextPaymentAttempt, string? Number,
    InvoiceParent? Parent, Included Payments, Included? ConfirmationSecret, long PeriodEnd, long PeriodStart, long PostPaymentCreditNotesAmount, long PrePaymentCreditNotesAmount, InvoiceRenderingResponse? Rendering,
    Shipping? ShippingDetails, long StartingBalance, string? StatementDescriptor, InvoiceStatus Status, [property: OmitNull] InvoiceStatusDetails? StatusDetails, InvoiceTransitions StatusTransitions,
    long Subtotal, long? SubtotalExcludingTax, Expandable? TestClock, long Total, IReadOnlyList<DiscountAmountResponse> TotalDiscountAmounts, long? TotalExcludingTax, IReadOnlyList<TaxAmountResponse> TotalTaxes,
    Expandable? Subscription, Expandable? PaymentIntent, bool Paid, long? Tax)
{
    public string Object => "invoice";
    public string? AccountCountry => null;
    public string? AccountName => null;
    public IReadOnlyList<string>? AccountTaxIds => null;
    public long AmountOverpaid => 0;
    public long AmountShipping => 0;
    public Expandable? Application => null;
    public AutomaticTax AutomaticTax { get; } = new();
    public string? CustomerAccount => null;
    public IReadOnlyList<object> CustomerTaxIds => [];
    public Expandable? DefaultSource => null;
    public object? FromInvoice => null;
    public InvoiceIssuer Issuer { get; } = new();
    public Expandable? LatestRevision => null;
    public Expandable? OnBehalfOf => null;
    public InvoicePaymentSettings PaymentSettings { get; } = new();
    public string? ReceiptNumber => null;
    public object? ShippingCost => null;
    public IReadOnlyList<object> TotalPretaxCreditAmounts => [];
    public long? WebhooksDeliveredAt => null;

    public static InvoiceResponse Of(Invoice i) => new(
        i.Id, i.AmountDue, i.AmountPaid, i.AmountPaidOutOfBand, i.AmountRemaining, i.AttemptCount, i.Attempted, i.AutoAdvance, Seconds(i.AutomaticallyFinalizesAt),
        i.BillingReason, i.CollectionMethod, i.CreatedAt.ToUnixTimeSeconds(), i.Currency, i.CustomFields.Count == 0 ? null : i.CustomFields, Expandable.Of("customer", i.CustomerId), i.Customer.Address,
        i.Customer.Email, i.Customer.Name, i.Customer.Phone, i.Customer.Shipping, i.Customer.TaxExempt, Expandable.Of("payment_method", i.DefaultPaymentMethodId), [],
        i.Description, [.. i.Discounts.Select(DiscountResponse.Place)], Seconds(i.DueDate), Seconds(i.EffectiveAt ?? i.FinalizedAt), i.EndingBalance, i.Footer, i.InvoicePdf is null ? null : InvoiceUrls.PageOf(i.InvoicePdf), i.InvoicePdf,
        i.LastFinalizationError, InvoiceLineResponse.FirstOf(i), i.Livemode, i.Metadata, Seconds(i.NextPaymentAttempt), i.Number,
        InvoiceParent.Of(i), new Included("invoice_payments", i.Id), i.PaymentIntentId is { } intent ? new Included("invoice_confirmation_secret", intent) : null, i.PeriodEnd.ToUnixTimeSeconds(), i.PeriodStart.ToUnixTimeSeconds(),
        i.PostPaymentCreditNotes, i.PrePaymentCreditNotes, InvoiceRenderingResponse.Of(i.Rendering),
        i.Shipping, i.StartingBalance, i.StatementDescriptor, i.Status, i.UncollectibleReason is { } why ? new(new(why)) : null,
        new(Seconds(i.FinalizedAt), Seconds(i.UncollectibleAt), Seconds(i.PaidAt), Seconds(i.VoidedAt)),
        i.Subtotal, i.SubtotalExcludingTax, Expandable.Of("test_clock", i.TestClockId), i.Total, [.. i.TotalDiscounts.Select(DiscountAmountResponse.Of)], i.TotalExcludingTax, [.. i.TotalTaxes.Select(TaxAmountResponse.Of)],
        Expandable.Of("subscription", i.SubscriptionId), Expandable.Of("payment_intent", i.PaymentIntentId), i.Status == InvoiceStatus.Paid, i.TotalTaxes.Count == 0 ? null : i.TotalTaxes.Sum(t => t.Amount));

    private static long? Seconds(DateTimeOffset? moment) => moment?.ToUnixTimeSeconds();
}

public sealed record AutomaticTax
{
    public string? DisabledReason => null;
    public bool Enabled => false;
    public object? Liability => null;
    public string? Provider => null;
    public string? Status => null;
}

public sealed record InvoiceIssuer
{
    public string Type => "self";
}

public sealed record InvoicePaymentSettings
{
    public string? DefaultMandate => null;
    public object? PaymentMethodOptions => null;
    public IReadOnlyList<string>? PaymentMethodTypes => null;
}

public sealed record InvoiceRenderingResponse(string? AmountTaxDisplay, string? Template)
{
    public object? Pdf => null;
    public long? TemplateVersion => null;

    public static InvoiceRenderingResponse? Of(InvoiceRendering? r) => r is null ? null : new(r.AmountTaxDisplay, r.Template);
}

public sealed record InvoiceStatusDetails(UncollectibleDetails Uncollectible);

public sealed record UncollectibleDetails(UncollectibleReason Reason);

public sealed record InvoiceTransitions(long? FinalizedAt, long? MarkedUncollectibleAt, long? PaidAt, long? VoidedAt);

/// <summary>What an invoice was made from.</summary>
public sealed record InvoiceParent(SubscriptionDetails SubscriptionDetails)
{
    public object? QuoteDetails => null;
    public string Type => "subscription_details";

    public static InvoiceParent? Of(Invoice i) => i.SubscriptionId is null ? null
        : new(new SubscriptionDetails(i.ParentMetadata, Expandable.Of("subscription", i.SubscriptionId)!, i.ProrationDate?.ToUnixTimeSeconds()));
}

public sealed record SubscriptionDetails(Dictionary<string, string> Metadata, Expandable Subscription, [property: OmitNull] long? SubscriptionProrationDate);
