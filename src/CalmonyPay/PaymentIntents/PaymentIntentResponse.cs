using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Json;

namespace CalmonyPay.PaymentIntents;

/// <summary>A payment intent on the API. <c>client_secret</c> is shown to its owner and never kept.</summary>
public sealed record PaymentIntentResponse(
    string Id, long Amount, long AmountCapturable, long AmountReceived, AutomaticPaymentMethods? AutomaticPaymentMethods, long? CanceledAt, CancellationReason? CancellationReason,
    CaptureMethod CaptureMethod, string? ClientSecret, ConfirmationMethod ConfirmationMethod, long Created, string Currency, Expandable? Customer, string? Description,
    PaymentErrorResponse? LastPaymentError, Expandable? LatestCharge, bool Livemode, Dictionary<string, string> Metadata, NextActionResponse? NextAction, Expandable? PaymentMethod,
    PaymentMethodOptionsResponse PaymentMethodOptions, ProcessingResponse? Processing, string? ReceiptEmail, FutureUsage? SetupFutureUsage, Shipping? Shipping,
    string? StatementDescriptor, string? StatementDescriptorSuffix, PaymentIntentStatus Status, string? TransferGroup) : IShowsSecret
{
    private static readonly string[] Cards = ["card"];

    public string Object => "payment_intent";
    public IReadOnlyList<string>? AllowedPaymentMethodTypes => null;
    public Expandable? Application => null;
    public long? ApplicationFeeAmount => null;
    public string? CustomerAccount => null;
    public IReadOnlyList<string>? ExcludedPaymentMethodTypes => null;
    public object? ManagedPayments => null;
    public Expandable? OnBehalfOf => null;
    public object? PaymentMethodConfigurationDetails => null;
    public IReadOnlyList<string> PaymentMethodTypes => Cards;
    public Expandable? PaymentRecord => null;
    public Expandable? Review => null;
    public Expandable? Source => null;
    public object? TransferData => null;

    public object WithoutSecret() => this with { ClientSecret = null };

    public static PaymentIntentResponse Of(PaymentIntent i, ProjectSecrets secrets) => new(
        i.Id, i.Amount, i.AmountCapturable, i.AmountReceived, i.AutomaticPaymentMethods, i.CanceledAt?.ToUnixTimeSeconds(), i.CancellationReason,
        i.CaptureMethod, secrets.ClientSecretOf(i.Id), i.ConfirmationMethod, i.CreatedAt.ToUnixTimeSeconds(), i.Currency, Expandable.Of("customer", i.CustomerId), i.Description,
        PaymentErrorResponse.Of(i.LastPaymentError), Expandable.Of("charge", i.LatestChargeId), i.Livemode, i.Metadata, NextActionResponse.Of(i.NextAction), Expandable.Of("payment_method", i.PaymentMethodId),
        new(new(i.CardOptions?.RequestThreeDSecure ?? "automatic", i.CardOptions is { CaptureManually: true } ? "manual" : null)),
        i.Status == PaymentIntentStatus.Processing ? new() : null, i.ReceiptEmail, i.SetupFutureUsage, i.Shipping,
        i.StatementDescriptor, i.StatementDescriptorSuffix, i.Status, i.TransferGroup);
}

public sealed record PaymentMethodOptionsResponse(CardOptionsResponse Card);

public sealed record CardOptionsResponse(
    string RequestThreeDSecure, [property: OmitNull] string? CaptureMethod)
{
    public object? Installments => null;
    public object? MandateOptions => null;
    public string? Network => null;
}

public sealed record ProcessingResponse
{
    public string Type => "card";
    public object Card { get; } = new { };
}

public sealed record NextActionResponse(RedirectToUrlResponse RedirectToUrl)
{
    public string Type => "redirect_to_url";

    public static NextActionResponse? Of(NextAction? next) => next is null ? null : new(new RedirectToUrlResponse(next.ReturnUrl, next.Url));
}

public sealed record RedirectToUrlResponse(string? ReturnUrl, string Url);

/// <summary>Fields that Stripe leaves out when they say nothing are left out here as well.</summary>
public sealed record PaymentErrorResponse(
    string Type, string Code, string Message, [property: OmitNull] string? DeclineCode, [property: OmitNull] string? AdviceCode,
    [property: OmitNull] string? Charge, [property: OmitNull] RawJson? PaymentMethod)
{
    public string DocUrl => $"https://stripe.com/docs/error-codes/{Code.Replace('_', '-')}";

    public static PaymentErrorResponse? Of(PaymentError? e) => e is null ? null : new(e.Type, e.Code, e.Message, e.DeclineCode, e.AdviceCode, e.Charge, e.PaymentMethod);
}
