using CalmonyPay.Customers;
using CalmonyPay.Gateways;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CalmonyPay.PaymentMethods.SetupIntents;

/// <summary>Writes down what became of a try, once, and answers with it.</summary>
public sealed class SetupBooks(
    PayDb db, SetupIntentService intents, PaymentMethodService methods, AuthenticationUrls authentication, IEnumerable<ISetupMoved> listeners, IOptions<SetupOptions> options, TimeProvider clock)
{
    /// <param name="intentId">The intent.</param>
    /// <param name="attemptId">The try; one that is not the intent's latest any more is left alone.</param>
    /// <param name="outcome">What the gateway said; null if it was not asked because the shopper comes first.</param>
    /// <param name="account">Who was asked.</param>
    /// <param name="authenticated">False: an approval only stored the card, the shopper has yet to authenticate.</param>
    /// <param name="mandated">A challenge was demanded: an issuer who asks for authentication even so gets no further try.</param>
    public async Task RecordAsync(string intentId, string attemptId, GatewayOutcome? outcome, GatewayAccount account, bool authenticated, bool mandated = false)
    {
        var intent = await intents.LockAsync(intentId, CancellationToken.None);
        if (intent.Status != SetupIntentStatus.Processing || intent.LatestAttemptId != attemptId)
        {
            await db.ForgetAsync();
            return;
        }
        var attempt = await db.LockAsync<SetupAttempt>(attemptId, CancellationToken.None) ?? throw new InvalidOperationException($"{attemptId} is gone.");
        var method = await db.LockAsync<PaymentMethod>(attempt.PaymentMethodId, CancellationToken.None) ?? throw new InvalidOperationException($"{attempt.PaymentMethodId} is gone.");
        var verdict = outcome is null ? new(true, CardDeclines.NeedsAuthentication, null) : CardVerifier.Keep(method, outcome, account.CredentialId);
        attempt.Told(verdict.Transaction, account.CredentialId, method);

        var challenge = (outcome as GatewayOutcome.Challenged)?.Challenge;
        if (verdict.Decline is null && authenticated) await SucceedAsync(intent, attempt, method);
        else if (challenge is not null && attempt.AuthenticationLegs >= Challenge.MostLegs) await FailAsync(intent, attempt, method, CardDeclines.AuthenticationFailed);
        else if (verdict.Decline is null || challenge is not null || (verdict.Decline.NeedsAuthentication && !mandated)) AskShopper(intent, attempt, challenge, softDeclined: outcome is GatewayOutcome.Declined);
        else await FailAsync(intent, attempt, method, verdict.Decline is { AuthenticationFailed: true } ? CardDeclines.AuthenticationFailed : verdict.Decline);
        await db.SaveAndCommitAsync();
    }

    /// <summary>The intent as it stands; its failure as an error if the try that was asked about, or the latest, failed.</summary>
    public async Task<object> AnswerAsync(string intentId, string? attemptId)
    {
        var intent = await intents.GetAsync(intentId, intents.SecretOf(intentId), CancellationToken.None);
        if (intent is not { Status: SetupIntentStatus.RequiresPaymentMethod, LastSetupError: { } error } || (attemptId is not null && intent.LatestAttemptId != attemptId)) return intents.Shown(intent);
        throw new StripeError(402, error.Type, error.Code, error.Message)
        {
            DeclineCode = error.DeclineCode,
            AdviceCode = error.AdviceCode,
            Inside = new Dictionary<string, object?> { ["payment_method"] = error.PaymentMethod, ["setup_intent"] = intents.Shown(intent) },
            WorkBegan = true,
        };
    }

    /// <summary>
    /// Ends what is overdue on a locked intent: a try whose host is gone, or a shopper who did not come. The caller saves.
    /// </summary>
    /// <returns>True if something was: whoever waits for the setup has been told, and may hold rows that others lock earlier. Commit before you lock more.</returns>
    public async Task<bool> EndOverdueAsync(SetupIntent intent)
    {
        if (intent.DueAt is not { } due || due > clock.GetUtcNow() || intent.LatestAttemptId is not { } latest) return false;
        if (intent.Status is not (SetupIntentStatus.Processing or SetupIntentStatus.RequiresAction)) return false;
        var attempt = await db.LockAsync<SetupAttempt>(latest, CancellationToken.None) ?? throw new InvalidOperationException($"{latest} is gone.");
        var method = await db.PaymentMethods.SingleOrDefaultAsync(m => m.Id == attempt.PaymentMethodId);
        await FailAsync(intent, attempt, method, intent.Status == SetupIntentStatus.Processing ? CardDeclines.ProcessingError : CardDeclines.AuthenticationFailed);
        return true;
    }

    private async Task SucceedAsync(SetupIntent intent, SetupAttempt attempt, PaymentMethod method)
    {
        if (intent.Usage == SetupUsage.OffSession) method.MarkSetUp();
        // A customer who was deleted meanwhile gets no card any more.
        if (intent.CustomerId is { } customer && method is { CustomerId: null, DetachedAt: null } && await db.Customers.AnyAsync(c => c.Id == customer))
            await methods.AttachAsync(method, customer, CancellationToken.None);
        attempt.Succeed();
        intent.Succeed();
        await TellAsync("setup_intent.succeeded", intent);
    }

    private void AskShopper(SetupIntent intent, SetupAttempt attempt, Challenge? challenge, bool softDeclined)
    {
        attempt.Wait(challenge, softDeclined);
        intent.Challenge(authentication.Of(intent.Id), clock.GetUtcNow() + options.Value.AuthenticationWithin);
        intents.Record("setup_intent.requires_action", intent);
    }

    private Task FailAsync(SetupIntent intent, SetupAttempt attempt, PaymentMethod? method, Decline decline)
    {
        var error = SetupError.Of(decline, method);
        attempt.Fail(error);
        intent.Decline(error);
        return TellAsync("setup_intent.setup_failed", intent);
    }

    private async Task TellAsync(string type, SetupIntent intent)
    {
        intents.Record(type, intent);
        foreach (var listener in listeners) await listener.SetupMovedAsync(intent, CancellationToken.None);
    }
}

/// <summary>Answered by rooms that wait for a setup, inside the transaction in which it succeeds or a try of it fails. The intent is locked and says how it stands.</summary>
public interface ISetupMoved
{
    Task SetupMovedAsync(SetupIntent intent, CancellationToken ct);
}
