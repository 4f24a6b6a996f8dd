using Npgsql;

namespace CalmonyPay.Platform.Hosting;

/// <summary>
/// Background work that makes a round, pauses, and makes the next. A round that fails is logged, and the next one comes all the
/// same: what a worker has to do stands in the rows, never in its memory.
/// </summary>
public abstract partial class Rounds(TimeProvider clock, ILogger log) : BackgroundService
{
    protected TimeProvider Clock { get; } = clock;

    /// <summary>The pause between two rounds.</summary>
    protected abstract TimeSpan Every { get; }

    /// <summary>Does what is to be done now.</summary>
    protected abstract Task RoundAsync(CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or IOException)
            {
                LogPaused(GetType().Name, failure.Message);
            }
            catch (Exception failure)
            {
                LogFailed(failure, GetType().Name);
            }
            await Task.Delay(Every, Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Worker} could not do its round ({Reason}); it tries again")]
    private partial void LogPaused(string worker, string reason);

    [LoggerMessage(LogLevel.Error, "A round of {Worker} failed; it tries again")]
    private partial void LogFailed(Exception failure, string worker);
}
