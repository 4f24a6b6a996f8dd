using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.PaymentIntents.Attempts;

/// <summary>What is being done to a charge at the gateway.</summary>
[PgEnum("pay_operation_kind")]
public enum OperationKind
{
    /// <summary>Authorise, and capture if the intent says so.</summary>
    Authorize,
    /// <summary>Go on after a leg of 3-D Secure.</summary>
    Continue,
    Capture,
    /// <summary>Release a hold.</summary>
    Cancel,
    /// <summary>Give captured money back: void, lower or refund, as the gateway's state demands.</summary>
    Refund,
    /// <summary>Take back a refund that the gateway has not sent on.</summary>
    CancelRefund,
}

/// <summary>
/// One gateway step at a time: the row says who is at work on a charge and until when he is trusted to be. A partial unique
/// index allows one open operation a charge; what a crash left open is taken over after its lease.
/// </summary>
public sealed class PaymentOperation : IProjectOwned
{
    public required Guid Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string PaymentIntentId { get; init; }
    public required string ChargeId { get; init; }
    public required OperationKind Kind { get; init; }

    /// <summary>The absolute amount that shall be captured, or that shall remain captured; minor units.</summary>
    public long? TargetAmount { get; init; }

    /// <summary>Of a refund and its cancellation: <c>re_…</c>.</summary>
    public string? RefundId { get; init; }

    /// <summary>Of a cancellation: why.</summary>
    public CancellationReason? Reason { get; init; }

    /// <summary>The shopper is not there: an authentication cannot be asked for.</summary>
    public bool OffSession { get; init; }

    /// <summary>The answer is a failure rather than <c>requires_action</c> when the shopper would have to authenticate.</summary>
    public bool ErrorOnRequiresAction { get; init; }

    /// <summary>Under which the answer is kept, by whoever finishes.</summary>
    public Guid? IdempotencyKeyId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset LeaseUntil { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
}

public sealed class PaymentOperationMap : IEntityTypeConfiguration<PaymentOperation>
{
    public void Configure(EntityTypeBuilder<PaymentOperation> operation)
    {
        operation.ToTable("pay_payment_operations");
        operation.HasOne<PaymentAttempt>().WithMany().HasForeignKey(o => new { o.ProjectId, o.ChargeId });
        operation.HasIndex(o => new { o.ProjectId, o.ChargeId }, "pay_payment_operations_open_idx").IsUnique().HasFilter("finished_at is null");
        operation.HasIndex(o => new { o.ProjectId, o.PaymentIntentId }).HasFilter("finished_at is null");
        operation.HasIndex(o => new { o.ProjectId, o.RefundId }).HasFilter("refund_id is not null and finished_at is null");
        operation.HasIndex(o => o.LeaseUntil).HasFilter("finished_at is null");
    }
}
