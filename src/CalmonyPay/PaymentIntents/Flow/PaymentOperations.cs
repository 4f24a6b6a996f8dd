using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>Opens, renews, takes over and closes the one operation that a charge may have under way.</summary>
public sealed class PaymentOperations(PayDb db, PaymentOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The intent's row, locked, with no operation under way on its charges; waits a few seconds for one to end.
    /// </summary>
    /// <returns>Null if the project has no such intent.</returns>
    /// <exception cref="StripeError">429 <c>lock_timeout</c>.</exception>
    public async Task<PaymentIntent?> LockIdleAsync(string intentId, CancellationToken ct = default)
    {
        var until = clock.GetTimestamp();
        while (true)
        {
            var intent = await db.LockAsync<PaymentIntent>(intentId, ct);
            if (intent is null || !await IsBusyAsync(intentId, ct)) return intent;
            await db.ForgetAsync();
            if (clock.GetElapsedTime(until) > options.LockWait) throw StripeError.LockTimeout();
            await Task.Delay(Poll, ct);
        }
    }

    /// <summary>Like <see cref="LockIdleAsync"/>, but gives up at once: for workers, who come again.</summary>
    public async Task<PaymentIntent?> TryLockIdleAsync(string intentId, CancellationToken ct = default)
    {
        var intent = await db.LockAsync<PaymentIntent>(intentId, ct);
        if (intent is not null && !await IsBusyAsync(intentId, ct)) return intent;
        await db.ForgetAsync();
        return null;
    }

    /// <summary>Adds an operation to the save that the caller makes under the intent's lock.</summary>
    public PaymentOperation Open(
        PaymentAttempt attempt, OperationKind kind, Guid? keyId, long? targetAmount = null, string? refundId = null, CancellationReason? reason = null,
        bool offSession = false, bool errorOnRequiresAction = false)
    {
        var now = clock.GetUtcNow();
        var operation = new PaymentOperation
        {
            Id = Guid.CreateVersion7(now),
            PaymentIntentId = attempt.PaymentIntentId,
            ChargeId = attempt.Id,
            Kind = kind,
            TargetAmount = targetAmount,
            RefundId = refundId,
            Reason = reason,
            OffSession = offSession,
            ErrorOnRequiresAction = errorOnRequiresAction,
            IdempotencyKeyId = keyId,
            StartedAt = now,
            LeaseUntil = now + options.Lease,
        };
        db.Add(operation);
        return operation;
    }

    /// <summary>Before every step at the gateway: still mine?</summary>
    /// <exception cref="LeaseLostException">Another worker has taken the operation over; this one must not touch the gateway again.</exception>
    public async Task RenewAsync(PaymentOperation operation)
    {
        var until = clock.GetUtcNow() + options.Lease;
        var mine = operation.LeaseUntil;
        var renewed = await db.Set<PaymentOperation>().Where(o => o.Id == operation.Id && o.LeaseUntil == mine && o.FinishedAt == null)
            .ExecuteUpdateAsync(o => o.SetProperty(x => x.LeaseUntil, until));
        if (renewed == 0) throw new LeaseLostException(operation.ChargeId);
        operation.LeaseUntil = until;
    }

    /// <summary>
    /// Inside the transaction that records a step which others have to follow: the operation goes on with this holder, though
    /// another may have taken it for lost and closed it. Unless a newer one is open on the intent: then that one goes on.
    /// </summary>
    public async Task GoOnAsync(PaymentOperation operation)
    {
        var until = clock.GetUtcNow() + options.Lease;
        var others = db.Set<PaymentOperation>().Where(o => o.PaymentIntentId == operation.PaymentIntentId && o.Id != operation.Id && o.FinishedAt == null);
        var goes = await db.Set<PaymentOperation>().Where(o => o.Id == operation.Id && !others.Any())
            .ExecuteUpdateAsync(o => o.SetProperty(x => x.FinishedAt, (DateTimeOffset?)null).SetProperty(x => x.LeaseUntil, until));
        if (goes == 1) operation.LeaseUntil = until;
    }

    /// <summary>Lets go of an operation that is not done: a worker takes it over after the pause.</summary>
    public async Task LeaveAsync(PaymentOperation operation, TimeSpan pause)
    {
        var until = clock.GetUtcNow() + pause;
        await db.Set<PaymentOperation>().Where(o => o.Id == operation.Id && o.FinishedAt == null).ExecuteUpdateAsync(o => o.SetProperty(x => x.LeaseUntil, until));
    }

    /// <summary>Takes over an operation whose holder is gone; only one taker succeeds.</summary>
    public async Task<bool> TakeOverAsync(PaymentOperation operation)
    {
        var now = clock.GetUtcNow();
        var taken = await db.Set<PaymentOperation>().Where(o => o.Id == operation.Id && o.FinishedAt == null && o.LeaseUntil < now)
            .ExecuteUpdateAsync(o => o.SetProperty(x => x.LeaseUntil, now + options.Lease));
        operation.LeaseUntil = now + options.Lease;
        return taken == 1;
    }

    /// <summary>Closes the operation inside the transaction that records what came of it; false if it was no longer ours.</summary>
    public async Task<bool> CloseAsync(PaymentOperation operation)
    {
        var now = clock.GetUtcNow();
        return await db.Set<PaymentOperation>().Where(o => o.Id == operation.Id && o.FinishedAt == null)
            .ExecuteUpdateAsync(o => o.SetProperty(x => x.FinishedAt, now)) == 1;
    }

    /// <summary>The operation that is open on one of the intent's charges.</summary>
    public Task<PaymentOperation?> OpenOfAsync(string intentId, CancellationToken ct = default) => db.Queries<Compiled>().OpenOf(db, intentId, ct);

    private Task<bool> IsBusyAsync(string intentId, CancellationToken ct) => db.Queries<Compiled>().IsBusy(db, intentId, ct);

    private sealed class Compiled
    {
        public Func<PayDb, string, CancellationToken, Task<PaymentOperation?>> OpenOf { get; } = EF.CompileAsyncQuery(
            (PayDb db, string intent, CancellationToken ct) => db.Set<PaymentOperation>().FirstOrDefault(o => o.PaymentIntentId == intent && o.FinishedAt == null));

        public Func<PayDb, string, CancellationToken, Task<bool>> IsBusy { get; } = EF.CompileAsyncQuery(
            (PayDb db, string intent, CancellationToken ct) => db.Set<PaymentOperation>().Any(o => o.PaymentIntentId == intent && o.FinishedAt == null));
    }
}

/// <summary>Somebody else works on the charge now.</summary>
public sealed class LeaseLostException(string chargeId) : Exception($"The operation on {chargeId} was taken over.");
