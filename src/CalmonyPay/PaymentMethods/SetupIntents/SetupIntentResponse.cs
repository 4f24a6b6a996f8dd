using CalmonyPay.Gateways;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Expansion;

namespace CalmonyPay.PaymentMethods.SetupIntents;

/// <summary>A setup intent on the API. <c>client_secret</c> is shown to its owner and never kept.</summary>
public sealed record SetupIntentResponse(
    string Id, SetupAutomaticMethods? AutomaticPaymentMethods, SetupCancellationReason? CancellationReason, string? ClientSecret, long Created, Expandable? Customer, string? Description,
    SetupError? LastSetupError, Expandable? LatestAttempt, bool Livemode, Dictionary<string, string> Metadata, SetupNextAction? NextAction, Expandable? PaymentMethod,
    SetupMethodOptions PaymentMethodOptions, SetupIntentStatus Status, SetupUsage Usage) : IShowsSecret
{
    private static readonly string[] Cards = ["card"];

    public string Object => "setup_intent";
    public IReadOnlyList<string>? AllowedPaymentMethodTypes => null;
    public Expandable? Application => null;
    public IReadOnlyList<string>? ExcludedPaymentMethodTypes => null;
    public Expandable? Mandate => null;
    public Expandable? OnBehalfOf => null;
    public object? PaymentMethodConfigurationDetails => null;
    public IReadOnlyList<string> PaymentMethodTypes => Cards;
    public Expandable? SingleUseMandate => null;

    public object WithoutSecret() => this with { ClientSecret = null };

    /// <summary>As a browser may see it: nothing of the merchant's records or of the customer.</summary>
    public SetupIntentResponse ForBrowser() => this with { Customer = null, Metadata = [], LatestAttempt = null };

    public static SetupIntentResponse Of(SetupIntent i, ProjectSecrets secrets) => new(
        i.Id, i.AutomaticPaymentMethods, i.CancellationReason, secrets.ClientSecretOf(i.Id), i.CreatedAt.ToUnixTimeSeconds(), Expandable.Of("customer", i.CustomerId), i.Description,
        i.LastSetupError, Expandable.Of(SetupIntentEndpoints.AttemptKind, i.LatestAttemptId), i.Livemode, i.Metadata,
        i.NextActionUrl is { } url ? new(new(i.ReturnUrl, url)) : null, Expandable.Of(PaymentMethodEndpoints.Kind, i.PaymentMethodId),
        new(new(i.RequestThreeDSecure)), i.Status, i.Usage);
}

public sealed record SetupNextAction(SetupRedirect RedirectToUrl)
{
    public string Type => "redirect_to_url";
}

public sealed record SetupRedirect(string? ReturnUrl, string Url);

public sealed record SetupMethodOptions(SetupCardOptions Card);

public sealed record SetupCardOptions(string RequestThreeDSecure)
{
    public object? MandateOptions => null;
    public string? Network => null;
}

/// <summary>One try on the API.</summary>
public sealed record SetupAttemptResponse(
    string Id, long Created, Expandable? Customer, bool Livemode, Expandable PaymentMethod, SetupAttemptDetails PaymentMethodDetails, SetupError? SetupError, Expandable SetupIntent, SetupAttemptStatus Status, SetupUsage Usage)
{
    public string Object => "setup_attempt";
    public Expandable? Application => null;
    public string? CustomerAccount => null;
    public IReadOnlyList<string>? FlowDirections => null;
    public Expandable? OnBehalfOf => null;

    public static SetupAttemptResponse Of(SetupAttempt a) => new(
        a.Id, a.CreatedAt.ToUnixTimeSeconds(), Expandable.Of("customer", a.CustomerId), a.Livemode, new(PaymentMethodEndpoints.Kind, a.PaymentMethodId),
        new(SetupAttemptCard.Of(a)), a.SetupError, new(SetupIntentEndpoints.Kind, a.SetupIntentId), a.Status, a.Usage);
}

public sealed record SetupAttemptDetails(SetupAttemptCard Card)
{
    public string Type => "card";
}

public sealed record SetupAttemptCard(
    string? Brand, PaymentMethodChecks? Checks, string? Country, int? ExpMonth, int? ExpYear, string? Fingerprint, string? Funding, string? Last4, string? Network, SetupThreeDSecure? ThreeDSecure)
{
    public object? Wallet => null;

    public static SetupAttemptCard Of(SetupAttempt a) => new(
        a.Card?.Brand, a.Card?.Checks, a.Card?.Country, a.Card?.ExpMonth, a.Card?.ExpYear, a.Card?.Fingerprint, a.Card?.Funding, a.Card?.Last4, a.Card?.Brand, SetupThreeDSecure.Of(a.ThreeDSecure));
}

public sealed record SetupThreeDSecure(string? AuthenticationFlow, string? ElectronicCommerceIndicator, string? Result, string? TransactionId, string? Version)
{
    public string? ResultReason => null;

    public static SetupThreeDSecure? Of(ThreeDSecureResult? r) => r is null ? null : new(r.Flow, r.Eci, r.Result, r.TransactionId, r.Version);
}
