using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Ledger;

/// <summary>
/// A part of an account's balance; the sum of its parts is the balance. A trigger adds one for every entry on a merchant's account, and
/// <see cref="BalanceFolding"/> replaces many by their sum, so nobody ever waits for a row that all captures would have to update.
/// </summary>
public sealed class LedgerBalance : IProjectOwned
{
    public long Id { get; private init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }

    /// <summary>ISO 4217, lower case.</summary>
    public string Currency { get; private init; } = "";

    public LedgerAccount Account { get; private init; }

    /// <summary>Minor units.</summary>
    public long Amount { get; private init; }
}

public sealed class LedgerBalanceMap : IEntityTypeConfiguration<LedgerBalance>
{
    public void Configure(EntityTypeBuilder<LedgerBalance> balance)
    {
        balance.ToTable("pay_ledger_balances");
        balance.Property(b => b.Id).UseIdentityAlwaysColumn();
    }
}

public static class LedgerBalanceTable
{
    extension(PayDb db)
    {
        public DbSet<LedgerBalance> LedgerBalances => db.Set<LedgerBalance>();
    }
}
