using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.PaymentIntents.Refunds;

[PgEnum("pay_refund_reason")]
public enum RefundReason { Duplicate, Fraudulent, RequestedByCustomer }

/// <summary>Money that goes back to the shopper, all of a charge or a part. Changed under the lock of its payment intent.</summary>
public sealed class Refund : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }

    /// <summary>The payment intent.</summary>
    public required string PaymentId { get; init; }

    public required string ChargeId { get; init; }
    public string? CustomerId { get; init; }
    public required string PaymentMethodId { get; init; }

    /// <summary>Minor units.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }
    public RefundStatus Status { get; private set; }
    public RefundReason? Reason { get; init; }

    /// <summary>How the gateway did it; null until it did.</summary>
    public RefundWay? Way { get; private set; }

    /// <summary>The gateway's reference of the refund's own transaction; null where the sale itself was voided or lowered.</summary>
    public string? RefundReference { get; private set; }

    /// <summary>What was last sent to the gateway for it, and the gateway's last answer without card data; for support.</summary>
    public string? RequestPayload { get; set; }

    public string? ResponsePayload { get; private set; }

    /// <summary>Stripe's word: <c>declined</c>, <c>merchant_request</c>, <c>unknown</c>, …</summary>
    public string? FailureReason { get; private set; }

    public string? BalanceTransactionId { get; set; }
    public string? FailureBalanceTransactionId { get; set; }

    /// <summary>
    /// Something may have gone out since then, and the gateway has not said what came of it. While one refund of a charge is in
    /// doubt no other goes out, so that the gateway's tally can tell.
    /// </summary>
    public DateTimeOffset? InDoubtSince { get; private set; }

    /// <summary>When a worker looks at it again. Null: nothing is due; of a pending refund: a person has to look.</summary>
    public DateTimeOffset? LookAt { get; set; }

    /// <summary>How often a worker has looked.</summary>
    public int Looks { get; set; }

    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public Money Money => new(Amount, Platform.Monies.Currency.Of(Currency));

    /// <summary>Nobody has been told of the refund yet.</summary>
    public bool IsFresh => BalanceTransactionId is null;

    public static Refund Of(PaymentAttempt charge, long amount, RefundReason? reason, Dictionary<string, string> metadata, DateTimeOffset now) => new()
    {
        Id = PayId.New("re", now),
        PaymentId = charge.PaymentIntentId,
        ChargeId = charge.Id,
        CustomerId = charge.CustomerId,
        PaymentMethodId = charge.PaymentMethodId,
        Amount = amount,
        Currency = charge.Currency,
        Reason = reason,
        Metadata = metadata,
        CreatedAt = now,
    };

    /// <summary>It goes to the gateway now.</summary>
    public void Send(DateTimeOffset now) => (InDoubtSince, LookAt) = (InDoubtSince ?? now, null);

    /// <summary>Nothing is under way: it waits.</summary>
    public void Wait(DateTimeOffset lookAt) => (InDoubtSince, LookAt) = (null, lookAt);

    /// <summary>The gateway has it as a transaction of its own, and has not finished with it.</summary>
    public void Accept(GatewayTransaction told, DateTimeOffset lookAt)
    {
        Note(told, RefundWay.Returned);
        (InDoubtSince, LookAt) = (null, lookAt);
    }

    /// <param name="told">The refund's own transaction, or the sale's where that was voided or lowered.</param>
    /// <param name="lookAt">When to ask whether it has settled; null where nothing can be asked.</param>
    public void Succeed(RefundWay way, GatewayTransaction told, DateTimeOffset? lookAt)
    {
        Status = RefundLifecycle.Next(Status, RefundMove.Succeed);
        Note(told, way);
        (InDoubtSince, LookAt, Looks) = (null, lookAt, 0);
    }

    /// <summary>A reference that came after the refund itself was known; from then on it can be asked after.</summary>
    public void Recognise(GatewayTransaction told) => RefundReference ??= told.Reference;

    public void Fail(string reason, GatewayTransaction? told) => End(RefundMove.Fail, reason, told);

    public void Cancel(GatewayTransaction? told) => End(RefundMove.Cancel, "merchant_request", told);

    private void End(RefundMove move, string reason, GatewayTransaction? told)
    {
        Status = RefundLifecycle.Next(Status, move);
        (FailureReason, InDoubtSince, LookAt) = (reason, null, null);
        ResponsePayload = told?.Raw ?? ResponsePayload;
    }

    private void Note(GatewayTransaction told, RefundWay way)
    {
        (Way, ResponsePayload) = (way, told.Raw);
        // The gateway's tally can prove a refund whose own reference was lost with the answer.
        if (way == RefundWay.Returned && told.AttemptId == Id) RefundReference ??= told.Reference;
    }

    /// <summary>Keeps what goes out; amounts in minor units.</summary>
    public void Sends(string action, string reference, long? amount) =>
        RequestPayload = PayJson.Text(new Dictionary<string, object?> { ["action"] = action, ["xref"] = reference, ["amount"] = amount });
}

public sealed class RefundMap : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> refund)
    {
        refund.ToTable("pay_refunds", table =>
        {
            table.HasCheckConstraint("pay_refunds_amount_check", "amount > 0");
            table.HasCheckConstraint("pay_refunds_currency_check", "currency ~ '^[a-z]{3}$'");
        });
        refund.Ignore(r => r.Money).Ignore(r => r.IsFresh);
        refund.HasOne<PaymentIntent>().WithMany().HasForeignKey(r => new { r.ProjectId, r.PaymentId });
        refund.HasOne<PaymentAttempt>().WithMany().HasForeignKey(r => new { r.ProjectId, r.ChargeId });
        refund.HasIndex(r => new { r.ProjectId, r.PaymentId });
        refund.HasIndex(r => new { r.ProjectId, r.ChargeId });
        refund.HasIndex(r => new { r.ProjectId, r.RefundReference }).IsUnique();
        refund.HasIndex(r => r.Status).HasFilter("status = 'pending'");
        refund.HasIndex(r => r.LookAt).HasFilter("look_at is not null");
        refund.Property(r => r.RequestPayload).HasColumnType("jsonb");
        refund.Property(r => r.ResponsePayload).HasColumnType("jsonb");
    }
}

public static class RefundTable
{
    extension(PayDb db)
    {
        public DbSet<Refund> Refunds => db.Set<Refund>();
    }
}
