using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.PaymentIntents;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Checkout;

[PgEnum("pay_checkout_session_status")]
public enum CheckoutSessionStatus { Open, Complete, Expired }

[PgEnum("pay_checkout_session_mode")]
public enum CheckoutSessionMode { Payment, Subscription, Setup }

/// <summary>One visit of a shopper to the hosted payment page.</summary>
public sealed class CheckoutSession : IProjectOwned, IEventSource
{
    /// <summary>How long a session is open unless the merchant says otherwise.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary><c>cs_test_…</c> or <c>cs_live_…</c>.</summary>
    public required string Id { get; init; }

    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public CheckoutSessionStatus Status { get; set; }
    public required CheckoutSessionMode Mode { get; init; }
    public string? CustomerId { get; set; }
    public string? PaymentIntentId { get; set; }
    public string? SubscriptionId { get; set; }
    public string? InvoiceId { get; set; }

    /// <summary>ISO 4217, lower case; null in setup mode, where nothing is charged.</summary>
    public string? Currency { get; set; }

    /// <summary>Minor units; null in setup mode.</summary>
    public long? AmountSubtotal { get; set; }

    /// <inheritdoc cref="AmountSubtotal"/>
    public long? AmountTotal { get; set; }

    /// <summary>What is bought, as the merchant sent it, JSON.</summary>
    public RawJson? LineItems { get; set; }

    /// <summary>The merchant's own name for it.</summary>
    public string? ClientReferenceId { get; set; }

    public string? CustomerEmail { get; set; }
    public string? SuccessUrl { get; set; }
    public string? CancelUrl { get; set; }
    public required DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }
}

public sealed class CheckoutSessionMap : IEntityTypeConfiguration<CheckoutSession>
{
    public void Configure(EntityTypeBuilder<CheckoutSession> session)
    {
        session.ToTable("pay_checkout_sessions", table =>
        {
            table.HasCheckConstraint("pay_checkout_sessions_currency_check", "currency ~ '^[a-z]{3}$'");
            table.HasCheckConstraint("pay_checkout_sessions_amount_check", "amount_subtotal >= 0 and amount_total >= 0");
        });
        session.HasIndex(s => new { s.ProjectId, s.Status });
        session.HasIndex(s => s.ExpiresAt);
        session.HasOne<Customer>().WithMany().HasForeignKey(s => new { s.ProjectId, s.CustomerId });
        session.HasOne<PaymentIntent>().WithMany().HasForeignKey(s => new { s.ProjectId, s.PaymentIntentId });
        session.HasOne<Subscription>().WithMany().HasForeignKey(s => new { s.ProjectId, s.SubscriptionId });
        session.HasOne<Invoice>().WithMany().HasForeignKey(s => new { s.ProjectId, s.InvoiceId });
        session.Property(s => s.LineItems).HasJson();
    }
}

public static class CheckoutSessionTable
{
    extension(PayDb db)
    {
        public DbSet<CheckoutSession> CheckoutSessions => db.Set<CheckoutSession>();
    }
}
