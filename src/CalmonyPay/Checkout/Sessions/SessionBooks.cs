using CalmonyPay.Checkout.Links;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;

namespace CalmonyPay.Checkout.Sessions;

/// <summary>Ends locked sessions and tells of it. The only writer of their ends.</summary>
public sealed class SessionBooks(PayDb db, EventLog events, CheckoutUrls urls, TimeProvider clock)
{
    /// <summary>Counts on the session's link, whose row is locked after the session's.</summary>
    public async Task CompleteAsync(CheckoutSession session, CheckoutPaymentStatus paid)
    {
        if (session.PaymentLinkId is { } id && await db.LockAsync<PaymentLink>(id, CancellationToken.None) is { } link) link.CompletedCount++;
        session.Complete(paid, clock.GetUtcNow());
        events.Record("checkout.session.completed", session, SessionResponse.Of(session, urls));
    }

    public void Expire(CheckoutSession session)
    {
        session.Expire(clock.GetUtcNow());
        events.Record("checkout.session.expired", session, SessionResponse.Of(session, urls));
    }
}
