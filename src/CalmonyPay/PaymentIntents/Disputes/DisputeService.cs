using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Disputes;

/// <summary>What merchants and operators can do about a dispute. Locks, and leaves the commit to the caller.</summary>
public sealed class DisputeService(PayDb db, DisputeBooks books)
{
    public async Task<Dispute> GetAsync(string id, CancellationToken ct) =>
        await db.Disputes.SingleOrDefaultAsync(d => d.Id == id, ct) ?? throw NoSuch(id);

    public async Task<Dispute> UpdateAsync(string id, DisputeUpdate update, CancellationToken ct)
    {
        var dispute = await LockAsync(id, ct);
        await books.UpdatedAsync(dispute, update);
        return dispute;
    }

    /// <summary>The merchant accepts it; or an operator enters what the bank decided.</summary>
    public async Task<Dispute> DecideAsync(string id, DisputeMove outcome, CancellationToken ct)
    {
        var dispute = await LockAsync(id, ct);
        await books.DecidedAsync(dispute, outcome);
        return dispute;
    }

    /// <summary>An operator enters a dispute that the acquirer told of by letter.</summary>
    /// <param name="amount">Minor units; null for all that the charge has left.</param>
    /// <exception cref="StripeError">There is no such charge, nothing was captured, or the amount is above what was.</exception>
    public async Task<Dispute> OpenAsync(string charge, long? amount, string reason, bool inquiry, CancellationToken ct)
    {
        var seen = await db.Attempts.SingleOrDefaultAsync(a => a.Id == charge, ct) ?? throw ChargeService.NoSuch(charge);
        await db.LockAsync<PaymentIntent>(seen.PaymentIntentId, ct);
        var locked = (await db.LockAsync<PaymentAttempt>(charge, ct))!;
        if (locked.Status != AttemptStatus.Captured) throw StripeError.Invalid($"The charge {charge} has taken no money that could be disputed.", "charge");
        if (amount <= 0 || amount > locked.AmountCaptured) throw StripeError.Invalid($"The amount must be between 1 and {locked.AmountCaptured}.", "amount");
        return await books.OpenedAsync(locked, null, amount, reason, inquiry);
    }

    /// <summary>The lock on the intent keeps refunds and settlement out; the dispute's own follows it.</summary>
    private async Task<Dispute> LockAsync(string id, CancellationToken ct)
    {
        var seen = await GetAsync(id, ct);
        await db.LockAsync<PaymentIntent>(seen.PaymentId, ct);
        return (await db.LockAsync<Dispute>(id, ct))!;
    }

    private static StripeError NoSuch(string id) => StripeError.NoSuch("dispute", id);
}
