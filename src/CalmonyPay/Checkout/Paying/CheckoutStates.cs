using CalmonyPay.Invoices;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Paying;

/// <summary>How a session stands, in the words of an answer: what a form is told that was sent twice, or came too late.</summary>
public sealed class CheckoutStates(PayDb db, TimeProvider clock)
{
    public async Task<CheckoutAnswer> OfAsync(string sessionId, CancellationToken ct) =>
        await db.CheckoutSessions.SingleOrDefaultAsync(s => s.Id == sessionId, ct) is { } session ? await OfAsync(session, ct) : new CheckoutAnswer.Expired();

    /// <summary>Of an open session with nothing behind it yet: processing, because a form that is on its way is all that can be.</summary>
    public async Task<CheckoutAnswer> OfAsync(CheckoutSession session, CancellationToken ct)
    {
        if (session.Status == CheckoutSessionStatus.Complete) return new CheckoutAnswer.Complete();
        if (session.Status == CheckoutSessionStatus.Expired) return new CheckoutAnswer.Expired();
        var known = await KnownAsync(session, ct);
        return known is null or CheckoutAnswer.Declined && !session.IsOpenAt(clock.GetUtcNow()) ? new CheckoutAnswer.Expired() : known ?? new CheckoutAnswer.Processing();
    }

    /// <summary>What its payment or its setup waits for, or why it failed; null if there has been none.</summary>
    public async Task<CheckoutAnswer?> KnownAsync(CheckoutSession session, CancellationToken ct)
    {
        if (session.ReadyAt is not null) return new CheckoutAnswer.Processing();
        if (session.Decline is { } own) return new CheckoutAnswer.Declined(own.Code, own.DeclineCode, own.Message);
        var payment = session.PaymentIntentId ?? (session.InvoiceId is { } invoice ? await db.Invoices.Where(i => i.Id == invoice).Select(i => i.PaymentIntentId).SingleOrDefaultAsync(ct) : null);
        if (payment is not null && await db.PaymentIntents.SingleOrDefaultAsync(i => i.Id == payment, ct) is { } intent)
        {
            return intent switch
            {
                { Status: PaymentIntentStatus.Processing } => new CheckoutAnswer.Processing(),
                { Status: PaymentIntentStatus.RequiresAction, NextAction: { } next } => new CheckoutAnswer.Authenticate(next.Url),
                { LastPaymentError: { } error } => new CheckoutAnswer.Declined(error.Code, error.DeclineCode, error.Message),
                _ => null,
            };
        }
        if (session.SetupIntentId is not { } setup || await db.SetupIntents.SingleOrDefaultAsync(i => i.Id == setup, ct) is not { } wish) return null;
        return wish switch
        {
            { Status: SetupIntentStatus.Processing } => new CheckoutAnswer.Processing(),
            { Status: SetupIntentStatus.RequiresAction, NextActionUrl: { } url } => new CheckoutAnswer.Authenticate(url),
            { LastSetupError: { } error } => new CheckoutAnswer.Declined(error.Code, error.DeclineCode, error.Message),
            _ => null,
        };
    }
}
