using Npgsql;

namespace CalmonyPay.Platform.Data;

/// <summary>What hosts tell each other by PostgreSQL's NOTIFY.</summary>
public static class Notices
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Listens on a channel until it is cancelled, on a connection of its own; one that is lost is opened anew after a second.
    /// </summary>
    /// <param name="heard">Called for each notice, and once whenever listening begins: for what was told while nobody listened.</param>
    /// <param name="lost">Called with the reason when the connection is lost.</param>
    public static async Task ListenAsync(this PayDbPools pools, string channel, Action heard, Action<string> lost, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var connection = await pools.Worker.OpenConnectionAsync(ct);
                connection.Notification += (_, _) => heard();
                await using (var listen = new NpgsqlCommand($"listen {channel}", connection)) await listen.ExecuteNonQueryAsync(ct);
                heard();
                while (true) await connection.WaitAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                lost(failure.Message);
                await Task.Delay(AfterFailure, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
