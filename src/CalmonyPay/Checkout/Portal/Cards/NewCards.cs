using CalmonyPay.PaymentMethods;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;
using NewCard = CalmonyPay.Gateways.NewCard;

namespace CalmonyPay.Checkout.Portal.Cards;

/// <summary>What came of a card that was entered.</summary>
/// <param name="Url">Where the customer authenticates; null if that is not wanted.</param>
/// <param name="Error">Why it was refused; null if it was not.</param>
public sealed record NewCardResult(bool Saved, string? Url, SetupError? Error);

/// <summary>Adds a card that a customer has entered: the gateway checks and keeps it, and it becomes the default.</summary>
public sealed class NewCards(PayDb db, SetupIntentService setups, SetupIntentFlow flow, AuthenticationUrls authentication, WalletService wallet, TimeProvider clock)
{
    /// <summary>Tells our own setups from the merchant's: an address that comes back names only these.</summary>
    private const string SessionKey = "portal_session";

    /// <param name="returnUrl">Where an authentication ends; the setup intent's id is added to it.</param>
    public async Task<NewCardResult> AddAsync(string session, string customer, NewCard card, BillingDetails holder, BrowserFacts browser, string returnUrl)
    {
        var ct = CancellationToken.None;
        var metadata = MetadataChange.To(new Dictionary<string, string> { [SessionKey] = session });
        var intent = SetupIntent.From(new(new(new(null, null), Change<string>.To(customer), default, null, metadata), SetupUsage.OffSession, false, null, null), clock.GetUtcNow());
        db.Add(intent);
        setups.Record("setup_intent.created", intent);
        var (attempt, payable) = await flow.SubmitAsync(intent, card, holder, returnUrl);
        await db.SaveAndCommitAsync(ct);
        await flow.AskAsync(attempt, payable, browser.For(authentication.ReturnOf(intent.Id)));
        return await EndAsync(intent.Id, customer);
    }

    /// <summary>Back from an authentication: what has become of a setup that was begun in this session.</summary>
    /// <returns>Null where it was not.</returns>
    public async Task<NewCardResult?> LookAsync(string intent, string session, string customer)
    {
        var found = await db.SetupIntents.SingleOrDefaultAsync(i => i.Id == intent && i.CustomerId == customer);
        return found?.Metadata.GetValueOrDefault(SessionKey) == session ? await EndAsync(intent, customer) : null;
    }

    private async Task<NewCardResult> EndAsync(string id, string customer)
    {
        var intent = await db.SetupIntents.SingleAsync(i => i.Id == id);
        if (intent is { Status: SetupIntentStatus.Succeeded, PaymentMethodId: { } method }) return new(await wallet.MakeDefaultAsync(customer, method, CancellationToken.None), null, null);
        return new(false, intent.NextActionUrl, intent.LastSetupError);
    }
}
