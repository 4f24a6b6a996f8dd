using CalmonyPay.Accounts;
using CalmonyPay.Gateways;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentMethods;

/// <summary>Checks cards at the gateway and has it store them. No transaction may be open meanwhile.</summary>
public sealed class CardVerifier(PayDb db, TenantScope scope, GatewayCredentials credentials)
{
    /// <summary>
    /// Sends a new card to the gateway, so that only its reference stays here. What the issuer objects to is kept with the method
    /// and is no error: creating a card never fails for it.
    /// </summary>
    /// <param name="method">Not saved yet, or locked again by the caller afterwards.</param>
    /// <param name="card">Its card data.</param>
    /// <param name="attemptId">Ours, new for each card sent.</param>
    /// <exception cref="StripeError">402 <c>processing_error</c>: the gateway could not be asked, or would not take the request.</exception>
    public async Task StoreAsync(PaymentMethod method, NewCard card, string attemptId)
    {
        var route = await credentials.ForNewAsync(CancellationToken.None);
        var outcome = await VerifyAsync(route, method, new CardSource.Fresh(card), attemptId);
        if (Keep(method, outcome, route.Account.CredentialId) is { Stored: false } verdict) throw verdict.Decline!.ToError();
    }

    /// <summary>
    /// A VERIFY, and one more under another key if the first was lost: it moves no money, so it may be repeated at once.
    /// </summary>
    public async Task<GatewayOutcome> VerifyAsync(GatewayRoute route, PaymentMethod method, CardSource source, string attemptId, BrowserData? browser = null)
    {
        var order = new VerifyOrder(attemptId, source, method.BillingDetails.Holder(), await CurrencyAsync(), Agreement.CardOnFile, null, browser);
        var outcome = await route.Gateway.VerifyAsync(route.Account, order);
        return outcome is GatewayOutcome.Unknown or GatewayOutcome.NotSent or GatewayOutcome.Duplicate or GatewayOutcome.Refused { Kind: RefusalKind.Later }
            ? await route.Gateway.VerifyAsync(route.Account, order with { AttemptId = $"{attemptId}_2" })
            : outcome;
    }

    /// <summary>Notes on the method what became of a VERIFY.</summary>
    public static CardVerdict Keep(PaymentMethod method, GatewayOutcome outcome, Guid credentialId)
    {
        switch (outcome)
        {
            case GatewayOutcome.Approved approved:
                method.Stored(approved.Transaction, credentialId, Agreement.CardOnFile);
                return new(true, null, approved.Transaction);
            case GatewayOutcome.Declined declined:
                method.Refused(declined.Transaction, credentialId, Agreement.CardOnFile, declined.Decline);
                return new(true, declined.Decline, declined.Transaction);
            case GatewayOutcome.Challenged challenged:
                method.Refused(challenged.Transaction, credentialId, Agreement.CardOnFile, CardDeclines.NeedsAuthentication);
                return new(true, CardDeclines.NeedsAuthentication, challenged.Transaction);
            default:
                return new(false, CardDeclines.ProcessingError, null);
        }
    }

    private async Task<Currency> CurrencyAsync()
    {
        var code = await db.Set<Project>().Where(p => p.Id == scope.Current.ProjectId).Select(p => p.DefaultCurrency).SingleAsync();
        return Currency.Of(code);
    }
}

/// <summary>What a VERIFY came to.</summary>
/// <param name="Stored">False: the gateway could not be asked or would not take it; nothing is known of the card.</param>
/// <param name="Decline">Why the card is not good for use; null if it is.</param>
/// <param name="Transaction">What the gateway told.</param>
public sealed record CardVerdict(bool Stored, Decline? Decline, GatewayTransaction? Transaction);

/// <summary>CardDeclines of our own, and how a decline is told.</summary>
public static class CardDeclines
{
    public static Decline NeedsAuthentication { get; } = new(
        "authentication_required", "authentication_required", null, "Your card was declined. This transaction requires authentication.", "", NeedsAuthentication: true);

    public static Decline ProcessingError { get; } = new(
        "processing_error", "processing_error", "try_again_later", "An error occurred while processing your card. Try again in a little bit.", "");

    public static Decline AuthenticationFailed { get; } = new(
        "setup_intent_authentication_failure", null, null,
        "The latest attempt to set up the payment method has failed because authentication failed.", "", AuthenticationFailed: true);

    /// <summary>Stripe's 402. Work began, so the answer is kept under the idempotency key.</summary>
    /// <param name="decline">What was said.</param>
    /// <param name="inside">Objects that the error carries.</param>
    public static StripeError ToError(this Decline decline, IReadOnlyDictionary<string, object?>? inside = null) =>
        new(402, decline.AuthenticationFailed ? "invalid_request_error" : "card_error", decline.Code, decline.Message, Param(decline.Code))
        { DeclineCode = decline.DeclineCode, AdviceCode = decline.AdviceCode, Inside = inside, WorkBegan = true };

    private static string? Param(string code) => code switch
    {
        "incorrect_cvc" => "cvc",
        "incorrect_number" => "number",
        "expired_card" => "exp_month",
        _ => null,
    };

    /// <summary>The holder as the gateway checks them.</summary>
    public static Cardholder Holder(this BillingDetails details) => new(
        details.Name, details.Email, details.Phone, details.Address.Line1, details.Address.Line2, details.Address.City, details.Address.State, details.Address.PostalCode, details.Address.Country);
}
