using CalmonyPay.Gateways;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.PaymentMethods.SetupIntents;

[PgEnum("pay_setup_attempt_status")]
public enum SetupAttemptStatus { Processing, RequiresAction, Succeeded, Failed, Abandoned }

/// <summary>One try at setting a card up.</summary>
public sealed class SetupAttempt : IProjectOwned
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string SetupIntentId { get; init; }
    public string? CustomerId { get; private init; }
    public required string PaymentMethodId { get; init; }
    public SetupAttemptStatus Status { get; private set; }
    public SetupUsage Usage { get; private init; }
    public SetupError? SetupError { get; private set; }

    /// <summary>The card as it was when the try ended.</summary>
    public PaymentMethodCard? Card { get; private set; }

    public ThreeDSecureResult? ThreeDSecure { get; private set; }

    /// <summary>The account that was asked.</summary>
    public Guid? CredentialId { get; private set; }

    /// <summary>The gateway's cross reference of the VERIFY.</summary>
    public string? GatewayReference { get; private set; }

    /// <summary>The newest one goes on with the challenge; null when none is out or its answer is on its way.</summary>
    public string? ChallengeReference { get; private set; }

    /// <summary>What the browser has to do next; null when nothing is out.</summary>
    public Challenge? Challenge { get; private set; }

    /// <summary>How many legs the gateway has asked for; <see cref="Gateways.Challenge.MostLegs"/> at most.</summary>
    public int AuthenticationLegs { get; private set; }

    /// <summary>The issuer refused without authentication and asked for it: the next try demands a challenge.</summary>
    public bool SoftDeclined { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public static SetupAttempt Of(SetupIntent intent, PaymentMethod method, DateTimeOffset now) => new()
    {
        Id = PayId.New("setatt", now),
        SetupIntentId = intent.Id,
        CustomerId = intent.CustomerId,
        PaymentMethodId = method.Id,
        Usage = intent.Usage,
        CreatedAt = now,
    };

    /// <summary>What the gateway told, whatever it means.</summary>
    public void Told(GatewayTransaction? transaction, Guid credentialId, PaymentMethod method)
    {
        (CredentialId, GatewayReference, Card) = (credentialId, transaction?.Reference ?? GatewayReference, PaymentMethodCard.Of(method));
        ThreeDSecure = transaction?.ThreeDSecure ?? ThreeDSecure;
    }

    /// <param name="challenge">What the gateway waits for; null if it was not asked yet, or its issuer declined softly.</param>
    public void Wait(Challenge? challenge, bool softDeclined)
    {
        (Status, ChallengeReference, Challenge, SoftDeclined) = (SetupAttemptStatus.RequiresAction, challenge?.Reference, challenge, softDeclined);
        if (challenge is not null) AuthenticationLegs++;
    }

    /// <summary>An answer to the challenge goes to the gateway: no second one does.</summary>
    public void SpendChallenge() => (Status, ChallengeReference, Challenge) = (SetupAttemptStatus.Processing, null, null);

    public void Succeed() => (Status, ChallengeReference, Challenge) = (SetupAttemptStatus.Succeeded, null, null);

    public void Fail(SetupError error) => (Status, SetupError, ChallengeReference, Challenge) = (SetupAttemptStatus.Failed, error, null, null);

    public void Abandon() => (Status, ChallengeReference, Challenge) = (SetupAttemptStatus.Abandoned, null, null);
}

public sealed class SetupAttemptMap : IEntityTypeConfiguration<SetupAttempt>
{
    public void Configure(EntityTypeBuilder<SetupAttempt> attempt)
    {
        attempt.ToTable("pay_setup_attempts");
        attempt.HasIndex(a => new { a.ProjectId, a.SetupIntentId });
        attempt.HasOne<SetupIntent>().WithMany().HasForeignKey(a => new { a.ProjectId, a.SetupIntentId });
        attempt.HasOne<PaymentMethod>().WithMany().HasForeignKey(a => new { a.ProjectId, a.PaymentMethodId });
        attempt.Property(a => a.SetupError).HasJson();
        attempt.Property(a => a.Card).HasJson();
        attempt.Property(a => a.ThreeDSecure).HasJson();
        attempt.Property(a => a.Challenge).HasJson();
    }
}
