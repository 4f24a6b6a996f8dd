using System.Text;
using CalmonyPay.Accounts;
using CalmonyPay.Invoices.Engine;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.TestClocks;

/// <summary>
/// Takes a clock to its target: whatever comes due on the way happens at its own moment, a customer's things in their order,
/// and several customers side by side. Where it has got to stands in the rows alone, so another host can go on after a crash.
/// </summary>
public sealed partial class ClockJourney(IServiceScopeFactory scopes, IEnumerable<BillingStep> kinds, TimeProvider wall, ILogger<ClockJourney> log)
{
    /// <summary>A host holds a clock for so long without a sign of life.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Customers that are worked on at the same time.</summary>
    private const int AtOnce = 6;

    /// <summary>The same thing due at the same moment so often means that nothing moves.</summary>
    private const int MostStepsInPlace = 4;

    private readonly IReadOnlyList<BillingStep> steps = [.. kinds.OrderBy(k => k.Rank)];

    public async Task TravelAsync(Tenant tenant, string clockId, CancellationToken ct)
    {
        DateTimeOffset from, target;
        List<string> travellers;
        await using (var scope = scopes.CreateWorkerScope(tenant))
        {
            var db = scope.ServiceProvider.GetRequiredService<PayDb>();
            if (await db.TestClocks.SingleOrDefaultAsync(c => c.Id == clockId, ct) is not { Status: TestClockStatus.Advancing, TargetTime: { } goal } testClock) return;
            (from, target) = (testClock.FrozenTime, goal);
            await scope.ServiceProvider.GetRequiredService<ProjectSecretLoader>().LoadAsync(tenant.ProjectId);
            travellers = await DueCustomersAsync(db, clockId, target, ct);
        }
        try
        {
            using var alive = KeepAlive(tenant, clockId, ct);
            await Parallel.ForEachAsync(travellers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (customer, stop) =>
                await LeadAsync(tenant, clockId, customer, from, target, stop));
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            LogStuck(failure, clockId);
            await ArriveAsync(tenant, clockId, target, TestClockStatus.InternalFailure);
            return;
        }
        await ArriveAsync(tenant, clockId, target, TestClockStatus.Ready);
    }

    /// <summary>One customer, from due moment to due moment.</summary>
    private async Task LeadAsync(Tenant tenant, string clockId, string customer, DateTimeOffset from, DateTimeOffset target, CancellationToken ct)
    {
        var (before, inPlace) = ((string?)null, 0);
        while (await NextAsync(tenant, clockId, customer, target, ct) is { } next)
        {
            var here = $"{next.Id} {next.At:O}";
            inPlace = here == before ? inPlace + 1 : 0;
            if (inPlace >= MostStepsInPlace) throw new InvalidOperationException($"{next.Id} stays due at {next.At:O}.");
            before = here;
            await using var scope = scopes.CreateWorkerScope(tenant);
            scope.ServiceProvider.GetRequiredService<ScopeTime>().Enter(clockId, next.At > from ? next.At : from);
            await next.Kind.StepAsync(scope.ServiceProvider, next.Id, CancellationToken.None);
        }
    }

    private async Task<(BillingStep Kind, string Id, DateTimeOffset At)?> NextAsync(Tenant tenant, string clockId, string customer, DateTimeOffset target, CancellationToken ct)
    {
        await using var scope = scopes.CreateWorkerScope(tenant);
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        var sql = new StringBuilder("select * from (");
        for (var i = 0; i < steps.Count; i++)
        {
            if (i > 0) sql.Append(" union all ");
            sql.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"(select {i} as kind, id, next_step_at as at from {steps[i].Table} where project_id = {{0}} and test_clock_id = {{1}} and customer_id = {{2}} and next_step_at <= {{3}} order by next_step_at, id limit 1)");
        }
        sql.Append(") due order by at, kind limit 1");
        var found = await db.Database.SqlQueryRaw<DueMoment>(sql.ToString(), tenant.ProjectId, clockId, customer, target).ToListAsync(ct);
        return found is [var due] ? (steps[due.Kind], due.Id, due.At) : null;
    }

    private async Task<List<string>> DueCustomersAsync(PayDb db, string clockId, DateTimeOffset target, CancellationToken ct)
    {
        var sql = string.Join(" union ", steps.Select(kind =>
            $"select customer_id as \"Value\" from {kind.Table} where project_id = {{0}} and test_clock_id = {{1}} and next_step_at <= {{2}}"));
        return await db.Database.SqlQueryRaw<string>(sql, db.ProjectId, clockId, target).ToListAsync(ct);
    }

    private async Task ArriveAsync(Tenant tenant, string clockId, DateTimeOffset target, TestClockStatus status)
    {
        await using var scope = scopes.CreateWorkerScope(tenant);
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        if (await db.LockAsync<TestClock>(clockId, CancellationToken.None) is not { Status: TestClockStatus.Advancing } testClock || testClock.TargetTime != target) return;
        if (status == TestClockStatus.Ready) testClock.FrozenTime = target;
        (testClock.Status, testClock.TargetTime, testClock.LeaseUntil) = (status, null, null);
        scope.ServiceProvider.GetRequiredService<EventLog>().Record(
            status == TestClockStatus.Ready ? "test_helpers.test_clock.ready" : "test_helpers.test_clock.internal_failure", testClock, TestClockResponse.Of(testClock));
        await db.SaveAndCommitAsync();
    }

    /// <summary>Holds the lease while the journey goes on.</summary>
    private Timer KeepAlive(Tenant tenant, string clockId, CancellationToken ct) => new(_ => _ = RenewAsync(tenant, clockId, ct), null, Lease / 3, Lease / 3);

    private async Task RenewAsync(Tenant tenant, string clockId, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateWorkerScope(tenant);
            var until = wall.GetUtcNow() + Lease;
            await scope.ServiceProvider.GetRequiredService<PayDb>().TestClocks.Where(c => c.Id == clockId && c.Status == TestClockStatus.Advancing)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.LeaseUntil, until), ct);
        }
        catch (Exception failure) when (failure is Npgsql.NpgsqlException or InvalidOperationException or OperationCanceledException)
        {
            LogLease(clockId, failure.Message);
        }
    }

    private sealed record DueMoment(int Kind, string Id, DateTimeOffset At);

    [LoggerMessage(LogLevel.Error, "The test clock {ClockId} does not get on")]
    private partial void LogStuck(Exception failure, string clockId);

    [LoggerMessage(LogLevel.Warning, "The lease of the test clock {ClockId} could not be renewed: {Reason}")]
    private partial void LogLease(string clockId, string reason);
}
