using CalmonyPay.Accounts;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers;
using CalmonyPay.Customers.Balances;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Invoices;

/// <summary>Why an invoice was made, in Stripe's words.</summary>
[PgEnum("pay_billing_reason")]
public enum BillingReason { Manual, SubscriptionCreate, SubscriptionCycle, SubscriptionUpdate, Upcoming }

/// <summary>How an invoice is paid: the card on file is charged, or the customer is sent the bill.</summary>
[PgEnum("pay_collection_method")]
public enum CollectionMethod { ChargeAutomatically, SendInvoice }

/// <summary>Why an invoice was given up.</summary>
[PgEnum("pay_uncollectible_reason")]
public enum UncollectibleReason { MaxPaymentAttempts, PaymentNotReceived, SubscriptionCanceled, SubscriptionPaused, UserForgiven }

/// <summary>
/// What a customer is asked to pay, line by line. A draft may change; once finalised it has a number, and its lines and
/// amounts stand. All amounts are minor units of its currency.
/// </summary>
public sealed class Invoice : IProjectOwned, IEventSource
{
    /// <summary>How long before its due date that is told.</summary>
    public static readonly TimeSpan DueNotice = TimeSpan.FromDays(3);

    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public InvoiceStatus Status { get; private set; }
    public required string CustomerId { get; init; }

    /// <summary>The subscription that it bills; null for one made by hand.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The clock that its customer hangs on.</summary>
    public string? TestClockId { get; init; }

    /// <summary>The payment that was begun for it; made when it is finalised with something to pay.</summary>
    public string? PaymentIntentId { get; set; }

    /// <summary><c>INV-YYYY-NNNN</c>, given when it is finalised and never again; a draft has none.</summary>
    public string? Number { get; private set; }

    /// <summary>ISO 4217, lower case.</summary>
    public required string Currency { get; init; }

    public required BillingReason BillingReason { get; init; }
    public required CollectionMethod CollectionMethod { get; set; }

    /// <summary>Sum of the lines before invoice discounts and exclusive tax.</summary>
    public long Subtotal { get; private set; }

    public long SubtotalExcludingTax { get; private set; }

    /// <summary>After discounts and tax; negative where credit outweighs what is billed.</summary>
    public long Total { get; private set; }

    public long TotalExcludingTax { get; private set; }
    public IReadOnlyList<DiscountAmount> TotalDiscounts { get; private set; } = [];
    public IReadOnlyList<TaxAmount> TotalTaxes { get; private set; } = [];

    /// <summary>What is to be paid of the total once the customer's balance is applied, and credit notes before payment.</summary>
    public long AmountDue { get; private set; }

    public long AmountPaid { get; private set; }

    /// <summary>The part of <see cref="AmountPaid"/> that did not come through a payment of ours.</summary>
    public long AmountPaidOutOfBand { get; private set; }

    /// <summary>Credit notes issued before it was paid; they lower what is due.</summary>
    public long PrePaymentCreditNotes { get; private set; }

    /// <summary>Credit notes issued after it was paid.</summary>
    public long PostPaymentCreditNotes { get; set; }

    public IReadOnlyList<InvoiceLine> Lines { get; private set; } = [];

    /// <summary>Discounts on the invoice as a whole, in the order in which they are taken.</summary>
    public IReadOnlyList<Discount> Discounts { get; set; } = [];

    /// <summary>Tax of lines that have no rates of their own.</summary>
    public IReadOnlyList<TaxTerms> DefaultTaxRates { get; set; } = [];

    /// <summary>How the tax was rounded when the amounts were worked out.</summary>
    public TaxRounding TaxRounding { get; set; }

    /// <summary>The time that it bills for, as Stripe has it: the cycle before the subscription's present one.</summary>
    public required DateTimeOffset PeriodStart { get; set; }

    /// <inheritdoc cref="PeriodStart"/>
    public required DateTimeOffset PeriodEnd { get; set; }

    /// <summary>The start of the subscription's period that it bills in advance: with it, a period is invoiced once.</summary>
    public DateTimeOffset? CycleStart { get; init; }

    /// <summary>The customer as they were: kept up to date while it is a draft, and as they were from its finalisation on.</summary>
    public required InvoicedCustomer Customer { get; set; }

