using CalmonyPay.Platform.Hosting;

namespace CalmonyPay.Platform.Health;

/// <summary>Asks every half minute, so that the gauges are right where nobody calls <c>/readyz</c>, and says in the log when it turns.</summary>
public sealed partial class ReadinessWatch(Readiness readiness, TimeProvider clock, ILogger<ReadinessWatch> log) : Rounds(clock, log)
{
    private bool ready = true;

    protected override TimeSpan Every => TimeSpan.FromSeconds(30);

    protected override async Task RoundAsync(CancellationToken ct)
    {
        var report = await readiness.AskAsync(ct);
        if (ready && !report.Ready) LogNotReady(report.Database, report.Schema);
        if (!ready && report.Ready) LogReady();
        ready = report.Ready;
    }

    [LoggerMessage(LogLevel.Warning, "Not ready: the database is {Database}, its schema {Schema}")]
    private partial void LogNotReady(string database, string schema);

    [LoggerMessage(LogLevel.Information, "Ready again")]
    private partial void LogReady();
}
