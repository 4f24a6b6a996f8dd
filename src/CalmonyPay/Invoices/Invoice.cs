using CalmonyPay.Customers;
using CalmonyPay.PaymentIntents;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Invoices;

[PgEnum("pay_invoice_status")]
public enum InvoiceStatus { Draft, Open, Paid, Void, Uncollectible }

/// <summary>What a customer is asked to pay, line by line. Once finalised it has a number, and its lines stand.</summary>
public sealed class Invoice : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public InvoiceStatus Status { get; set; }
    public required string CustomerId { get; init; }

    /// <summary>The subscription that it bills; null for one made by hand.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The payment that was begun for it.</summary>
    public string? PaymentIntentId { get; set; }

    /// <summary><c>INV-YYYY-NNNN</c>, given when it is finalised and never again; a draft has none.</summary>
    public string? Number { get; set; }

    /// <summary>ISO 4217, lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>Sum of the lines before tax, minor units.</summary>
    public long Subtotal { get; set; }

    /// <summary>Minor units; negative where credit outweighs what is billed.</summary>
    public long Total { get; set; }

    /// <summary>What is to be paid of the total once the customer's balance is applied, minor units.</summary>
    public long AmountDue { get; set; }

    public long AmountPaid { get; set; }

    public IReadOnlyList<InvoiceLine> Lines { get; set; } = [];

    /// <summary>The time that it bills for, as Stripe has it: the cycle before the subscription's present one.</summary>
    public DateTimeOffset? PeriodStart { get; set; }

    /// <inheritdoc cref="PeriodStart"/>
    public DateTimeOffset? PeriodEnd { get; set; }

    public string? Description { get; set; }
    public DateTimeOffset? DueDate { get; set; }

    /// <summary>Where its PDF is; set when it is finalised.</summary>
    public string? InvoicePdf { get; set; }

    public DateTimeOffset? FinalizedAt { get; set; }
    public DateTimeOffset? PaidAt { get; set; }
    public DateTimeOffset? VoidedAt { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }
}

/// <summary>One line of an invoice.</summary>
/// <param name="Id"><c>il_…</c></param>
/// <param name="Amount">Minor units of the invoice's currency, quantity included; negative is a credit.</param>
public sealed record InvoiceLine(string Id, string? Description, long Amount, long Quantity, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd, bool Proration);

public sealed class InvoiceMap : IEntityTypeConfiguration<Invoice>
{
    public void Configure(EntityTypeBuilder<Invoice> invoice)
    {
        invoice.ToTable("pay_invoices", table =>
        {
            table.HasCheckConstraint("pay_invoices_currency_check", "currency ~ '^[a-z]{3}$'");
            table.HasCheckConstraint("pay_invoices_amount_check", "amount_due >= 0 and amount_paid between 0 and amount_due");
            table.HasCheckConstraint("pay_invoices_number_check", "status = 'draft' or number is not null");
        });
        invoice.HasIndex(i => new { i.ProjectId, i.Status });
        invoice.HasIndex(i => new { i.ProjectId, i.CustomerId });
        // Live and test count for themselves, so the same number may stand once in each.
        invoice.HasIndex(i => new { i.ProjectId, i.Livemode, i.Number }).IsUnique();
        invoice.HasOne<Customer>().WithMany().HasForeignKey(i => new { i.ProjectId, i.CustomerId });
        invoice.HasOne<PaymentIntent>().WithMany().HasForeignKey(i => new { i.ProjectId, i.PaymentIntentId });
        invoice.Property(i => i.Lines).HasJson();
    }
}

public static class InvoiceTable
{
    extension(PayDb db)
    {
        public DbSet<Invoice> Invoices => db.Set<Invoice>();
    }
}
