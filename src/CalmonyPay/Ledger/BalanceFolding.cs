using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;

namespace CalmonyPay.Ledger;

/// <summary>
/// Keeps balances quick to read: once a minute, the parts of every balance that has grown long are replaced by their sum, in one statement,
/// so a reader sees either the parts or the sum. Any number of hosts may do it at once; they skip each other's rows.
/// </summary>
public sealed class BalanceFolding(PayDbPools pools, TimeProvider clock, ILogger<BalanceFolding> log) : Rounds(clock, log)
{
    /// <summary>More parts than this are folded; a balance is read as the sum of about so many rows and of what the last minute brought.</summary>
    public const int MostParts = 64;

    private const int RowsARound = 20_000, MostRounds = 50;

    private const string Fold = """
        with long_ones as (
            select project_id, livemode, currency, account from pay_ledger_balances
            group by project_id, livemode, currency, account having count(*) > $1),
        parts as (
            select b.project_id, b.id from pay_ledger_balances b
            where (b.project_id, b.livemode, b.currency, b.account) in (select project_id, livemode, currency, account from long_ones)
            limit $2 for update skip locked),
        folded as (
            delete from pay_ledger_balances b using parts p where b.project_id = p.project_id and b.id = p.id
            returning b.project_id, b.livemode, b.currency, b.account, b.amount)
        insert into pay_ledger_balances (project_id, livemode, currency, account, amount)
        select project_id, livemode, currency, account, sum(amount)::bigint from folded group by project_id, livemode, currency, account
        """;

    /// <summary>Folds what is long now, in all projects.</summary>
    public async Task FoldAsync(CancellationToken ct)
    {
        await using var command = pools.Worker.CreateCommand(Fold);
        command.Parameters.Add(new() { Value = MostParts });
        command.Parameters.Add(new() { Value = RowsARound });
        for (var round = 0; round < MostRounds && await command.ExecuteNonQueryAsync(ct) > 0; round++)
        {
        }
    }

    protected override TimeSpan Every => TimeSpan.FromMinutes(1);

    protected override Task RoundAsync(CancellationToken ct) => FoldAsync(ct);
}
