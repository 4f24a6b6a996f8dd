using CalmonyPay.Checkout.Portal.Sessions;
using CalmonyPay.PaymentMethods;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NewCard = CalmonyPay.Gateways.NewCard;

namespace CalmonyPay.Checkout.Portal.Cards;

/// <summary>What came of a card that was entered.</summary>
public abstract record NewCardAnswer
{
    private NewCardAnswer()
    {
    }

    /// <summary>It is the customer's default now.</summary>
    public sealed record Saved : NewCardAnswer;

    /// <param name="Url">Where the customer authenticates.</param>
    public sealed record Authenticate(string Url) : NewCardAnswer;

    public sealed record Refused(string Code, string? DeclineCode) : NewCardAnswer;

    /// <summary>The gateway has not answered yet.</summary>
    public sealed record Pending(string SetupIntent) : NewCardAnswer;

    /// <summary>The session takes no further card.</summary>
    public sealed record TooMany : NewCardAnswer;
}

/// <summary>Adds a card that a customer has entered: the gateway checks and keeps it, and it becomes the default (<see cref="PortalNews"/>).</summary>
public sealed class NewCards(
    PayDb db, SetupIntentService setups, SetupIntentFlow flow, AuthenticationUrls authentication, IOptions<CheckoutOptions> options, TimeProvider clock)
{
    /// <summary>In a setup's metadata: the session in which it was begun, which tells our own from the merchant's, and the rendering of the form.</summary>
    public const string SessionKey = "portal_session", FormKey = "portal_form";

    /// <param name="form">Of one rendering of the page. Sent twice it begins one setup.</param>
    /// <param name="returnUrl">Where an authentication ends; the setup intent's id is added to it.</param>
    public async Task<NewCardAnswer> AddAsync(string session, string customer, Guid form, NewCard card, BillingDetails holder, BrowserFacts browser, string returnUrl)
    {
        try
        {
            return await OnceAsync(session, customer, form, card, holder, browser, returnUrl);
        }
        catch (StripeError refused)
        {
            await db.ForgetAsync();
            return new NewCardAnswer.Refused(refused.Code ?? "processing_error", refused.DeclineCode);
        }
    }

    /// <summary>What has become of a setup that was begun in this session.</summary>
    /// <returns>Null where it was not.</returns>
    public async Task<NewCardAnswer?> LookAsync(string intent, string session, string customer)
    {
        var found = await db.SetupIntents.SingleOrDefaultAsync(i => i.Id == intent && i.CustomerId == customer);
        return found?.Metadata.GetValueOrDefault(SessionKey) == session ? AnswerOf(found) : null;
    }

    private async Task<NewCardAnswer> OnceAsync(string session, string customer, Guid form, NewCard card, BillingDetails holder, BrowserFacts browser, string returnUrl)
    {
        var ct = CancellationToken.None;
        await db.LockAsync<PortalSession>(session, ct);
        var begun = (await db.SetupIntents.Where(i => i.CustomerId == customer).OrderByDescending(i => i.Id).Take(options.Value.MostAttempts).ToListAsync(ct)).FindAll(i => i.Metadata.GetValueOrDefault(SessionKey) == session);
        var twin = begun.Find(i => i.Metadata.GetValueOrDefault(FormKey) == form.ToString());
        if (twin is not null || begun.Count >= options.Value.MostAttempts)
        {
            await db.ForgetAsync();
            return twin is null ? new NewCardAnswer.TooMany() : AnswerOf(twin);
        }
        var metadata = MetadataChange.To(new Dictionary<string, string> { [SessionKey] = session, [FormKey] = form.ToString() });
        var intent = SetupIntent.From(new(new(new(null, null), Change<string>.To(customer), default, null, metadata), SetupUsage.OffSession, false, null, null), clock.GetUtcNow());
        db.Add(intent);
        setups.Record("setup_intent.created", intent);
        var (attempt, payable) = await flow.SubmitAsync(intent, card, holder, returnUrl);
        await db.SaveAndCommitAsync(ct);
        await flow.AskAsync(attempt, payable, browser.For(authentication.ReturnOf(intent.Id)));
        return AnswerOf(await db.SetupIntents.SingleAsync(i => i.Id == intent.Id));
    }

    private static NewCardAnswer AnswerOf(SetupIntent intent) => intent switch
    {
        { Status: SetupIntentStatus.Succeeded } => new NewCardAnswer.Saved(),
        { NextActionUrl: { } url } => new NewCardAnswer.Authenticate(url),
        { Status: SetupIntentStatus.Processing } => new NewCardAnswer.Pending(intent.Id),
        _ => new NewCardAnswer.Refused(intent.LastSetupError?.Code ?? "processing_error", intent.LastSetupError?.DeclineCode),
    };
}
