using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Idempotency;

namespace CalmonyPay.Platform.Http;

/// <summary>What work that calls a gateway knows of the request that started it.</summary>
public sealed class GatewayRun
{
    private (PayDb Db, IdempotencyKeys Keys)? scope;

    internal IdempotencyClaim? Claim { get; init; }

    /// <summary>Where an earlier holder of the idempotency key, which died, had got to (<c>pi_…</c>); null on a first try.</summary>
    public string? RecoveryPoint { get; init; }

    /// <summary>The row of the idempotency key, so that whoever finishes the work can write the answer under it.</summary>
    public Guid? KeyId => Claim?.Id;

    /// <summary>The object that is being worked on: shown as it is when the answer is due before the work is done.</summary>
    internal (string Kind, string Id)? Reached { get; private set; }

    /// <summary>True for a publishable key, which must prove that it knows the object's client secret.</summary>
    public bool Publishable { get; init; }

    /// <summary>A resumed piece of work is about an object that an earlier run has written.</summary>
    public void ReachedAlready(string kind, string id) => Reached = (kind, id);

    /// <summary>
    /// Ends a step of the work like <see cref="PayDb.SaveAndCommitAsync"/>, and says in the same transaction, which is opened if
    /// none is, what the work is about: a retry after a crash resumes there instead of beginning again.
    /// </summary>
    /// <param name="kind">The expansion kind that shows the object (<c>payment_intent</c>).</param>
    /// <param name="id">The object, whose row is written by now or by this save.</param>
    /// <exception cref="Errors.StripeError">409: a retry has taken the work over meanwhile, so nothing is committed.</exception>
    public async Task SaveAndCommitAsync(string kind, string id)
    {
        var (db, keys) = scope ?? throw new InvalidOperationException("The work has not begun: its services come from the gateway's door.");
        if (db.Database.CurrentTransaction is null) await db.Database.BeginTransactionAsync();
        await db.SaveChangesAsync();
        if (Claim is not null) await keys.ReachAsync(Claim, id, CancellationToken.None);
        Reached = (kind, id);
        await db.CommitAsync(CancellationToken.None);
        db.ChangeTracker.Clear();
    }

    /// <summary>The work begins, in a scope of its own.</summary>
    internal void Begin(PayDb db, IdempotencyKeys keys) => scope = (db, keys);
}
