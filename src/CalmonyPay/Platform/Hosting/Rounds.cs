namespace CalmonyPay.Platform.Hosting;

/// <summary>
/// Background work that looks again and again for something to do. A look that fails is logged, and the next one comes all the
/// same: whatever a worker does is found again by the state of the rows, never remembered in memory.
/// </summary>
public abstract partial class Rounds(TimeProvider clock, ILogger log) : BackgroundService
{
    protected TimeProvider Clock { get; } = clock;

    /// <summary>The pause between two looks.</summary>
    protected abstract TimeSpan LookEvery { get; }

    /// <summary>One look: does what is due now.</summary>
    public abstract Task LookAsync(CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure, GetType().Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await PauseAsync(LookEvery, stoppingToken);
        }
    }

    /// <summary>Waits for the next look; a worker that can be woken ends it early.</summary>
    protected virtual Task PauseAsync(TimeSpan pause, CancellationToken ct) =>
        Task.Delay(pause, Clock, ct).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    [LoggerMessage(LogLevel.Error, "A look of {Worker} failed; it is repeated")]
    private partial void LogFailed(Exception failure, string worker);
}
