using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Monies;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Ledger;

/// <summary>
/// Books what happens to money, in the caller's own transaction: it adds rows and never saves. Whoever refunds, settles or fails a charge
/// holds that charge's lock (the payment intent's row), so that what it says about settlement is still true when it commits. Booking the
/// same thing twice fails on a unique key when it is saved.
/// </summary>
public sealed class LedgerService(PayDb db, TimeProvider clock)
{
    /// <summary>A charge was captured.</summary>
    /// <param name="fee">What the gateway keeps, if it is known.</param>
    /// <param name="availableOn">When the funds are expected; they are pending until <see cref="SettleAsync"/>.</param>
    /// <param name="settled">The gateway has settled already, so the funds are available at once.</param>
    public BalanceTransaction Charge(string chargeId, Money amount, Money? fee, DateTimeOffset availableOn, string? description, bool settled = false) =>
        Book(BalanceTransactionType.Charge, ReportingCategory.Charge, chargeId, chargeId, Positive(amount), fee, settled ? null : availableOn, description);

    /// <summary>Money goes back to the shopper (pending refunds too: they hold their amount).</summary>
    /// <param name="chargeSettled">
    /// Whether the charge's funds have become available. If not, the refund comes out of the pending funds, and settles with its charge.
    /// </param>
    /// <param name="availableOn">For an unsettled charge: its own date.</param>
    public BalanceTransaction Refund(string refundId, string chargeId, Money amount, bool chargeSettled, DateTimeOffset? availableOn = null, string? description = null) =>
        Book(BalanceTransactionType.Refund, ReportingCategory.Refund, refundId, chargeId, -Positive(amount), null, PendingUntil(chargeSettled, availableOn), description);

    /// <summary>A refund did not reach the shopper after all: its amount comes back to where the charge's funds are.</summary>
    /// <inheritdoc cref="Refund" path="/param"/>
    public BalanceTransaction RefundFailed(string refundId, string chargeId, Money amount, bool chargeSettled, DateTimeOffset? availableOn = null, string? description = null) =>
        Book(BalanceTransactionType.RefundFailure, ReportingCategory.RefundFailure, refundId, chargeId, Positive(amount), null, PendingUntil(chargeSettled, availableOn), description);

    /// <summary>The shopper's bank took money back. It comes out of the available funds at once, which may go below zero.</summary>
    /// <param name="fee">What the gateway takes for it on top.</param>
    public BalanceTransaction DisputeOpened(string disputeId, Money amount, Money? fee = null, string? description = null) =>
        Book(BalanceTransactionType.Adjustment, ReportingCategory.Dispute, disputeId, null, -Positive(amount), fee, null, description);

    /// <summary>The merchant won, and the money is back.</summary>
    /// <param name="fee">What comes back of the fee.</param>
    public BalanceTransaction DisputeReversed(string disputeId, Money amount, Money? fee = null, string? description = null) =>
        Book(BalanceTransactionType.Adjustment, ReportingCategory.DisputeReversal, disputeId, null, Positive(amount), -fee, null, description);

    /// <summary>
    /// The gateway's figure is final (<c>accepted</c>; or the sale is cancelled after a full refund): whatever is pending under the charge
    /// becomes available. Locks the charge's transaction; safe to repeat.
    /// </summary>
    /// <param name="chargeTransactionId">The transaction that <see cref="Charge"/> booked, saved (<c>txn_…</c>).</param>
    /// <exception cref="InvalidOperationException">There is no such transaction, or it is no charge.</exception>
    public async Task SettleAsync(string chargeTransactionId, CancellationToken ct) => Settle(await LockChargeAsync(chargeTransactionId, ct));