    /// <summary>The card to be charged; null: the subscription's, else the customer's default.</summary>
    public string? DefaultPaymentMethodId { get; set; }

    public string? Description { get; set; }
    public string? Footer { get; set; }
    public string? StatementDescriptor { get; set; }
    public IReadOnlyList<InvoiceCustomField> CustomFields { get; set; } = [];
    public InvoiceRendering? Rendering { get; set; }
    public Shipping? Shipping { get; set; }

    /// <summary>Of a bill that is sent: days from finalisation to the due date.</summary>
    public int? DaysUntilDue { get; set; }

    public DateTimeOffset? DueDate { get; set; }

    /// <summary>The date on the paper where it is another than that of finalisation.</summary>
    public DateTimeOffset? EffectiveAt { get; set; }

    /// <summary>Whether it goes its way by itself: finalised, charged, tried again.</summary>
    public bool AutoAdvance { get; set; }

    /// <summary>Of a draft that advances by itself: when it is finalised.</summary>
    public DateTimeOffset? AutomaticallyFinalizesAt { get; set; }

    public DateTimeOffset? NextPaymentAttempt { get; set; }
    public int AttemptCount { get; private set; }
    public bool Attempted { get; private set; }

    /// <summary>How often in a row the card was tried and failed: where it stands in the retry schedule.</summary>
    public int Retries { get; set; }

    /// <summary>The card of the last try.</summary>
    public string? TriedCard { get; private set; }

    /// <summary>A card whose issuer asked not to be asked again: a retry with it is counted, and not sent.</summary>
    public string? RefusesCard { get; set; }

    /// <summary>The due date that was told to be near.</summary>
    public DateTimeOffset? DueTold { get; set; }

    /// <summary>It is past its due date, and that has been told.</summary>
    public bool Overdue { get; set; }

    /// <summary>The customer's balance before and after it was finalised.</summary>
    public long StartingBalance { get; private set; }

    /// <inheritdoc cref="StartingBalance"/>
    public long? EndingBalance { get; private set; }

    /// <summary>The subscription's metadata when it was made; Stripe shows it under <c>parent</c>.</summary>
    public Dictionary<string, string> ParentMetadata { get; init; } = [];

    /// <summary>The moment for which the prorations on it were worked out.</summary>
    public DateTimeOffset? ProrationDate { get; init; }

    /// <summary>Where its PDF is; set when it is finalised.</summary>
    public string? InvoicePdf { get; set; }

