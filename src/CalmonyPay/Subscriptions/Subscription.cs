using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Subscriptions;

/// <summary>A customer who is billed again and again. What for, its <see cref="Items.SubscriptionItem"/>s say; they all share its period.</summary>
public sealed class Subscription : IProjectOwned, IEventSource
{
    /// <summary>How long a first payment, or the payment of a change, is waited for.</summary>
    public static readonly TimeSpan PaymentWait = TimeSpan.FromHours(23);

    /// <summary>How long before a trial's end that is told.</summary>
    public static readonly TimeSpan TrialNotice = TimeSpan.FromDays(3);

    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public SubscriptionStatus Status { get; private set; }
    public required string CustomerId { get; init; }

    /// <summary>The clock that its customer hangs on.</summary>
    public string? TestClockId { get; init; }

    /// <summary>The schedule that drives it. The room of schedules ties the id.</summary>
    public string? ScheduleId { get; set; }

    /// <summary>The card that its invoices are charged to; null: the customer's default.</summary>
    public string? DefaultPaymentMethodId { get; set; }

    /// <summary>The card of its first successful payment becomes its own (<c>save_default_payment_method</c>).</summary>
    public bool SavesCard { get; set; }

    /// <summary>The newest invoice. Not a foreign key: the invoice has one to the subscription.</summary>
    public string? LatestInvoiceId { get; set; }

    /// <summary>ISO 4217, lower case; that of all its items.</summary>
    public required string Currency { get; init; }

    /// <summary>That of all its items.</summary>
    public required BillingInterval Interval { get; set; }

    /// <summary>Intervals a period: 3 with <see cref="BillingInterval.Month"/> bills quarterly.</summary>
    public int IntervalCount { get; set; } = 1;

    /// <summary>What every period is counted from, so that the 31st comes back after February.</summary>
    public required DateTimeOffset BillingCycleAnchor { get; set; }

    /// <summary>The date that was asked for in place of a moment.</summary>
    public AnchorConfig? AnchorConfig { get; set; }

    public required DateTimeOffset CurrentPeriodStart { get; set; }
    public required DateTimeOffset CurrentPeriodEnd { get; set; }
    public DateTimeOffset? TrialStart { get; set; }
    public DateTimeOffset? TrialEnd { get; set; }

    /// <summary>What happens at a trial's end where there is no card to charge.</summary>
    public MissingPaymentMethod MissingPaymentMethod { get; set; }

    public required CollectionMethod CollectionMethod { get; set; }
    public int? DaysUntilDue { get; set; }

    /// <summary>In the order in which they are taken. One that works once is gone when it has worked.</summary>
    public IReadOnlyList<Discount> Discounts { get; set; } = [];

    public IReadOnlyList<TaxTerms> DefaultTaxRates { get; set; } = [];
    public InvoiceTexts? InvoiceTexts { get; set; }

    /// <summary>Set while its invoices are made and not collected.</summary>
    public PauseCollection? PauseCollection { get; set; }

    /// <summary>A change that waits for its invoice to be paid.</summary>
    public PendingUpdate? PendingUpdate { get; set; }

    public bool CancelAtPeriodEnd { get; set; }

    /// <summary>When it will end, or did by plan.</summary>
    public DateTimeOffset? CancelAt { get; set; }

    /// <summary>When somebody asked for the end.</summary>
    public DateTimeOffset? CanceledAt { get; set; }

