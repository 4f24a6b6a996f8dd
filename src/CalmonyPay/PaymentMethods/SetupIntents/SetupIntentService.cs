using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentMethods.SetupIntents;

/// <summary>Finds and shows setup intents, and does to them what needs no gateway.</summary>
public sealed class SetupIntentService(PayDb db, EventLog events, ProjectSecrets secrets, RequestInfo request)
{
    /// <exception cref="StripeError">404 for one that is not there; 400 for a client secret that is missing where the key is publishable, or wrong.</exception>
    public async Task<SetupIntent> GetAsync(string id, string? clientSecret, CancellationToken ct)
    {
        Prove(id, clientSecret);
        return await db.SetupIntents.SingleOrDefaultAsync(i => i.Id == id, ct) ?? throw NoSuch(id);
    }

    /// <summary>The intent's row, locked.</summary>
    public async Task<SetupIntent> LockAsync(string id, CancellationToken ct) => await db.LockAsync<SetupIntent>(id, ct) ?? throw NoSuch(id);

    public async Task<SetupIntent> CancelAsync(string id, SetupIntentCancel cancel, CancellationToken ct)
    {
        var intent = await LockAsync(id, ct);
        await AbandonAttemptAsync(intent, ct);
        intent.Cancel(cancel.Reason);
        Record("setup_intent.canceled", intent);
        return intent;
    }

    /// <summary>A try that waits for its shopper will wait no longer: something else happens to the intent.</summary>
    public async Task AbandonAttemptAsync(SetupIntent intent, CancellationToken ct)
    {
        if (intent is not { Status: SetupIntentStatus.RequiresAction, LatestAttemptId: { } latest }) return;
        if (await db.LockAsync<SetupAttempt>(latest, ct) is { } attempt) attempt.Abandon();
    }

    public void Record(string type, SetupIntent intent) => events.Record(type, intent, SetupIntentResponse.Of(intent, secrets));

    /// <summary>The intent as the caller may see it.</summary>
    public SetupIntentResponse Shown(SetupIntent intent)
    {
        var shown = SetupIntentResponse.Of(intent, secrets);
        return request.Publishable ? shown.ForBrowser() : shown;
    }

    /// <summary>For work that goes on behind a request that has proven itself.</summary>
    internal string SecretOf(string id) => secrets.ClientSecretOf(id);

    public void Prove(string id, string? clientSecret)
    {
        if (clientSecret is null && request.Publishable) throw StripeError.Missing("client_secret");
        if (clientSecret is not null && !secrets.IsClientSecretOf(id, clientSecret))
            throw StripeError.Invalid("The client_secret provided does not match the client_secret associated with the SetupIntent.", "client_secret", "setup_intent_invalid_parameter");
    }

    private static StripeError NoSuch(string id) => StripeError.NoSuch("setupintent", id, "intent");
}
