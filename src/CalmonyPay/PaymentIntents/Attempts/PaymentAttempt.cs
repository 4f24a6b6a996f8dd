using CalmonyPay.Gateways;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.PaymentIntents.Attempts;

/// <summary>Where captured money stands on its way to the merchant.</summary>
[PgEnum("pay_settlement_status")]
public enum SettlementStatus { None, Pending, Settled, Rejected }

/// <summary>One try at moving money through a gateway; on the API it is a charge.</summary>
public sealed class PaymentAttempt : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string PaymentIntentId { get; init; }

    /// <summary>Made without an intent, as the API shows it.</summary>
    public bool OldStyle { get; init; }

    /// <summary>Counts the intent's attempts from 1.</summary>
    public required int AttemptNo { get; init; }

    public AttemptStatus Status { get; private set; }
    public SettlementStatus Settlement { get; private set; }

    /// <summary>Minor units; what was asked for.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }
    public long AmountCaptured { get; private set; }

    /// <summary>Given back, or promised to be: pending refunds count.</summary>
    public long AmountRefunded { get; set; }

    /// <summary>The gateway captures in the same step as it authorises (the credential says so).</summary>
    public required bool CapturesAtOnce { get; init; }

    public string? CustomerId { get; set; }
    public required string PaymentMethodId { get; init; }

    /// <summary>The card as it was when it was charged.</summary>
    public required ChargedCard Card
    {
        get => new(CardBrand, CardLast4, (int)CardExpMonth, (int)CardExpYear, CardFunding, CardCountry, CardFingerprint, CardChecks);
        set => (CardBrand, CardLast4, CardExpMonth, CardExpYear, CardFunding, CardCountry, CardFingerprint, CardChecks) =
            (value.Brand, value.Last4, value.ExpMonth, value.ExpYear, value.Funding, value.Country, value.Fingerprint, value.Checks);
    }

    // The card's facts in columns of their own, because charges are searched by them.
    public string CardBrand { get; private set; } = "";
    public string CardLast4 { get; private set; } = "";
    public long CardExpMonth { get; private set; }
    public long CardExpYear { get; private set; }
    public string CardFunding { get; private set; } = "";
    public string? CardCountry { get; private set; }
    public string? CardFingerprint { get; private set; }
    public CardChecks CardChecks { get; private set; } = CardChecks.None;

    public required BillingDetails BillingDetails { get; init; }
    public required Agreement Agreement { get; init; }

    /// <summary>The stored card's reference that the attempt goes out with, so that a repeat is the same request; null for card data.</summary>
    public string? SourceReference { get; init; }

    /// <summary>What the shopper's browser said, when the attempt comes from our page or our card element.</summary>
    public BrowserData? Browser { get; init; }

    /// <summary>The credential that made the attempt; everything about it goes through that one.</summary>
    public required Guid CredentialId { get; init; }

    public required string GatewayName { get; init; }

    /// <summary>The gateway's cross reference; null until it answered.</summary>
    public string? GatewayReference { get; private set; }

    /// <summary>The newest reference of an authentication under way; a leg is used once.</summary>
    public string? ChallengeReference { get; private set; }

    /// <summary>What the browser has to do next (URL, fields), JSON.</summary>
    public Challenge? Challenge { get; private set; }

    /// <summary>How many legs the gateway has asked for; <see cref="Gateways.Challenge.MostLegs"/> at most.</summary>
    public int AuthenticationLegs { get; private set; }

    public string? AuthorizationCode { get; private set; }
    public string? NetworkTransactionId { get; private set; }
    public ThreeDSecureResult? ThreeDSecure { get; private set; }
    public Decline? Failure { get; private set; }

    /// <summary>The gateway's request and answer without card data, for support.</summary>
    public string? RequestPayload { get; set; }

    public string? ResponsePayload { get; private set; }
    public double? DurationMs { get; set; }
    public bool Disputed { get; set; }
    public string? BalanceTransactionId { get; set; }
    public string? FailureBalanceTransactionId { get; set; }
    public string? Description { get; set; }
    public string? ReceiptEmail { get; set; }

    /// <summary>The receipt's page; null until something is captured.</summary>
    public string? ReceiptUrl { get; set; }
    public string? StatementDescriptor { get; init; }
    public string? StatementDescriptorSuffix { get; init; }
    public Shipping? Shipping { get; set; }
    public string? TransferGroup { get; set; }
    public FraudReport? FraudDetails { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was written down, on the wall clock, to send it: what its age is counted from. On a test clock <see cref="CreatedAt"/> is another time.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>A hold that is not captured by then is cancelled.</summary>
    public DateTimeOffset? CaptureBefore { get; private set; }

    /// <summary>When a worker looks at the attempt again; null when nothing is due.</summary>
    public DateTimeOffset? LookAt { get; set; }

    /// <summary>How often a worker has looked.</summary>
    public int Looks { get; set; }

    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public Money Money => new(Amount, Platform.Monies.Currency.Of(Currency));

    /// <summary>What can still be given back.</summary>
    public long Refundable => AmountCaptured - AmountRefunded;

    /// <summary>It has ended without taking anything; a hold of it that turns up is unwanted.</summary>
    public bool IsDead => Status is AttemptStatus.Declined or AttemptStatus.Failed or AttemptStatus.Abandoned or AttemptStatus.Canceled;

    public static string NewId(DateTimeOffset now) => PayId.New("ch", now);

    private void Move(AttemptMove move) => Status = AttemptLifecycle.Next(Status, move);

    public void Authorize(GatewayTransaction told, DateTimeOffset captureBefore)
    {
        Move(AttemptMove.Authorize);
        (CaptureBefore, LookAt) = (captureBefore, captureBefore);
        Note(told);
    }

    /// <param name="amount">Taken, minor units; the rest of the hold is released.</param>
    /// <param name="lookAt">When to ask the gateway whether it has settled.</param>
    public void Capture(long amount, GatewayTransaction? told, DateTimeOffset lookAt)
    {
        Move(AttemptMove.Capture);
        (AmountCaptured, Settlement, CaptureBefore, LookAt, Looks) = (amount, SettlementStatus.Pending, null, lookAt, 0);
        if (told is not null) Note(told);
    }

    public void Ask(GatewayTransaction told, Challenge challenge, DateTimeOffset giveUpAt)
    {
        Move(AttemptMove.Challenge);
        (ChallengeReference, Challenge, AuthenticationLegs, LookAt) = (challenge.Reference, challenge, AuthenticationLegs + 1, giveUpAt);
        Note(told);
    }

    /// <summary>A leg of the authentication goes out: its reference is spent.</summary>
    public void SpendChallenge() => (ChallengeReference, Challenge, Looks) = (null, null, 0);

    public void Decline(Decline decline, GatewayTransaction? told) => End(AttemptMove.Decline, decline, told);

    public void Fail(Decline decline, GatewayTransaction? told = null) => End(AttemptMove.Fail, decline, told);

    public void Abandon(Decline decline) => End(AttemptMove.Abandon, decline, null);

    public void GiveToPerson()
    {
        Move(AttemptMove.GiveToPerson);
        LookAt = null;
    }

    public void Cancel(GatewayTransaction? told)
    {
        Move(AttemptMove.Cancel);
        (LookAt, CaptureBefore) = (null, null);
        if (Settlement == SettlementStatus.Pending) Settlement = SettlementStatus.None;
        if (told is not null) Note(told);
    }

    public void Settle() => (Settlement, LookAt) = (SettlementStatus.Settled, null);

    public void Reject(Decline decline)
    {
        End(AttemptMove.Reject, decline, null);
        Settlement = SettlementStatus.Rejected;
    }

    /// <summary>Keeps what the gateway says; a reference once known is never overwritten (an error answer carries one of its own).</summary>
    public void Note(GatewayTransaction told)
    {
        GatewayReference ??= told.Reference;
        AuthorizationCode = told.AuthorizationCode ?? AuthorizationCode;
        NetworkTransactionId = told.NetworkTransactionId ?? NetworkTransactionId;
        // Only the authentication's own answers know how it went about; a capture's tells its result once more.
        ThreeDSecure = told.ThreeDSecure is { } secure ? secure with { Flow = secure.Flow ?? ThreeDSecure?.Flow } : ThreeDSecure;
        ResponsePayload = told.Raw;
        Card = Card.With(told);
    }

    private void End(AttemptMove move, Decline decline, GatewayTransaction? told)
    {
        Move(move);
        (Failure, LookAt, CaptureBefore) = (decline, null, null);
        if (told is not null) Note(told);
    }
}

