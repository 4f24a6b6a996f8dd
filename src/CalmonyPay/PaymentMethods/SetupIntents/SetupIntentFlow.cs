using CalmonyPay.Customers;
using CalmonyPay.Gateways;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CalmonyPay.PaymentMethods.SetupIntents;

/// <summary>
/// What is done to setup intents with a gateway's help, each in three steps: write down what is about to be done, ask, write
/// down what came of it. A VERIFY moves no money, so what a crash cuts off fails and may be tried again.
/// </summary>
public sealed class SetupIntentFlow(
    PayDb db, SetupIntentService intents, SetupBooks books, PaymentMethodService methods, BrowserOfCard browsers, CardVerifier verifier, GatewayCredentials credentials, IOptions<SetupOptions> options, TimeProvider clock)
{
    public async Task<object> CreateAsync(SetupIntentCreate create, GatewayRun run)
    {
        if (run.RecoveryPoint is { } made) return await books.AnswerAsync(made, null);
        await RequireCustomerAsync(create.Fields);
        var payable = create.Fields.Method.IsNamed ? await FindAsync(create.Fields.Method, create.Fields.Customer.OrNull()) : null;
        if (payable is not null && !create.Confirm) await methods.StoreAsync(payable);

        var intent = SetupIntent.From(create, clock.GetUtcNow());
        db.Add(intent);
        if (payable is not null) intent.Name(payable.Method.Id);
        intents.Record("setup_intent.created", intent);
        var attempt = create.Confirm ? Submit(intent, payable, create.ReturnUrl) : null;
        await run.SaveAndCommitAsync(SetupIntentEndpoints.Kind, intent.Id);
        return attempt is null ? intents.Shown(intent) : await FinishAsync(attempt, payable!);
    }

    public async Task<object> UpdateAsync(string id, SetupIntentUpdate update, GatewayRun run)
    {
        if (run.RecoveryPoint is not null) return await books.AnswerAsync(id, null);
        var ct = CancellationToken.None;
        var seen = await intents.GetAsync(id, null, ct);
        await RequireCustomerAsync(update.Fields);
        var payable = update.Fields.Method.IsNamed ? await FindAsync(update.Fields.Method, update.Fields.Customer.Over(seen.CustomerId)) : null;
        if (payable is not null) await methods.StoreAsync(payable);

        var intent = await intents.LockAsync(id, ct);
        if (intent.Status is SetupIntentStatus.Processing) throw StripeError.LockTimeout();
        if (intent.Status is SetupIntentStatus.Succeeded or SetupIntentStatus.Canceled && !(payable is null && update.Fields.Customer.IsAbsent))
            throw SetupIntentLifecycle.Unexpected(intent.Status, SetupIntentMove.Name);
        intent.Apply(update.Fields);
        if (payable is not null)
        {
            await intents.AbandonAttemptAsync(intent, ct);
            intent.Name(payable.Method.Id);
        }
        await run.SaveAndCommitAsync(SetupIntentEndpoints.Kind, id);
        return intents.Shown(intent);
    }

    /// <param name="facts">What the confirmation says of the browser that it comes from; null if nothing.</param>
    public async Task<object> ConfirmAsync(string id, SetupIntentConfirm confirm, BrowserFacts? facts, GatewayRun run)
    {
        intents.Prove(id, confirm.ClientSecret);
        if (run.RecoveryPoint is not null) return await books.AnswerAsync(id, null);
        var ct = CancellationToken.None;
        var intent = await intents.LockAsync(id, ct);
        await books.EndOverdueAsync(intent);
        if (intent.Status == SetupIntentStatus.Processing) throw StripeError.LockTimeout();
        if (intent.Status is SetupIntentStatus.Succeeded or SetupIntentStatus.Canceled) throw SetupIntentLifecycle.Unexpected(intent.Status, SetupIntentMove.Submit);
        var payable = confirm.Method.IsNamed ? await FindAsync(confirm.Method, intent.CustomerId)
            : intent.PaymentMethodId is { } named ? await methods.ForPaymentAsync(named, intent.CustomerId, ct)
            : null;
        await intents.AbandonAttemptAsync(intent, ct);
        if (payable is not null && confirm.Method.IsNamed) intent.Name(payable.Method.Id);
        if (confirm.RequestThreeDSecure is { } wanted) intent.Apply(new(new(null, null), default, default, wanted, MetadataChange.Absent));
        var attempt = Submit(intent, payable, confirm.ReturnUrl);
        await run.SaveAndCommitAsync(SetupIntentEndpoints.Kind, id);
        return await FinishAsync(attempt, payable!, await browsers.ForAsync(id, payable!, facts));
    }

    /// <summary>
    /// A card that the shopper has just entered on our page, written down with the locked intent. The caller saves, commits, and gives both to <see cref="AskAsync"/>.
    /// </summary>
    internal async Task<(SetupAttempt Attempt, PayableMethod Payable)> SubmitAsync(SetupIntent intent, NewCard card, BillingDetails holder, string returnUrl)
    {
        await intents.AbandonAttemptAsync(intent, CancellationToken.None);
        var payable = methods.Add(card, holder);
        intent.Name(payable.Method.Id);
        return (Submit(intent, payable, returnUrl), payable);
    }

    /// <summary>Asks the gateway, with what the shopper's browser says, and commits what it said.</summary>
    internal async Task AskAsync(SetupAttempt attempt, PayableMethod payable, BrowserData browser)
    {
        var wish = await db.SetupIntents.Where(i => i.Id == attempt.SetupIntentId).Select(i => i.RequestThreeDSecure).SingleAsync();
        await RecordAsync(attempt, payable, browser with { ChallengeWanted = wish is "any" or "challenge" });
    }

    private SetupAttempt Submit(SetupIntent intent, PayableMethod? payable, string? returnUrl)
    {
        if (payable is null) throw SetupIntentLifecycle.Unexpected(SetupIntentStatus.RequiresPaymentMethod, SetupIntentMove.Submit);
        if (payable is { Card: null, Method.Reference: null })
            throw StripeError.Invalid($"The gateway never heard of the card of {payable.Method.Id}: the request that brought it was cut off. Create the payment method anew.", "payment_method");
        var now = clock.GetUtcNow();
        var attempt = SetupAttempt.Of(intent, payable.Method, now);
        db.Add(attempt);
        intent.Submit(attempt, returnUrl, now + options.Value.Lease);
        return attempt;
    }

    /// <summary>
    /// Asks the gateway and writes down what it said. An account with 3-D Secure wants the shopper first, so without a browser a
    /// stored card goes to our page at once and a new one is only stored.
    /// </summary>
    private async Task<object> FinishAsync(SetupAttempt attempt, PayableMethod payable, BrowserData? browser = null)
    {
        if (browser is null) await RecordAsync(attempt, payable, browser: null);
        else await AskAsync(attempt, payable, browser);
        return await books.AnswerAsync(attempt.SetupIntentId, attempt.Id);
    }

    private async Task RecordAsync(SetupAttempt attempt, PayableMethod payable, BrowserData? browser)
    {
        var (method, card) = (payable.Method, payable.Card);
        var route = card is null && method.CredentialId is { } credential
            ? await credentials.ByIdAsync(credential, CancellationToken.None)
            : await credentials.ForNewAsync(CancellationToken.None);
        CardSource source = card is not null ? new CardSource.Fresh(card) : new CardSource.Stored(method.Reference!); // Submit has seen that it is there
        var shopperFirst = route.Account.ThreeDSecure && browser is null;
        var outcome = card is null && shopperFirst ? null : await verifier.VerifyAsync(route, method, source, attempt.Id, browser);
        await books.RecordAsync(attempt.SetupIntentId, attempt.Id, outcome, route.Account, authenticated: !shopperFirst);
    }

    private Task<PayableMethod> FindAsync(SetupMethod named, string? customerId) => named.Data is { } data
        ? methods.FromDataAsync(data, CancellationToken.None)
        : methods.ForPaymentAsync(named.Id!, customerId, CancellationToken.None);

    private async Task RequireCustomerAsync(SetupIntentFields fields)
    {
        if (fields.Customer.OrNull() is { } customer && !await db.Customers.AnyAsync(c => c.Id == customer)) throw StripeError.NoSuchParam("customer", customer, "customer");
    }
}
