using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Platform.Idempotency;

/// <summary>
/// What was asked under an <c>Idempotency-Key</c> and what was answered. Complete from the start where no gateway is
/// called; else claimed with a lease first and completed by whoever finishes the work.
/// </summary>
public sealed class IdempotencyKey : IProjectOwned
{
    /// <summary>How long an answer is kept, as Stripe keeps it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Stripe's limit on the key's length.</summary>
    public const int MostCharacters = 255;

    public required Guid Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string Key { get; init; }

    /// <summary>HMAC over method, path and parsed parameters, security codes left out.</summary>
    public required byte[] Fingerprint { get; init; }

    public string? RequestId { get; init; }

    /// <summary>Null while the work is under way.</summary>
    public int? ResponseStatus { get; set; }

    /// <summary>The answer, encrypted, since client secrets are part of it.</summary>
    public byte[]? ResponseBody { get; set; }

    /// <summary>Until when the host that claimed the key is trusted to be at work; after that a retry resumes.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>The object that the work has made or taken so far (<c>pi_…</c>): where a retry resumes after a crash.</summary>
    public string? RecoveryPoint { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

public sealed class IdempotencyKeyMap : IEntityTypeConfiguration<IdempotencyKey>
{
    public void Configure(EntityTypeBuilder<IdempotencyKey> key)
    {
        key.ToTable("pay_idempotency_keys");
        key.HasIndex(k => new { k.ProjectId, k.Key, k.Livemode }).IsUnique();
        key.HasIndex(k => k.ExpiresAt);
        key.Property(k => k.Key).UseCollation("C");
    }
}
