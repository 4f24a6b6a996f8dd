namespace CalmonyPay.Checkout.Paying;

/// <summary>What the page shows of a session. The scope is the session's project and mode.</summary>
public sealed class CheckoutReading
{
    /// <param name="selection">What the shopper has chosen on the page so far; null for the session as it stands.</param>
    /// <returns>Null if there is no such session.</returns>
    public Task<CheckoutView?> ViewAsync(string sessionId, CheckoutSelection? selection, CancellationToken ct) => throw new NotSupportedException();
}
