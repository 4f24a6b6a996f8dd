using CalmonyPay.Platform.Data;
using Npgsql;

namespace CalmonyPay.Accounts;

/// <summary>Hears of revoked keys (NOTIFY <c>pay_keys</c>) and writes down, once a minute, which keys were used.</summary>
public sealed partial class KeyNews(KnownKeys keys, PayDbPools pools, ILogger<KeyNews> log) : BackgroundService
{
    public const string Channel = "pay_keys";
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1), Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await pools.Worker.OpenConnectionAsync(stoppingToken);
                connection.Notification += (_, _) => keys.Forget();
                await using (var listen = new NpgsqlCommand($"listen {Channel}", connection)) await listen.ExecuteNonQueryAsync(stoppingToken);
                keys.Forget(); // what was revoked while nobody listened
                while (true)
                {
                    if (!await connection.WaitAsync(WriteEvery, stoppingToken)) await WriteUsedAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
            catch (Exception failure)
            {
                LogLost(failure.Message);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task WriteUsedAsync(CancellationToken ct)
    {
        var used = keys.TakeUsed();
        if (used.Count == 0) return;
        await using var command = pools.Worker.CreateCommand(
            "update pay_api_keys set last_used_at = greatest(last_used_at, u.at) from unnest($1, $2) as u(id, at) where pay_api_keys.id = u.id");
        command.Parameters.Add(new() { Value = used.Keys.ToArray() });
        command.Parameters.Add(new() { Value = used.Values.Select(at => at.UtcDateTime).ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "Lost the line on which revoked keys are announced ({Reason}); keys are asked after every few seconds until it is back")]
    private partial void LogLost(string reason);
}
