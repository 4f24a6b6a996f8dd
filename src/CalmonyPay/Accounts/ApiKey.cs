using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Accounts;

[PgEnum("pay_api_key_type")]
public enum ApiKeyType { Secret, Publishable }

[PgEnum("pay_api_key_env")]
public enum ApiKeyEnv { Live, Test }

/// <summary>A key as the database knows it: by its SHA-256 alone.</summary>
public sealed class ApiKey : IProjectOwned
{
    public required Guid Id { get; init; }
    public required Guid ProjectId { get; init; }
    public bool Livemode { get; private set; }
    public required ApiKeyType Type { get; init; }
    public required ApiKeyEnv Env { get; init; }

    /// <summary>SHA-256 of the raw key's bytes.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>Enough of the key to recognise it in a list: its prefix and last four characters.</summary>
    public required string Hint { get; init; }

    public string? Name { get; init; }

    /// <summary>Requests a second that this key may make, instead of the host's setting.</summary>
    public int? RateLimit { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Within the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Makes a key; the raw text is returned once and kept nowhere.</summary>
    public static (ApiKey Key, string Raw) Issue(Guid project, ApiKeyType type, ApiKeyEnv env, DateTimeOffset now, string? name = null, DateTimeOffset? expires = null, int? rateLimit = null)
    {
        var raw = $"{(type == ApiKeyType.Secret ? "sk" : "pk")}_{SnakeCase.Of(env)}_{PayId.RandomText(40)}";
        return (Of(raw, project, type, env, now, name, expires, rateLimit), raw);
    }

    /// <summary>The row of a raw key that exists already (the sandbox's well-known ones).</summary>
    public static ApiKey Of(string raw, Guid project, ApiKeyType type, ApiKeyEnv env, DateTimeOffset now, string? name = null, DateTimeOffset? expires = null, int? rateLimit = null) => new()
    {
        Id = Guid.CreateVersion7(now),
        ProjectId = project,
        Livemode = env == ApiKeyEnv.Live,
        Type = type,
        Env = env,
        KeyHash = HashOf(raw),
        Hint = $"{raw[..8]}…{raw[^4..]}",
        Name = name,
        RateLimit = rateLimit,
        CreatedAt = now,
        ExpiresAt = expires,
    };

    public static byte[] HashOf(string raw) => SHA256.HashData(Encoding.UTF8.GetBytes(raw));
}

public sealed class ApiKeyMap : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("pay_api_keys", table =>
        {
            table.HasCheckConstraint("pay_api_keys_livemode_check", "livemode = (env = 'live')");
            table.HasCheckConstraint("pay_api_keys_key_hash_check", "octet_length(key_hash) = 32");
        });
        key.HasIndex(k => k.KeyHash).IsUnique();
        key.HasOne<Project>().WithMany().HasForeignKey(k => k.ProjectId);
    }
}
