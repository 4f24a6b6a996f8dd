using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Refunds;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Health;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>A payment or refund that hangs, as an operator sees it.</summary>
/// <param name="Id">What <c>attempts resolve</c> takes: <c>ch_…</c> or <c>re_…</c>.</param>
/// <param name="Amount">Minor units.</param>
/// <param name="Reference">The gateway's, where it is known.</param>
public sealed record UnresolvedPayment(
    string Id, string Why, bool NeedsPerson, Guid Project, bool Livemode, string PaymentIntent, long Amount, string Currency, string? Reference, DateTimeOffset Since);

/// <summary>Finds, over all projects and modes, what has no outcome yet and what no program can find out.</summary>
public sealed class UnresolvedPayments(PayDb db, PaymentOptions options, TimeProvider clock)
{
    private const int Most = 1000;
    private static readonly string[] AllTenants = ["project", "mode"];

    /// <summary>How long an operation may be open before it counts as hanging.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(15);

    /// <summary>Registers the search, and the kinds that readiness counts.</summary>
    public static void AddTo(IServiceCollection services) => services
        .AddScoped<UnresolvedPayments>()
        .AddSingleton(new AwaitsPerson("unresolved_attempts", (db, ct) => Unresolved(db).CountAsync(ct)))
        .AddSingleton(provider => new AwaitsPerson("long_operations", (db, ct) => LongOpen(db, provider.GetRequiredService<TimeProvider>().GetUtcNow() - Long).CountAsync(ct)))
        .AddSingleton(new AwaitsPerson("stuck_refunds", (db, ct) => StuckRefunds(db).CountAsync(ct)));

    /// <summary>The oldest first; a thousand of each kind at most.</summary>
    public async Task<IReadOnlyList<UnresolvedPayment>> ListAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var attempts = await Unresolved(db).OrderBy(a => a.Id).Take(Most).ToListAsync(ct);
        var late = now - options.RepeatAfter;
        var unheard = await db.Attempts.IgnoreQueryFilters(AllTenants)
            .Where(a => a.LookAt != null && a.Status == AttemptStatus.Submitted && a.SubmittedAt < late).OrderBy(a => a.Id).Take(Most).ToListAsync(ct);
        var open = await LongOpen(db, now - Long).OrderBy(o => o.StartedAt).Take(Most)
            .Join(db.Attempts.IgnoreQueryFilters(AllTenants), o => new { o.ProjectId, Id = o.ChargeId }, a => new { a.ProjectId, a.Id }, (o, a) => new { o.Kind, o.RefundId, o.StartedAt, Attempt = a }).ToListAsync(ct);
        var refunds = await StuckRefunds(db).OrderBy(r => r.Id).Take(Most).ToListAsync(ct);
        return
        [
            .. attempts.Select(a => Of(a, "captured at once, outcome unknown", true, a.SubmittedAt)),
            .. unheard.Select(a => Of(a, "no outcome yet", false, a.SubmittedAt)),
            .. open.Select(o => Of(o.Attempt, $"{SnakeCase.Of(o.Kind)} under way", true, o.StartedAt) with { Id = o.RefundId ?? o.Attempt.Id }),
            .. refunds.Select(r => new UnresolvedPayment(r.Id, "refund without an outcome", true, r.ProjectId, r.Livemode, r.PaymentId, r.Amount, r.Currency, r.RefundReference, r.CreatedAt)),
        ];
    }

    private static UnresolvedPayment Of(PaymentAttempt a, string why, bool needsPerson, DateTimeOffset since) =>
        new(a.Id, why, needsPerson, a.ProjectId, a.Livemode, a.PaymentIntentId, a.Amount, a.Currency, a.GatewayReference, since);

    private static IQueryable<PaymentAttempt> Unresolved(PayDb db) => db.Attempts.IgnoreQueryFilters(AllTenants).Where(a => a.Status == AttemptStatus.Unresolved);

    private static IQueryable<PaymentOperation> LongOpen(PayDb db, DateTimeOffset before) =>
        db.Set<PaymentOperation>().IgnoreQueryFilters(AllTenants).Where(o => o.FinishedAt == null && o.StartedAt < before);

    private static IQueryable<Refund> StuckRefunds(PayDb db) => db.Refunds.IgnoreQueryFilters(AllTenants).Where(r =>
        r.Status == RefundStatus.Pending && r.LookAt == null
        && !db.Set<PaymentOperation>().IgnoreQueryFilters(AllTenants).Any(o => o.ProjectId == r.ProjectId && o.RefundId == r.Id && o.FinishedAt == null));
}