/// <summary>The card on a charge.</summary>
public sealed record ChargedCard(string Brand, string Last4, int ExpMonth, int ExpYear, string Funding, string? Country, string? Fingerprint, CardChecks Checks)
{
    public ChargedCard With(GatewayTransaction told) => this with
    {
        Brand = told.Card?.Brand ?? Brand,
        Funding = told.Card?.Funding ?? Funding,
        Country = told.Card?.Country ?? Country,
        Checks = told.Checks == CardChecks.None ? Checks : told.Checks,
    };
}

/// <param name="UserReport"><c>safe</c> or <c>fraudulent</c>.</param>
public sealed record FraudReport(string? UserReport);

public sealed class PaymentAttemptMap : IEntityTypeConfiguration<PaymentAttempt>
{
    public void Configure(EntityTypeBuilder<PaymentAttempt> attempt)
    {
        attempt.ToTable("pay_payment_attempts", table =>
        {
            table.HasCheckConstraint("pay_payment_attempts_amount_check", "amount > 0 and amount_captured >= 0 and amount_refunded >= 0");
            table.HasCheckConstraint("pay_payment_attempts_captured_check", "amount_captured <= amount");
            table.HasCheckConstraint("pay_payment_attempts_refunded_check", "amount_refunded <= amount_captured");
            table.HasCheckConstraint("pay_payment_attempts_currency_check", "currency ~ '^[a-z]{3}$'");
        });
        attempt.Ignore(a => a.Money).Ignore(a => a.Refundable).Ignore(a => a.IsDead).Ignore(a => a.Card);
        attempt.HasOne<PaymentIntent>().WithMany().HasForeignKey(a => new { a.ProjectId, a.PaymentIntentId });
        attempt.HasOne<PaymentMethod>().WithMany().HasForeignKey(a => new { a.ProjectId, a.PaymentMethodId });
        attempt.HasIndex(a => new { a.ProjectId, a.PaymentIntentId, a.AttemptNo }).IsUnique();
        attempt.HasIndex(a => new { a.ProjectId, a.CustomerId });
        attempt.HasIndex(a => a.LookAt).HasFilter("look_at is not null");
        attempt.HasIndex(a => a.Status).HasFilter("status = 'unresolved'");
        attempt.HasIndex(a => new { a.ProjectId, a.GatewayReference });
        attempt.Property(a => a.CardChecks).HasJson();
        attempt.Property(a => a.BillingDetails).HasJson();
        attempt.Property(a => a.Challenge).HasJson();
        attempt.Property(a => a.Browser).HasJson();
        attempt.Property(a => a.ThreeDSecure).HasJson();
        attempt.Property(a => a.Failure).HasJson();
        attempt.Property(a => a.Shipping).HasJson();
        attempt.Property(a => a.FraudDetails).HasJson();
        attempt.Property(a => a.Agreement).HasConversion<string>();
        attempt.Property(a => a.RequestPayload).HasColumnType("jsonb");
        attempt.Property(a => a.ResponsePayload).HasColumnType("jsonb");
    }
}

public static class PaymentAttemptTable
{
    extension(PayDb db)
    {
        public DbSet<PaymentAttempt> Attempts => db.Set<PaymentAttempt>();
    }
}