    public CancellationDetails? CancellationDetails { get; set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When it began; before its creation where it was backdated.</summary>
    public required DateTimeOffset StartDate { get; init; }

    public string? Description { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The trial's end that was told to be near.</summary>
    public DateTimeOffset? TrialEndTold { get; set; }

    /// <summary>The period's end whose renewal was told to be near.</summary>
    public DateTimeOffset? UpcomingTold { get; set; }

    /// <summary>When a worker, or its test clock, has the next step to do on it, in the time of its customer; null when it has ended.</summary>
    public DateTimeOffset? NextStepAt { get; private set; }

    /// <summary>A worker has taken the step on and nobody else tries before, wall time.</summary>
    public DateTimeOffset? ClaimedUntil { get; private set; }

    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public bool IsOver => SubscriptionLifecycle.IsOver(Status);

    public BillingCycle Cycle => new(BillingCycleAnchor, Interval, IntervalCount, AnchorConfig?.DayOfMonth);

    public BillingPeriod Period => new(CurrentPeriodStart, CurrentPeriodEnd);

    public static string NewId(DateTimeOffset now) => PayId.New("sub", now);

    /// <summary>As it is born: in a trial, active where a bill is sent, else incomplete until its first invoice is paid.</summary>
    public void Begin(SubscriptionStatus status) => Status = status;

    /// <summary>The one writer of the status once it is born.</summary>
    /// <returns>False if it stays as it is.</returns>
    public bool Move(SubscriptionMove move, DateTimeOffset now)
    {
        var before = Status;
        Status = SubscriptionLifecycle.Next(Status, move);
        if (IsOver) (EndedAt, PendingUpdate) = (now, null);
        if (Status == SubscriptionStatus.Canceled) CanceledAt ??= now;
        return Status != before;
    }

    /// <summary>Works out what is due next, and lets go of a claim; call it after every change.</summary>
    /// <param name="upcomingDays">How long before a renewal that is told; 0: never.</param>
    public void Plan(int upcomingDays) => (ClaimedUntil, NextStepAt) = (null, SubscriptionAgenda.Of(this, upcomingDays).Select(due => (DateTimeOffset?)due.At).Min());

    /// <summary>What was due could not be done yet.</summary>
    public void Postpone(DateTimeOffset until) => (ClaimedUntil, NextStepAt) = (null, until);
}

public sealed class SubscriptionMap : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> subscription)
    {
        subscription.ToTable("pay_subscriptions", table =>
        {
            table.HasCheckConstraint("pay_subscriptions_currency_check", "currency ~ '^[a-z]{3}$'");
            table.HasCheckConstraint("pay_subscriptions_interval_count_check", "interval_count > 0");
            table.HasCheckConstraint("pay_subscriptions_period_check", "current_period_end > current_period_start");
        });
        subscription.Ignore(s => s.IsOver).Ignore(s => s.Cycle).Ignore(s => s.Period);
        subscription.HasIndex(s => new { s.ProjectId, s.Status });
        subscription.HasIndex(s => new { s.ProjectId, s.CustomerId });
        subscription.HasIndex(s => s.NextStepAt).HasFilter("next_step_at is not null and test_clock_id is null").HasDatabaseName("pay_subscriptions_due_idx");
        subscription.HasIndex(s => new { s.ProjectId, s.TestClockId, s.NextStepAt }).HasFilter("test_clock_id is not null").HasDatabaseName("pay_subscriptions_clock_idx");
        subscription.HasOne<Customer>().WithMany().HasForeignKey(s => new { s.ProjectId, s.CustomerId });
        subscription.HasOne<PaymentMethod>().WithMany().HasForeignKey(s => new { s.ProjectId, s.DefaultPaymentMethodId });
        subscription.HasOne<TestClock>().WithMany().HasForeignKey(s => new { s.ProjectId, s.TestClockId });
        // Invoices stand before subscriptions on the street, so the later room ties the two.
        subscription.HasMany<Invoice>().WithOne().HasForeignKey(i => new { i.ProjectId, i.SubscriptionId });
        subscription.HasMany<InvoiceItem>().WithOne().HasForeignKey(i => new { i.ProjectId, i.SubscriptionId });
        subscription.Property(s => s.AnchorConfig).HasJson();
        subscription.Property(s => s.Discounts).HasJson();
        subscription.Property(s => s.DefaultTaxRates).HasJson();
        subscription.Property(s => s.InvoiceTexts).HasJson();
        subscription.Property(s => s.PauseCollection).HasJson();
        subscription.Property(s => s.PendingUpdate).HasJson();
        subscription.Property(s => s.CancellationDetails).HasJson();
    }
}

public static class SubscriptionTable
{
    extension(PayDb db)
    {
        public DbSet<Subscription> Subscriptions => db.Set<Subscription>();
    }
}
