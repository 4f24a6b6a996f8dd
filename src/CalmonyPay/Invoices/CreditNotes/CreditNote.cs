using CalmonyPay.Customers;
using CalmonyPay.Customers.Balances;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Invoices.CreditNotes;

[PgEnum("pay_credit_note_status")]
public enum CreditNoteStatus { Issued, Void }

/// <summary>Whether it lowered what was owed, gave back what was paid, or both.</summary>
[PgEnum("pay_credit_note_type")]
public enum CreditNoteType { Mixed, PostPayment, PrePayment }

[PgEnum("pay_credit_note_reason")]
public enum CreditNoteReason { Duplicate, Fraudulent, OrderChange, ProductUnsatisfactory }

/// <summary>
/// Takes a part of a finalised invoice back, which itself never changes. Written under the lock of its customer's books. Amounts are minor
/// units of the invoice's currency.
/// </summary>
public sealed class CreditNote : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string InvoiceId { get; init; }
    public required string CustomerId { get; init; }

    /// <summary>The invoice's number and its own, counted within the invoice: <c>INV-2026-0001-CN-01</c>.</summary>
    public required string Number { get; init; }

    public required string Currency { get; init; }
    public CreditNoteStatus Status { get; private set; }
    public CreditNoteType Type { get; private set; }
    public CreditNoteReason? Reason { get; init; }
    public string? Memo { get; set; }
    public IReadOnlyList<CreditNoteLine> Lines { get; private init; } = [];

    /// <summary>The lines after their own discounts, before those of the invoice and exclusive tax.</summary>
    public long Subtotal { get; private init; }

    public long SubtotalExcludingTax { get; private init; }

    /// <summary>After discounts and tax: what is taken back.</summary>
    public long Total { get; private init; }

    public long TotalExcludingTax { get; private init; }
    public IReadOnlyList<DiscountAmount> Discounts { get; private init; } = [];
    public IReadOnlyList<TaxAmount> Taxes { get; private init; } = [];

    /// <summary>The part of the total by which less is owed.</summary>
    public long PrePaymentAmount { get; private set; }

    /// <summary>The part of the total that had been paid: refunds, credit to the balance and what goes back another way add up to it.</summary>
    public long PostPaymentAmount { get; private set; }

    /// <summary>Null if nothing was said of it.</summary>
    public long? OutOfBandAmount { get; init; }

    /// <summary>Refunds made by it, and refunds made before that it accounts for.</summary>
    public IReadOnlyList<CreditNoteRefund> Refunds { get; set; } = [];

    /// <summary>The credit to the customer's balance.</summary>
    public string? CustomerBalanceTransactionId { get; set; }

    public DateTimeOffset? EffectiveAt { get; init; }
    public DateTimeOffset? VoidedAt { get; private set; }

    /// <summary>Where its PDF is.</summary>
    public required string Pdf { get; init; }

    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public static string NewId(DateTimeOffset now) => PayId.New("cn", now);

    /// <summary>A note of these lines.</summary>
    public static CreditNote Of(Invoice invoice, CreditedLines credited, CreditNoteHead head) => new()
    {
        Id = head.Id,
        InvoiceId = invoice.Id,
        CustomerId = invoice.CustomerId,
        Number = head.Number,
        Currency = invoice.Currency,
        Reason = head.Reason,
        Memo = head.Memo,
        Lines = credited.Lines,
        Subtotal = credited.Subtotal,
        SubtotalExcludingTax = credited.SubtotalExcludingTax,
        Total = credited.Total,
        TotalExcludingTax = credited.TotalExcludingTax,
        Discounts = credited.Discounts,
        Taxes = credited.Taxes,
        OutOfBandAmount = head.OutOfBandAmount,
        EffectiveAt = head.EffectiveAt,
        Pdf = head.Pdf,
        Metadata = head.Metadata,
        CreatedAt = head.CreatedAt,
    };

    /// <summary>How the total divides.</summary>
    public void Divide(long prePayment)
    {
        (PrePaymentAmount, PostPaymentAmount) = (prePayment, Total - prePayment);
        Type = PostPaymentAmount == 0 ? CreditNoteType.PrePayment : PrePaymentAmount == 0 ? CreditNoteType.PostPayment : CreditNoteType.Mixed;
    }

    /// <exception cref="StripeError">400 if it is void already, or gave back what was paid.</exception>
    public void Void(DateTimeOffset now)
    {
        if (Status == CreditNoteStatus.Void) throw StripeError.Invalid("This credit note has already been voided.");
        if (PostPaymentAmount > 0) throw StripeError.Invalid("You cannot void a credit note that gave back what was paid: only credit notes on open invoices can be voided.");
        (Status, VoidedAt) = (CreditNoteStatus.Void, now);
    }
}

/// <summary>What a credit note says beside its lines.</summary>
public sealed record CreditNoteHead(
    string Id, string Number, CreditNoteReason? Reason, string? Memo, long? OutOfBandAmount, DateTimeOffset? EffectiveAt, string Pdf, Dictionary<string, string> Metadata, DateTimeOffset CreatedAt);

/// <param name="Refund"><c>re_…</c></param>
/// <param name="Amount">The part of the refund that belongs to this credit note.</param>
public sealed record CreditNoteRefund(string Refund, long Amount);

public sealed class CreditNoteMap : IEntityTypeConfiguration<CreditNote>
{
    public void Configure(EntityTypeBuilder<CreditNote> note)
    {
        note.ToTable("pay_credit_notes", table =>
        {
            table.HasCheckConstraint("pay_credit_notes_currency_check", "currency ~ '^[a-z]{3}$'");
            table.HasCheckConstraint("pay_credit_notes_amount_check", "total > 0 and pre_payment_amount >= 0 and post_payment_amount >= 0 and pre_payment_amount + post_payment_amount = total");
        });
        note.HasIndex(n => new { n.ProjectId, n.InvoiceId });
        note.HasIndex(n => new { n.ProjectId, n.CustomerId });
        note.HasIndex(n => new { n.ProjectId, n.Livemode, n.Number }).IsUnique();
        note.HasOne<Invoice>().WithMany().HasForeignKey(n => new { n.ProjectId, n.InvoiceId });
        note.HasOne<Customer>().WithMany().HasForeignKey(n => new { n.ProjectId, n.CustomerId });
        note.HasOne<CustomerBalanceTransaction>().WithMany().HasForeignKey(n => new { n.ProjectId, n.CustomerBalanceTransactionId });
        note.Property(n => n.Lines).HasJson();
        note.Property(n => n.Discounts).HasJson();
        note.Property(n => n.Taxes).HasJson();
        note.Property(n => n.Refunds).HasJson();
    }
}

public static class CreditNoteTable
{
    extension(PayDb db)
    {
        public DbSet<CreditNote> CreditNotes => db.Set<CreditNote>();
    }
}