    public DateTimeOffset? FinalizedAt { get; private set; }
    public DateTimeOffset? PaidAt { get; private set; }
    public DateTimeOffset? VoidedAt { get; private set; }
    public DateTimeOffset? UncollectibleAt { get; private set; }
    public UncollectibleReason? UncollectibleReason { get; private set; }
    public FinalizationError? LastFinalizationError { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a worker, or its test clock, has the next step to do on it; null when nothing is due. In the time of its customer.</summary>
    public DateTimeOffset? NextStepAt { get; private set; }

    /// <summary>A worker has taken the step on and nobody else tries before, wall time.</summary>
    public DateTimeOffset? ClaimedUntil { get; private set; }

    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    /// <summary>What is still to be paid.</summary>
    public long AmountRemaining => Math.Max(0, AmountDue - AmountPaid);

    /// <summary>Open, with something left that its payment intent asks for: what its page offers to pay.</summary>
    public bool CanBePaidByCard => Status == InvoiceStatus.Open && AmountRemaining > 0 && PaymentIntentId is not null;

    public bool IsDraft => Status == InvoiceStatus.Draft;

    /// <summary>When it is told that a bill will be due; null where that was told, or was near from the start.</summary>
    public DateTimeOffset? DueNoticeAt => DueTold != DueDate && DueDate - DueNotice is { } notice && notice > FinalizedAt ? notice : null;

    public static string NewId(DateTimeOffset now) => PayId.New("inv", now);

    /// <summary>New lines, worked out: every amount of the invoice follows from them.</summary>
    public void Bill(IReadOnlyList<InvoiceLine> lines)
    {
        if (!IsDraft) throw new InvalidOperationException("The lines of a finalised invoice stand.");
        var worked = InvoiceArithmetic.Work(lines, Discounts, DefaultTaxRates, Currency, Customer.TaxExempt, TaxRounding);
        Lines = worked.Lines;
        (Subtotal, SubtotalExcludingTax, Total, TotalExcludingTax) = (worked.Subtotal, worked.SubtotalExcludingTax, worked.Total, worked.TotalExcludingTax);
        (TotalDiscounts, TotalTaxes) = (worked.Discounts, worked.Taxes);
        AmountDue = Math.Max(0, Total);
    }

    /// <summary>The discount behind an amount that was taken off; null if it is not the invoice's, nor one of its lines'.</summary>
    public Discount? DiscountOf(DiscountAmount taken) => Discounts.Concat(Lines.SelectMany(line => line.Discounts)).FirstOrDefault(discount => discount.Id == taken.Discount);

    /// <summary>It becomes open: numbered, its amounts stand.</summary>
    /// <param name="due">What is left to pay after the customer's balance.</param>
    public void Finalize(string number, long startingBalance, long endingBalance, long due, DateTimeOffset now)
    {
        Move(InvoiceMove.Finalize);
        (Number, StartingBalance, EndingBalance, AmountDue, FinalizedAt, AutomaticallyFinalizesAt) = (number, startingBalance, endingBalance, due, now, null);
        LastFinalizationError = null;
        if (CollectionMethod == CollectionMethod.SendInvoice) DueDate ??= now.AddDays(DaysUntilDue ?? 30);
    }

    /// <summary>The balance that an invoice will start from, shown while it is a draft.</summary>
    public void StartFrom(long balance) => StartingBalance = balance;

    /// <summary>A try at paying is made with a card; null: there is none to try.</summary>
    public void Try(string? card)
    {
        (Attempted, TriedCard) = (true, card);
        AttemptCount++;
    }

    /// <summary>Money came in.</summary>
    /// <returns>True if it is paid with it.</returns>
    public bool Pay(long amount, bool outOfBand, DateTimeOffset now)
    {
        AmountPaid += amount;
        if (outOfBand) AmountPaidOutOfBand += amount;
        if (AmountPaid < AmountDue) return false;
        Move(InvoiceMove.Pay);
        (PaidAt, NextPaymentAttempt) = (now, null);
        return true;
    }

    /// <summary>A payment's success was taken back: it is open again.</summary>
    public void Unpay(long amount)
    {
        Move(InvoiceMove.Unpay);
        (AmountPaid, PaidAt) = (AmountPaid - amount, null);
    }

    /// <summary>A credit note lowers what is owed of an open invoice.</summary>
    /// <returns>True if nothing is owed any more, which makes it paid.</returns>
    public bool Credit(long amount, DateTimeOffset now)
    {
        PrePaymentCreditNotes += amount;
        AmountDue -= amount;
        return AmountPaid >= AmountDue && Pay(0, outOfBand: false, now);
    }

    /// <summary>A credit note on an open invoice was voided.</summary>
    public void Uncredit(long amount) => (PrePaymentCreditNotes, AmountDue) = (PrePaymentCreditNotes - amount, AmountDue + amount);

    public void Void(DateTimeOffset now)
    {
        Move(InvoiceMove.Void);
        (VoidedAt, NextPaymentAttempt, AutoAdvance) = (now, null, false);
    }

    public void GiveUp(UncollectibleReason reason, DateTimeOffset now)
    {
        Move(InvoiceMove.GiveUp);
        (UncollectibleAt, UncollectibleReason, NextPaymentAttempt, AutoAdvance) = (now, reason, null, false);
    }

    /// <summary>Works out what is due next, and lets go of a claim; call it after every change.</summary>
    public void Plan() => (ClaimedUntil, NextStepAt) = (null, Status switch
    {
        InvoiceStatus.Draft => AutoAdvance ? AutomaticallyFinalizesAt : null,
        InvoiceStatus.Open when AutoAdvance && CollectionMethod == CollectionMethod.ChargeAutomatically => NextPaymentAttempt,
        InvoiceStatus.Open when CollectionMethod == CollectionMethod.SendInvoice && !Overdue => DueNoticeAt ?? DueDate,
        _ => null,
    });

    /// <summary>The one writer of the status.</summary>
    private void Move(InvoiceMove move) => Status = InvoiceLifecycle.Next(Status, move);
}

/// <summary>Whom an invoice was written to.</summary>
public sealed record InvoicedCustomer(string? Name, string? Email, string? Phone, Address? Address, Shipping? Shipping, TaxExempt TaxExempt)
{
    public static InvoicedCustomer Of(Customer c) => new(c.BusinessName ?? c.Name, c.Email, c.Phone, c.Address, c.Shipping, c.TaxExempt);
}

/// <summary>Why the last finalisation failed.</summary>
public sealed record FinalizationError(string? Code, string Message, string? Param, string Type);

public sealed class InvoiceMap : IEntityTypeConfiguration<Invoice>
{
    public void Configure(EntityTypeBuilder<Invoice> invoice)
    {
        invoice.ToTable("pay_invoices", table =>
        {
            table.HasCheckConstraint("pay_invoices_currency_check", "currency ~ '^[a-z]{3}$'");
            table.HasCheckConstraint("pay_invoices_amount_check", "amount_due >= 0 and amount_paid >= 0");
            table.HasCheckConstraint("pay_invoices_number_check", "(status = 'draft') = (number is null)");
            table.HasCheckConstraint("pay_invoices_paid_check", "status <> 'paid' or amount_paid >= amount_due");
        });
        invoice.Ignore(i => i.AmountRemaining).Ignore(i => i.CanBePaidByCard).Ignore(i => i.IsDraft).Ignore(i => i.DueNoticeAt);
        invoice.HasIndex(i => new { i.ProjectId, i.Status });
        invoice.HasIndex(i => new { i.ProjectId, i.CustomerId });
        invoice.HasIndex(i => new { i.ProjectId, i.SubscriptionId });
        // Live and test count for themselves, so the same number may stand once in each.
        invoice.HasIndex(i => new { i.ProjectId, i.Livemode, i.Number }).IsUnique();
        invoice.Property(i => i.Number).UseCollation("C"); // a year's numbers are a range of the index
        // A period is invoiced once, whoever tries, however often.
        invoice.HasIndex(i => new { i.ProjectId, i.SubscriptionId, i.CycleStart }).IsUnique().HasFilter("cycle_start is not null").HasDatabaseName("pay_invoices_cycle_idx");
        invoice.HasIndex(i => i.NextStepAt).HasFilter("next_step_at is not null and test_clock_id is null").HasDatabaseName("pay_invoices_due_idx");
        invoice.HasIndex(i => new { i.ProjectId, i.TestClockId, i.NextStepAt }).HasFilter("test_clock_id is not null").HasDatabaseName("pay_invoices_clock_idx");
        invoice.HasOne<Customer>().WithMany().HasForeignKey(i => new { i.ProjectId, i.CustomerId });
        invoice.HasOne<PaymentIntent>().WithMany().HasForeignKey(i => new { i.ProjectId, i.PaymentIntentId });
        invoice.HasOne<PaymentMethod>().WithMany().HasForeignKey(i => new { i.ProjectId, i.DefaultPaymentMethodId });
        invoice.HasOne<TestClock>().WithMany().HasForeignKey(i => new { i.ProjectId, i.TestClockId });
        invoice.HasMany<CustomerBalanceTransaction>().WithOne().HasForeignKey(t => new { t.ProjectId, t.InvoiceId });
        invoice.Property(i => i.Lines).HasJson();
        invoice.Property(i => i.Discounts).HasJson();
        invoice.Property(i => i.DefaultTaxRates).HasJson();
        invoice.Property(i => i.TotalDiscounts).HasJson();
        invoice.Property(i => i.TotalTaxes).HasJson();
        invoice.Property(i => i.Customer).HasJson();
        invoice.Property(i => i.CustomFields).HasJson();
        invoice.Property(i => i.Rendering).HasJson();
        invoice.Property(i => i.Shipping).HasJson();
        invoice.Property(i => i.LastFinalizationError).HasJson();
    }
}

public static class InvoiceTable
{
    extension(PayDb db)
    {
        public DbSet<Invoice> Invoices => db.Set<Invoice>();
    }
}
