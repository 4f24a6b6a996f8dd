using CalmonyPay.Gateways;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CalmonyPay.PaymentMethods.SetupIntents;

/// <summary>
/// 3-D Secure of a setup that waits for its shopper: what our page calls. Begin sends the card again with the browser's data;
/// each leg of the challenge goes on with it. A leg is used once.
/// </summary>
public sealed class SetupAuthentication(
    PayDb db, SetupIntentService intents, SetupBooks books, CardVerifier verifier, GatewayCredentials credentials, IOptions<SetupOptions> options, TimeProvider clock)
{
    /// <summary>The shopper is on our page. Where a challenge is out already, that one is the answer.</summary>
    /// <param name="intentId">The intent, from the page's token.</param>
    /// <param name="browser">What their browser says.</param>
    /// <param name="securityCode">Asked of the shopper, where the account demands it.</param>
    /// <returns>The challenge to show next; null when the setup is decided.</returns>
    public async Task<Challenge?> BeginAsync(string intentId, BrowserData browser, Cardstream.SecurityCode? securityCode)
    {
        var intent = await intents.LockAsync(intentId, CancellationToken.None);
        if (intent is not { Status: SetupIntentStatus.RequiresAction, PaymentMethodId: { } methodId }) throw SetupIntentLifecycle.Unexpected(intent.Status, SetupIntentMove.Submit);
        var latest = intent.LatestAttemptId is { } newest ? await db.SetupAttempts.SingleAsync(a => a.Id == newest) : null;
        if (latest?.Challenge is { } pending)
        {
            await db.ForgetAsync();
            return pending;
        }
        if (latest is { SoftDeclined: true }) browser = browser with { ChallengeMandated = true };
        else if (intent.RequestThreeDSecure is "any" or "challenge") browser = browser with { ChallengeWanted = true };
        await intents.AbandonAttemptAsync(intent, CancellationToken.None);
        var method = await db.PaymentMethods.SingleAsync(m => m.Id == methodId);
        var attempt = SetupAttempt.Of(intent, method, clock.GetUtcNow());
        db.Add(attempt);
        await SubmitAsync(intent, attempt);

        if (method is not { CredentialId: { } credential, Reference: { } reference }) throw new InvalidOperationException($"{method.Id} was never stored.");
        var route = await credentials.ByIdAsync(credential, CancellationToken.None);
        var outcome = await verifier.VerifyAsync(route, method, new CardSource.Stored(reference, securityCode), attempt.Id, browser);
        await books.RecordAsync(intentId, attempt.Id, outcome, route.Account, authenticated: true, mandated: browser.ChallengeMandated);
        return (outcome as GatewayOutcome.Challenged)?.Challenge;
    }

    /// <summary>The issuer's page has posted.</summary>
    /// <param name="intentId">The intent, from the page's token.</param>
    /// <param name="reference">The challenge that was answered; one that is not the newest changes nothing.</param>
    /// <param name="posted">The fields, in their order.</param>
    /// <returns>The next challenge; null when the setup is decided, or the answer came too late.</returns>
    public async Task<Challenge?> ContinueAsync(string intentId, string reference, IReadOnlyList<KeyValuePair<string, string>> posted)
    {
        var intent = await intents.LockAsync(intentId, CancellationToken.None);
        var attempt = intent.LatestAttemptId is { } latest ? await db.LockAsync<SetupAttempt>(latest, CancellationToken.None) : null;
        if (intent.Status != SetupIntentStatus.RequiresAction || attempt?.ChallengeReference != reference || attempt.CredentialId is not { } credential)
        {
            await db.ForgetAsync();
            return null;
        }
        attempt.SpendChallenge();
        await SubmitAsync(intent, attempt);

        var route = await credentials.ByIdAsync(credential, CancellationToken.None);
        var outcome = await route.Gateway.ContinueAsync(route.Account, reference, posted);
        if (outcome is GatewayOutcome.Unknown && attempt.GatewayReference is { } xref) outcome = Decided(await route.Gateway.QueryAsync(route.Account, xref));
        await books.RecordAsync(intentId, attempt.Id, outcome, route.Account, authenticated: true, mandated: true);
        return (outcome as GatewayOutcome.Challenged)?.Challenge;
    }

    /// <summary>What the page shows next: the challenge of the try that waits; null if none does.</summary>
    public async Task<Challenge?> PendingAsync(string intentId, CancellationToken ct)
    {
        var latest = await db.SetupIntents.Where(i => i.Id == intentId && i.Status == SetupIntentStatus.RequiresAction).Select(i => i.LatestAttemptId).SingleOrDefaultAsync(ct);
        return latest is null ? null : (await db.SetupAttempts.SingleAsync(a => a.Id == latest, ct)).Challenge;
    }

    /// <summary>True if the page has to ask for the security code: the account demands it.</summary>
    public async Task<bool> NeedsSecurityCodeAsync(SetupIntent intent, CancellationToken ct)
    {
        var made = await db.PaymentMethods.Where(m => m.Id == intent.PaymentMethodId).Select(m => m.CredentialId).SingleOrDefaultAsync(ct);
        return made is { } credential && (await credentials.ByIdAsync(credential, ct)).Account.SecurityCodeMandatory;
    }

    private async Task SubmitAsync(SetupIntent intent, SetupAttempt attempt)
    {
        intent.Submit(attempt, null, clock.GetUtcNow() + options.Value.Lease);
        await db.SaveAndCommitAsync();
    }

    /// <summary>A lost continuation is a query; only a verified card counts as one.</summary>
    private static GatewayOutcome Decided(GatewayOutcome queried) =>
        queried is GatewayOutcome.Approved { Transaction: { State: not GatewayState.Verified } transaction } ? new GatewayOutcome.Declined(transaction, CardDeclines.AuthenticationFailed) : queried;
}
