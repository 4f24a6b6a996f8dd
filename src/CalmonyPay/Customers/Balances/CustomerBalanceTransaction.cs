using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Customers.Balances;

/// <summary>Why a customer's balance moved, in Stripe's words.</summary>
[PgEnum("pay_customer_balance_transaction_type")]
public enum CustomerBalanceTransactionType { Adjustment, AppliedToInvoice, CreditNote, Initial, InvoiceOverpaid, InvoiceTooSmall, UnappliedFromInvoice }

/// <summary>One move of a customer's balance. Together they are the balance.</summary>
public sealed class CustomerBalanceTransaction : IProjectOwned
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string CustomerId { get; init; }
    public required CustomerBalanceTransactionType Type { get; init; }

    /// <summary>Minor units; negative is credit to the customer.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }

    /// <summary>The balance after it.</summary>
    public required long EndingBalance { get; init; }

    /// <summary>The invoice that it is about. The rooms of invoices and credit notes tie both ids.</summary>
    public string? InvoiceId { get; init; }

    public string? CreditNoteId { get; init; }
    public string? Description { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }

    public static string NewId(DateTimeOffset now) => PayId.New("cbtxn", now);
}

public sealed class CustomerBalanceTransactionMap : IEntityTypeConfiguration<CustomerBalanceTransaction>
{
    public void Configure(EntityTypeBuilder<CustomerBalanceTransaction> transaction)
    {
        transaction.ToTable("pay_customer_balance_transactions");
        transaction.HasIndex(t => new { t.ProjectId, t.CustomerId, t.Id });
        transaction.HasOne<Customer>().WithMany().HasForeignKey(t => new { t.ProjectId, t.CustomerId });
    }
}

public static class CustomerBalanceTransactionTable
{
    extension(PayDb db)
    {
        public DbSet<CustomerBalanceTransaction> CustomerBalanceTransactions => db.Set<CustomerBalanceTransaction>();
    }
}
