using CalmonyPay.Platform.Events;

namespace CalmonyPay.Checkout.Sessions;

/// <summary>Ends locked sessions and tells of it. The only writer of their ends.</summary>
public sealed class SessionBooks(EventLog events, CheckoutUrls urls, TimeProvider clock)
{
    public void Complete(CheckoutSession session, CheckoutPaymentStatus paid)
    {
        session.Complete(paid, clock.GetUtcNow());
        events.Record("checkout.session.completed", session, SessionResponse.Of(session, urls));
    }

    public void Expire(CheckoutSession session)
    {
        session.Expire(clock.GetUtcNow());
        events.Record("checkout.session.expired", session, SessionResponse.Of(session, urls));
    }
}
