namespace CalmonyPay.Checkout.Paying;

/// <summary>A second chance: an expired session whose merchant offers recovery is opened again as a copy.</summary>
public sealed class CheckoutRecovery
{
    /// <returns>The address of the copy's page; null if the session offers none (any more).</returns>
    public Task<string?> RecoverAsync(string sessionId, CancellationToken ct) => throw new NotSupportedException();
}