    /// <summary>
    /// The gateway rejected a sale after its capture: what the charge has brought so far, fees and refunds reckoned in, is taken back, and
    /// nothing of it stays pending. Book refunds that fail with it before this.
    /// </summary>
    /// <inheritdoc cref="SettleAsync" path="/param|/exception"/>
    /// <returns>Null if nothing was left to take back.</returns>
    public async Task<BalanceTransaction?> ChargeFailedAsync(string chargeTransactionId, CancellationToken ct, string? description = null)
    {
        var all = await LockChargeAsync(chargeTransactionId, ct);
        Settle(all);
        var currency = Currency.Of(all[0].Currency);
        var (amount, fee) = (new Money(all.Sum(t => t.Amount), currency), new Money(all.Sum(t => t.Fee), currency));
        if (amount.Minor == 0 && fee.Minor == 0) return null;
        var charge = all[0].ChargeId!;
        return Book(BalanceTransactionType.PaymentFailureRefund, ReportingCategory.ChargeFailure, charge, charge, -amount, -fee, null, description);
    }

    private BalanceTransaction Book(
        BalanceTransactionType type, ReportingCategory category, string sourceId, string? chargeId, Money amount, Money? fee, DateTimeOffset? pendingUntil, string? description)
    {
        var now = clock.GetUtcNow();
        var transaction = BalanceTransaction.Of(type, category, sourceId, chargeId, amount, fee ?? Money.Zero(amount.Currency), pendingUntil, description, now);
        db.Add(transaction);
        db.AddRange(LedgerEntry.Of(
            transaction, LedgerStep.Booked, now,
            (type is BalanceTransactionType.Adjustment ? LedgerAccount.Disputes : LedgerAccount.GatewayClearing, -transaction.Amount),
            (LedgerAccount.GatewayFees, transaction.Fee),
            (transaction.Status is BalanceTransactionStatus.Pending ? LedgerAccount.MerchantPending : LedgerAccount.MerchantAvailable, transaction.Net)));
        return transaction;
    }

    private void Settle(IReadOnlyList<BalanceTransaction> transactions)
    {
        var now = clock.GetUtcNow();
        foreach (var transaction in transactions)
        {
            if (transaction.Status is BalanceTransactionStatus.Available) continue;
            transaction.Status = BalanceTransactionStatus.Available;
            transaction.AvailableOn = now > transaction.CreatedAt ? now : transaction.CreatedAt;
            db.AddRange(LedgerEntry.Of(
                transaction, LedgerStep.Settled, now,
                (LedgerAccount.MerchantPending, -transaction.Net),
                (LedgerAccount.MerchantAvailable, transaction.Net)));
        }
    }

    /// <summary>
    /// Everything booked under a charge, its own transaction first, tracked; what this context has booked and not saved yet is part of it.
    /// The lock on the charge's transaction guards the others: only its holder changes them.
    /// </summary>
    private async Task<List<BalanceTransaction>> LockChargeAsync(string chargeTransactionId, CancellationToken ct)
    {
        if (await db.LockAsync<BalanceTransaction>(chargeTransactionId, ct) is not { Type: BalanceTransactionType.Charge } charge)
            throw new InvalidOperationException($"{chargeTransactionId} is not the transaction of a charge.");
        var local = db.ChangeTracker.Entries<BalanceTransaction>().Where(e => e.Entity.ChargeId == charge.ChargeId && e.Entity != charge).ToList();
        // What this context had read before the lock would keep its old values.
        foreach (var stale in local.Where(e => e.State is EntityState.Unchanged)) stale.State = EntityState.Detached;
        var saved = await db.BalanceTransactions.AsTracking().Where(t => t.ChargeId == charge.ChargeId && t.Id != charge.Id).ToListAsync(ct);
        return [charge, .. saved, .. local.Where(e => e.State is EntityState.Added).Select(e => e.Entity)];
    }

    private static DateTimeOffset? PendingUntil(bool chargeSettled, DateTimeOffset? availableOn) =>
        chargeSettled ? null : availableOn ?? DateTimeOffset.MinValue;

    private static Money Positive(Money amount) =>
        amount.Minor > 0 ? amount : throw new ArgumentOutOfRangeException(nameof(amount), $"{amount} is not an amount to move.");
}
