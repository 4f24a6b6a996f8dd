using CalmonyPay.Platform.Data;

namespace CalmonyPay.Accounts;

/// <summary>Hears of revoked keys (NOTIFY <c>pay_keys</c>).</summary>
public sealed partial class KeyNews(KnownKeys keys, PayDbPools pools, ILogger<KeyNews> log) : BackgroundService
{
    public const string Channel = "pay_keys";

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => pools.ListenAsync(Channel, keys.Forget, LogLost, stoppingToken);

    [LoggerMessage(LogLevel.Warning, "Lost the line on which revoked keys are announced ({Reason}); keys are asked after every few seconds until it is back")]
    private partial void LogLost(string reason);
}
