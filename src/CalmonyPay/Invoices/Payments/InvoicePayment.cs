using CalmonyPay.PaymentIntents;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Invoices.Payments;

/// <summary>How far a payment towards an invoice has got.</summary>
[PgEnum("pay_invoice_payment_status")]
public enum InvoicePaymentStatus { Canceled, Open, Paid }

/// <summary>A payment towards an invoice: by a payment intent of ours, or money that came another way.</summary>
public sealed class InvoicePayment : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string InvoiceId { get; init; }

    /// <summary>Null for money that came out of band.</summary>
    public string? PaymentIntentId { get; init; }

    public InvoicePaymentStatus Status { get; private set; } = InvoicePaymentStatus.Open;

    /// <summary>Minor units.</summary>
    public required long AmountRequested { get; set; }

    /// <summary>Minor units; null until it is paid.</summary>
    public long? AmountPaid { get; private set; }

    public required string Currency { get; init; }

    /// <summary>The payment that was made with the invoice, which its own page pays.</summary>
    public bool IsDefault { get; init; }

    public DateTimeOffset? PaidAt { get; private set; }
    public DateTimeOffset? CanceledAt { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public static string NewId(DateTimeOffset now) => PayId.New("inpay", now);

    public void Pay(long amount, DateTimeOffset now) => (Status, AmountPaid, PaidAt) = (InvoicePaymentStatus.Paid, amount, now);

    public void Cancel(DateTimeOffset now) => (Status, CanceledAt) = (InvoicePaymentStatus.Canceled, now);

    /// <summary>The gateway took the success back.</summary>
    public void Reopen() => (Status, AmountPaid, PaidAt) = (InvoicePaymentStatus.Open, null, null);
}

public sealed class InvoicePaymentMap : IEntityTypeConfiguration<InvoicePayment>
{
    public void Configure(EntityTypeBuilder<InvoicePayment> payment)
    {
        payment.ToTable("pay_invoice_payments");
        payment.HasIndex(p => new { p.ProjectId, p.InvoiceId });
        payment.HasIndex(p => new { p.ProjectId, p.PaymentIntentId });
        payment.HasOne<Invoice>().WithMany().HasForeignKey(p => new { p.ProjectId, p.InvoiceId });
        payment.HasOne<PaymentIntent>().WithMany().HasForeignKey(p => new { p.ProjectId, p.PaymentIntentId });
    }
}

public static class InvoicePaymentTable
{
    extension(PayDb db)
    {
        public DbSet<InvoicePayment> InvoicePayments => db.Set<InvoicePayment>();
    }
}
