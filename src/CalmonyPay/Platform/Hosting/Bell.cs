namespace CalmonyPay.Platform.Hosting;

/// <summary>Wakes one waiter; rung while nobody waits, it wakes the next, and rung often, it wakes once.</summary>
public sealed class Bell : IDisposable
{
    private readonly SemaphoreSlim rung = new(0, 1);

    public void Ring()
    {
        if (rung.CurrentCount > 0) return;
        try
        {
            rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else rang in this moment.
        }
    }

    public Task WaitAsync(CancellationToken ct) => rung.WaitAsync(ct);

    /// <summary>Waits for so long at most.</summary>
    public Task WaitAsync(TimeSpan most, CancellationToken ct) => rung.WaitAsync(most, ct);

    public void Dispose() => rung.Dispose();
}
