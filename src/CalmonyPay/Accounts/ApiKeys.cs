using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Accounts;

/// <summary>Issues, lists, rolls and revokes keys; used by the command line, under the worker's role.</summary>
public sealed class ApiKeys(PayDb db, PayDbPools pools, TimeProvider clock)
{
    /// <summary>A new key, saved. The raw text is in the answer and nowhere else.</summary>
    public async Task<(ApiKey Key, string Raw)> IssueAsync(Guid project, ApiKeyType type, ApiKeyEnv env, string? name, DateTimeOffset? expires, int? rateLimit, CancellationToken ct)
    {
        var issued = ApiKey.Issue(project, type, env, clock.GetUtcNow(), name, expires, rateLimit);
        db.Add(issued.Key);
        await db.SaveChangesAsync(ct);
        return issued;
    }

    /// <summary>The keys of one project, of both modes, oldest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(Guid project, CancellationToken ct) =>
        await All.Where(k => k.ProjectId == project).OrderBy(k => k.CreatedAt).ToListAsync(ct);

    /// <summary>A successor of the same kind; the old key goes on working for the overlap.</summary>
    public async Task<(ApiKey Key, string Raw)> RollAsync(Guid id, TimeSpan overlap, CancellationToken ct)
    {
        var old = await FindAsync(id, ct);
        var next = ApiKey.Issue(old.ProjectId, old.Type, old.Env, clock.GetUtcNow(), old.Name, null, old.RateLimit);
        db.Add(next.Key);
        await db.SaveChangesAsync(ct);
        var end = clock.GetUtcNow() + overlap;
        await All.Where(k => k.Id == id && (k.ExpiresAt == null || k.ExpiresAt > end)).ExecuteUpdateAsync(k => k.SetProperty(key => key.ExpiresAt, end), ct);
        await TellAsync(ct);
        return next;
    }

    /// <summary>Ends a key at once, on every host.</summary>
    public async Task RevokeAsync(Guid id, CancellationToken ct)
    {
        await FindAsync(id, ct);
        var now = clock.GetUtcNow();
        await All.Where(k => k.Id == id && k.RevokedAt == null).ExecuteUpdateAsync(k => k.SetProperty(key => key.RevokedAt, now), ct);
        await TellAsync(ct);
    }

    private IQueryable<ApiKey> All => db.Set<ApiKey>().IgnoreQueryFilters(["project", "mode"]);

    private async Task<ApiKey> FindAsync(Guid id, CancellationToken ct) =>
        await All.SingleOrDefaultAsync(k => k.Id == id, ct) ?? throw new OperatorException($"There is no key '{id}'.");

    private async Task TellAsync(CancellationToken ct)
    {
        await using var notify = pools.Worker.CreateCommand($"notify {KeyNews.Channel}");
        await notify.ExecuteNonQueryAsync(ct);
    }
}
