using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;
using Npgsql;

namespace CalmonyPay.Platform.Events;

/// <summary>
/// Wakes the hosts that deliver: a NOTIFY after commits of this host that wrote events, at most every 20 ms. Inside the
/// transactions it would serialise all commits. One that is lost costs time only, for whoever delivers looks by itself as well.
/// </summary>
public sealed partial class EventWake(PayDbPools pools, ILogger<EventWake> log) : BackgroundService
{
    public const string Channel = "pay_events";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20), AfterFailure = TimeSpan.FromSeconds(1);

    private readonly Bell committed = new();

    /// <summary>Events were committed.</summary>
    public void Ring() => committed.Ring();

    public override void Dispose()
    {
        committed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await committed.WaitAsync(stoppingToken);
                await using var notify = pools.Worker.CreateCommand($"notify {Channel}");
                await notify.ExecuteNonQueryAsync(stoppingToken);
                await Task.Delay(Pause, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or IOException)
            {
                LogSilent(failure.Message);
                await Task.Delay(AfterFailure, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not tell the delivering hosts of new events ({Reason}); they look by themselves")]
    private partial void LogSilent(string reason);
}
