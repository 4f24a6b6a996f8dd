using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.PaymentIntents.Disputes;

/// <summary>A shopper's bank asks a payment back (a chargeback), or asks about it (an inquiry).</summary>
public sealed class Dispute : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }

    /// <summary>The payment intent.</summary>
    public required string PaymentId { get; init; }

    public required string ChargeId { get; init; }

    /// <summary>The gateway's own id of the chargeback; null where an operator entered it.</summary>
    public string? GatewayReference { get; init; }

    /// <summary>Minor units.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }

    /// <summary>The card's, as it was charged.</summary>
    public required string Brand { get; init; }

    public DisputeStatus Status { get; private set; }

    /// <summary>Stripe's word, such as <c>fraudulent</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>What the merchant says, by Stripe's names; fields that were never set are missing.</summary>
    public Dictionary<string, string> Evidence { get; set; } = [];

    public int SubmissionCount { get; private set; }
    public string? IntendedSubmissionMethod { get; set; }
    public required DateTimeOffset EvidenceDueBy { get; init; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public Money Money => new(Amount, Platform.Monies.Currency.Of(Currency));

    /// <param name="amount">Minor units, above zero.</param>
    /// <param name="inquiry">Only a question: no money moves.</param>
    public static Dispute Of(PaymentAttempt charge, string? gatewayReference, long amount, string reason, bool inquiry, DateTimeOffset now, DateTimeOffset dueBy) => new()
    {
        Id = PayId.New("dp", now),
        PaymentId = charge.PaymentIntentId,
        ChargeId = charge.Id,
        GatewayReference = gatewayReference,
        Amount = amount,
        Currency = charge.Currency,
        Brand = charge.Card.Brand,
        Status = inquiry ? DisputeStatus.WarningNeedsResponse : DisputeStatus.NeedsResponse,
        Reason = reason,
        EvidenceDueBy = dueBy,
        CreatedAt = now,
    };

    public void Submit()
    {
        Status = DisputeLifecycle.Next(Status, DisputeMove.Submit);
        SubmissionCount++;
    }

    public void Decide(DisputeMove outcome) => Status = DisputeLifecycle.Next(Status, outcome);
}

public sealed class DisputeMap : IEntityTypeConfiguration<Dispute>
{
    public void Configure(EntityTypeBuilder<Dispute> dispute)
    {
        dispute.ToTable("pay_disputes", table =>
        {
            table.HasCheckConstraint("pay_disputes_amount_check", "amount > 0");
            table.HasCheckConstraint("pay_disputes_currency_check", "currency ~ '^[a-z]{3}$'");
        });
        dispute.Ignore(d => d.Money);
        dispute.HasOne<PaymentIntent>().WithMany().HasForeignKey(d => new { d.ProjectId, d.PaymentId });
        dispute.HasOne<PaymentAttempt>().WithMany().HasForeignKey(d => new { d.ProjectId, d.ChargeId });
        dispute.HasIndex(d => new { d.ProjectId, d.PaymentId });
        // The gateway may tell of the same chargeback many times.
        dispute.HasIndex(d => new { d.ProjectId, d.ChargeId, d.GatewayReference }).IsUnique();
    }
}

public static class DisputeTable
{
    extension(PayDb db)
    {
        public DbSet<Dispute> Disputes => db.Set<Dispute>();
    }
}
