using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Ledger;

/// <summary>What moved the balance, in Stripe's words.</summary>
[PgEnum("pay_balance_transaction_type")]
public enum BalanceTransactionType { Adjustment, Charge, PaymentFailureRefund, Refund, RefundFailure }

/// <summary>The same for reports, which tell the two adjustments apart.</summary>
[PgEnum("pay_reporting_category")]
public enum ReportingCategory { Charge, ChargeFailure, Dispute, DisputeReversal, Refund, RefundFailure }

/// <summary>Whether the gateway has settled what the funds come from.</summary>
[PgEnum("pay_balance_transaction_status")]
public enum BalanceTransactionStatus { Available, Pending }

/// <summary>
/// One movement of the merchant's balance. Written once; only the step from pending to available changes it afterwards, and the database
/// refuses any other change. The pending balance is the sum of <see cref="Net"/> over what is pending, the available one over the rest.
/// </summary>
public sealed class BalanceTransaction : IProjectOwned
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required BalanceTransactionType Type { get; init; }
    public required ReportingCategory ReportingCategory { get; init; }

    /// <summary>Minor units, before the fee; positive is the merchant's gain.</summary>
    public required long Amount { get; init; }

    /// <summary>Minor units that the gateway keeps; negative where it gives a fee back.</summary>
    public required long Fee { get; init; }

    /// <summary>What the balance moves by: <see cref="Amount"/> less <see cref="Fee"/>.</summary>
    public required long Net { get; init; }

    /// <summary>ISO 4217, lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>The charge, refund or dispute that it comes from.</summary>
    public required string SourceId { get; init; }

    /// <summary>The charge whose settlement makes it available; null for a dispute, which never waits.</summary>
    public required string? ChargeId { get; init; }

    public required BalanceTransactionStatus Status { get; set; }

    /// <summary>While pending: when the funds are expected. Then: when they became available.</summary>
    public required DateTimeOffset AvailableOn { get; set; }

    public required string? Description { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    internal static BalanceTransaction Of(
        BalanceTransactionType type, ReportingCategory category, string sourceId, string? chargeId, Money amount, Money fee,
        DateTimeOffset? pendingUntil, string? description, DateTimeOffset now) => new()
        {
            Id = PayId.New("txn", now),
            Type = type,
            ReportingCategory = category,
            Amount = amount.Minor,
            Fee = fee.Minor,
            Net = (amount - fee).Minor,
            Currency = amount.Currency.Code,
            SourceId = sourceId,
            ChargeId = chargeId,
            Status = pendingUntil is null ? BalanceTransactionStatus.Available : BalanceTransactionStatus.Pending,
            AvailableOn = pendingUntil > now ? pendingUntil.Value : now,
            Description = description,
            CreatedAt = now,
        };
}

public sealed class BalanceTransactionMap : IEntityTypeConfiguration<BalanceTransaction>
{
    public void Configure(EntityTypeBuilder<BalanceTransaction> transaction)
    {
        transaction.ToTable("pay_balance_transactions", table =>
        {
            table.HasCheckConstraint("pay_balance_transactions_net_check", "net = amount - fee");
            table.HasCheckConstraint("pay_balance_transactions_currency_check", "currency ~ '^[a-z]{3}$'");
        });
        // Nothing is charged, refunded or taken back twice, whoever asks for it again.
        transaction.HasIndex(t => new { t.ProjectId, t.SourceId, t.ReportingCategory }).IsUnique();
        transaction.HasIndex(t => new { t.ProjectId, t.ChargeId });
        transaction.HasIndex(t => new { t.ProjectId, t.Type, t.Id });
    }
}

public static class BalanceTransactionTable
{
    extension(PayDb db)
    {
        public DbSet<BalanceTransaction> BalanceTransactions => db.Set<BalanceTransaction>();
    }
}
