using CalmonyPay.Cardstream;
using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;
using NewCard = CalmonyPay.Gateways.NewCard;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>
/// 3-D Secure of an intent that waits for its shopper: what our page calls. Begin sends the payment with the browser's data;
/// each leg of the challenge goes on with it. The cross reference and the newest challenge reference are committed before
/// the browser is answered, a leg is used once, and a lost continuation is a query.
/// </summary>
public sealed class AuthenticationFlow(
    PayDb db, PaymentOperations operations, PaymentSubmission submission, PaymentMethodService methods, ChargeEngine engine, GatewayCredentials credentials, CardVault vault,
    ChargeBooks books, PaymentResumption resumption)
{
    /// <summary>
    /// The shopper is on our page: the payment goes out (again) with what the browser says. Where a challenge is out already, that one is the answer.
    /// </summary>
    /// <param name="securityCode">Asked of the shopper, where the account demands it for a card that the gateway has.</param>
    /// <returns>The intent: succeeded, waiting for the next leg, or its failure as an error.</returns>
    public async Task<object> BeginAsync(string intentId, BrowserData browser, SecurityCode? securityCode = null)
    {
        var intent = await operations.LockIdleAsync(intentId) ?? throw PaymentIntentService.NoSuch(intentId);
        if (intent.Status != PaymentIntentStatus.RequiresAction || intent.PaymentMethodId is null) throw PaymentIntentLifecycle.Unexpected(intent.Status, PaymentIntentMove.Submit);
        var latest = intent.LatestChargeId is { } charge ? await db.Attempts.SingleAsync(a => a.Id == charge) : null;
        if (Waits(intent, latest))
        {
            await db.ForgetAsync();
            return await resumption.AnswerAsync(intentId, latest?.Id);
        }
        var payable = await methods.ForPaymentAsync(intent.PaymentMethodId, intent.CustomerId, CancellationToken.None);
        if (Kept(intent, latest) is { } kept) payable = payable with { Card = kept };
        if (latest is { Status: AttemptStatus.Declined, Failure.NeedsAuthentication: true }) browser = browser with { ChallengeMandated = true };

        PaymentOperation? operation = null;
        if (payable is { Card: null, Method.Reference: null }) await books.CardGoneAsync(intent);
        else operation = await submission.SubmitAsync(intent, payable, new(OffSession: false, ErrorOnRequiresAction: false, browser), keyId: null);
        if (operation is not null && securityCode is not null) vault.Keep(operation.ChargeId, securityCode);
        vault.Forget(payable.Method.Id);
        await db.SaveAndCommitAsync();
        if (operation is not null) await engine.RunForRequestAsync(operation, resumed: false);
        return await resumption.AnswerAsync(intentId, operation?.ChargeId);
    }

    /// <summary>The issuer's page has posted: go on.</summary>
    /// <param name="reference">The challenge reference that the page was given; a second post with it changes nothing.</param>
    /// <param name="posted">The fields, in their order.</param>
    public async Task<object> ContinueAsync(string intentId, string reference, IReadOnlyList<KeyValuePair<string, string>> posted)
    {
        var intent = await operations.LockIdleAsync(intentId) ?? throw PaymentIntentService.NoSuch(intentId);
        var attempt = intent.LatestChargeId is { } charge ? await db.LockAsync<PaymentAttempt>(charge, CancellationToken.None) : null;
        if (attempt is null || !Waits(intent, attempt) || attempt.ChallengeReference != reference)
        {
            await db.ForgetAsync();
            return await resumption.AnswerAsync(intentId, attempt?.Id);
        }
        attempt.SpendChallenge();
        intent.Submit(attempt.Id);
        var operation = operations.Open(attempt, OperationKind.Continue, keyId: null, intent.CapturesItself ? intent.Amount : null);
        await db.SaveAndCommitAsync();

        var route = await credentials.ByIdAsync(attempt.CredentialId, CancellationToken.None);
        var outcome = await route.Gateway.ContinueAsync(route.Account, reference, posted);
        // What was posted is no answer to the challenge, or the time for it is over: no other leg will come.
        if (outcome is GatewayOutcome.Refused { Kind: RefusalKind.Malformed or RefusalKind.State or RefusalKind.NoSuchTransaction } && attempt.GatewayReference is { } xref)
            outcome = await GiveUpAsync(route, xref);
        if (await engine.RecordAuthorizationAsync(operation, outcome)) await engine.RunForRequestAsync(operation, resumed: false);
        return await resumption.AnswerAsync(intentId, attempt.Id);
    }

    /// <summary>What the page shows next: the challenge of the attempt that waits; null if none does.</summary>
    public async Task<Challenge?> PendingAsync(string intentId, CancellationToken ct)
    {
        var intent = await db.PaymentIntents.SingleOrDefaultAsync(i => i.Id == intentId, ct);
        var attempt = intent?.LatestChargeId is { } latest ? await db.Attempts.SingleAsync(a => a.Id == latest, ct) : null;
        return intent is not null && Waits(intent, attempt) ? attempt?.Challenge : null;
    }

    /// <summary>
    /// True if the page has to ask for the security code: the account demands it, and the card is one that the gateway has.
    /// </summary>
    public async Task<bool> NeedsSecurityCodeAsync(PaymentIntent intent, CancellationToken ct)
    {
        if (intent.PaymentMethodId is not { } named) return false;
        var latest = intent.LatestChargeId is { } charge ? await db.Attempts.SingleAsync(a => a.Id == charge, ct) : null;
        if (Kept(intent, latest) is not null) return false;
        var made = await db.PaymentMethods.Where(m => m.Id == named && m.Reference != null).Select(m => m.CredentialId).SingleOrDefaultAsync(ct);
        return made is { } credential && (await credentials.ByIdAsync(credential, ct)).Account.SecurityCodeMandatory;
    }

    /// <summary>Ends an authentication that goes no further: the gateway's word decides, and what still waits there is cancelled.</summary>
    internal static async Task<GatewayOutcome> GiveUpAsync(GatewayRoute route, string reference)
    {
        var told = await route.Gateway.QueryAsync(route.Account, reference);
        if (told is not GatewayOutcome.Approved { Transaction.State: GatewayState.Received } waiting) return told;
        var canceled = await route.Gateway.CancelAsync(route.Account, reference);
        // A challenge passed in this very moment shows in the gateway's answer to the next look.
        return canceled is GatewayOutcome.Approved ? new GatewayOutcome.Declined(waiting.Transaction, Declines.AuthenticationFailed) : canceled;
    }

    /// <summary>The card data that wait here for the shopper, if they are those of the method that the intent names now.</summary>
    private NewCard? Kept(PaymentIntent intent, PaymentAttempt? latest) =>
        vault.Find(intent.PaymentMethodId!) ?? (latest?.PaymentMethodId == intent.PaymentMethodId ? vault.Find(latest!.Id) : null);

    /// <summary>The attempt's challenge is the intent's: neither card nor amount was changed since.</summary>
    private static bool Waits(PaymentIntent intent, PaymentAttempt? attempt) =>
        intent.Status == PaymentIntentStatus.RequiresAction && attempt is { Status: AttemptStatus.Challenged, Challenge: not null }
        && attempt.PaymentMethodId == intent.PaymentMethodId && attempt.Amount == intent.Amount && attempt.Currency == intent.Currency;
}
