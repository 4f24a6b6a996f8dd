namespace CalmonyPay.Platform.Health;

/// <summary>Asks every half minute, so that the gauges are right where nobody calls <c>/readyz</c>, and says in the log when it turns.</summary>
public sealed partial class ReadinessWatch(Readiness readiness, TimeProvider clock, ILogger<ReadinessWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        var ready = true;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var report = await readiness.AskAsync(stoppingToken);
                if (ready && !report.Ready) LogNotReady(report.Database, report.Schema);
                if (!ready && report.Ready) LogReady();
                ready = report.Ready;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Not ready: the database is {Database}, its schema {Schema}")]
    private partial void LogNotReady(string database, string schema);

    [LoggerMessage(LogLevel.Information, "Ready again")]
    private partial void LogReady();

    [LoggerMessage(LogLevel.Warning, "Could not ask whether this host is ready")]
    private partial void LogFailed(Exception failure);
}
