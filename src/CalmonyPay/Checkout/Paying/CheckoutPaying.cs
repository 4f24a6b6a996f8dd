namespace CalmonyPay.Checkout.Paying;

/// <summary>What the page does when its form is sent. The scope is the session's project and mode, and lives for this one form.</summary>
public sealed class CheckoutPaying
{
    /// <summary>Pays, subscribes or sets up. Goes on to its end whether or not the browser waits.</summary>
    public Task<CheckoutAnswer> PayAsync(string sessionId, CheckoutForm form) => throw new NotSupportedException();
}
