using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Ledger;

/// <summary>Where money can be. What leaves one account enters another, so that all of them together always hold zero.</summary>
[PgEnum("pay_ledger_account")]
public enum LedgerAccount
{
    /// <summary>What shoppers have lost to the merchant through disputes that were not reversed.</summary>
    Disputes,

    /// <summary>The gateway's side of every payment. It is negative by what the gateway has taken in for the merchant and not given back.</summary>
    GatewayClearing,

    /// <summary>What the gateway keeps.</summary>
    GatewayFees,

    /// <summary>The merchant's funds that are settled; negative where refunds and disputes exceed them.</summary>
    MerchantAvailable,

    /// <summary>The merchant's funds that wait for the gateway's settlement.</summary>
    MerchantPending,
}

/// <summary>Why a transaction's entries were written.</summary>
[PgEnum("pay_ledger_step")]
public enum LedgerStep
{
    /// <summary>The transaction itself.</summary>
    Booked,

    /// <summary>Its net went from pending to available.</summary>
    Settled,
}

/// <summary>
/// A posting: what one transaction moved into one account (or out of it, when negative). Immutable; the database refuses every change, and
/// refuses to commit a transaction whose entries do not sum to zero.
/// </summary>
public sealed class LedgerEntry : IProjectOwned
{
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }

    /// <summary>The balance transaction that it belongs to.</summary>
    public string TransactionId { get; private init; } = "";

    public LedgerStep Step { get; private init; }
    public LedgerAccount Account { get; private init; }

    /// <summary>ISO 4217, lower case.</summary>
    public string Currency { get; private init; } = "";

    /// <summary>Minor units, never zero.</summary>
    public long Amount { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    private LedgerEntry()
    {
    }

    /// <summary>An entry takes its project from its transaction: a value that EF generates for part of a foreign key stays a temporary one.</summary>
    private LedgerEntry(BalanceTransaction transaction, LedgerStep step, LedgerAccount account, long amount, DateTimeOffset now) =>
        (ProjectId, TransactionId, Step, Account, Currency, Amount, CreatedAt) = (transaction.ProjectId, transaction.Id, step, account, transaction.Currency, amount, now);

    /// <summary>One step of a transaction, which the context tracks already; accounts that do not move get no entry.</summary>
    /// <exception cref="InvalidOperationException">The movements do not sum to zero.</exception>
    internal static IReadOnlyList<LedgerEntry> Of(
        BalanceTransaction transaction, LedgerStep step, DateTimeOffset now, params ReadOnlySpan<(LedgerAccount Account, long Amount)> movements)
    {
        var entries = new List<LedgerEntry>(movements.Length);
        var sum = 0L;
        foreach (var (account, amount) in movements)
        {
            sum = checked(sum + amount);
            if (amount != 0)
                entries.Add(new(transaction, step, account, amount, now));
        }
        return sum == 0 ? entries : throw new InvalidOperationException($"The entries of {transaction.Id} are off by {sum} {transaction.Currency}.");
    }
}

public sealed class LedgerEntryMap : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> entry)
    {
        // The triggers stand in Migrations/LedgerTable.cs.
        entry.ToTable("pay_ledger_entries", table =>
        {
            table.HasCheckConstraint("pay_ledger_entries_amount_check", "amount <> 0");
            table.HasCheckConstraint("pay_ledger_entries_currency_check", "currency ~ '^[a-z]{3}$'");
        });
        // An account moves once in a step, so the key itself refuses to settle anything twice.
        entry.HasKey(e => new { e.ProjectId, e.TransactionId, e.Step, e.Account });
        entry.HasOne<BalanceTransaction>().WithMany().HasForeignKey(e => new { e.ProjectId, e.TransactionId });
    }
}

public static class LedgerEntryTable
{
    extension(PayDb db)
    {
        public DbSet<LedgerEntry> LedgerEntries => db.Set<LedgerEntry>();
    }
}
