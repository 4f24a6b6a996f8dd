using System.Data;
using Npgsql;

namespace CalmonyPay.Tests.Crash;

/// <summary>A write of a checkout in whose middle a host can be held, and killed there.</summary>
public enum Step
{
    /// <summary>The session takes the form for its own.</summary>
    AcceptForm,

    /// <summary>The subscription is made, with its first invoice.</summary>
    OpenSubscription,

    /// <summary>The attempt is written down that the gateway is to be asked for.</summary>
    TryPayment,

    /// <summary>The card's verification is recorded.</summary>
    StoreCard,

    /// <summary>The session completes, with all that ends its payment.</summary>
    Complete,
}

/// <summary>
/// Holds whoever comes to a step, inside its transaction, until it is opened. It stands in the database, as triggers that wait for a lock: the hosts
/// are those that are deployed.
/// </summary>
internal sealed class StepGate : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly (Step Step, string When)[] Steps =
    [
        (Step.AcceptForm, "before update on pay_checkout_sessions for each row when (new.used_tokens is distinct from old.used_tokens)"),
        (Step.OpenSubscription, "before insert on pay_subscriptions for each row"),
        (Step.TryPayment, "before insert on pay_payment_attempts for each row"),
        (Step.StoreCard, "before update on pay_setup_intents for each row when (new.status = 'succeeded')"),
        (Step.Complete, "before update on pay_checkout_sessions for each row when (new.status = 'complete')"),
    ];

    private readonly NpgsqlConnection connection;
    private readonly Step step;

    private StepGate(NpgsqlConnection connection, Step step) => (this.connection, this.step) = (connection, step);

    /// <summary>Once, on a migrated database.</summary>
    public static async Task InstallAsync(CrashBench bench)
    {
        await bench.SqlAsync("create function crash_gate() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(tg_argv[0]::bigint); return new; end $$");
        foreach (var (step, when) in Steps) await bench.SqlAsync($"create trigger crash_gate_{step} {when} execute function crash_gate('{(int)step}')");
    }

    /// <summary>From now on whoever comes to the step waits.</summary>
    public static async Task<StepGate> CloseAsync(CrashBench bench, Step step)
    {
        var connection = new NpgsqlConnection(bench.Owner);
        await connection.OpenAsync();
        var gate = new StepGate(connection, step);
        await gate.AskAsync($"select pg_advisory_lock({(int)step})");
        return gate;
    }

    /// <summary>Waits until so many have come.</summary>
    public async Task ReachedAsync(int many)
    {
        var here = $"select count(*) from pg_locks where locktype = 'advisory' and objid = {(int)step} and not granted and database = (select oid from pg_database where datname = current_database())";
        for (var until = DateTime.UtcNow + Patience; (long)(await AskAsync(here))! < many; await Task.Delay(10))
            if (DateTime.UtcNow > until) throw new TimeoutException($"Not all have come to {step}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (connection.State == ConnectionState.Closed) return;
        await AskAsync("select pg_advisory_unlock_all()");
        await connection.DisposeAsync();
    }

    private async Task<object?> AskAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
