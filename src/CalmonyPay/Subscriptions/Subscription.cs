using CalmonyPay.Catalog.Prices;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Subscriptions;

/// <summary>Stripe's statuses of a subscription.</summary>
[PgEnum("pay_subscription_status")]
public enum SubscriptionStatus { Incomplete, IncompleteExpired, Trialing, Active, PastDue, Canceled, Unpaid, Paused }

/// <summary>A customer who is billed again and again.</summary>
public sealed class Subscription : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public SubscriptionStatus Status { get; set; }
    public required string CustomerId { get; init; }

    /// <summary>The card that renewals are charged to; null: the customer's default.</summary>
    public string? DefaultPaymentMethodId { get; set; }

    /// <summary>The newest invoice. Not a foreign key: the invoice has one to the subscription.</summary>
    public string? LatestInvoiceId { get; set; }

    /// <summary>ISO 4217, lower case.</summary>
    public required string Currency { get; init; }

    public required BillingInterval Interval { get; set; }

    /// <summary>Intervals a period: 3 with <see cref="BillingInterval.Month"/> bills quarterly.</summary>
    public int IntervalCount { get; set; } = 1;

    /// <summary>What every period is counted from, so that the 31st comes back after February.</summary>
    public required DateTimeOffset BillingCycleAnchor { get; set; }

    public required DateTimeOffset CurrentPeriodStart { get; set; }
    public required DateTimeOffset CurrentPeriodEnd { get; set; }
    public DateTimeOffset? TrialStart { get; set; }
    public DateTimeOffset? TrialEnd { get; set; }
    public bool CancelAtPeriodEnd { get; set; }

    /// <summary>When it will end, or did by plan.</summary>
    public DateTimeOffset? CancelAt { get; set; }

    /// <summary>When somebody asked for the end.</summary>
    public DateTimeOffset? CanceledAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
    public required DateTimeOffset StartDate { get; init; }
    public string? Description { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }
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
        subscription.HasIndex(s => new { s.ProjectId, s.Status });
        subscription.HasIndex(s => new { s.ProjectId, s.CustomerId });
        subscription.HasOne<Customer>().WithMany().HasForeignKey(s => new { s.ProjectId, s.CustomerId });
        subscription.HasOne<PaymentMethod>().WithMany().HasForeignKey(s => new { s.ProjectId, s.DefaultPaymentMethodId });
        // Invoices stand before subscriptions on the street, so the later room ties the two.
        subscription.HasMany<Invoice>().WithOne().HasForeignKey(i => new { i.ProjectId, i.SubscriptionId });
    }
}

public static class SubscriptionTable
{
    extension(PayDb db)
    {
        public DbSet<Subscription> Subscriptions => db.Set<Subscription>();
    }
}
