using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.PaymentMethods;

/// <summary>A card's stand-in that is good for one use. The card behind it is a payment method that nobody has been told of yet.</summary>
public sealed class Token : IProjectOwned
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string PaymentMethodId { get; init; }

    /// <summary>From where it was made, as the connection says.</summary>
    public string? ClientIp { get; init; }

    public DateTimeOffset? UsedAt { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }

    public static Token For(PaymentMethod method, string? clientIp, DateTimeOffset now) =>
        new() { Id = PayId.New("tok", now), PaymentMethodId = method.Id, ClientIp = clientIp, CreatedAt = now };

    public void Spend(DateTimeOffset now) => UsedAt = now;
}

public sealed class TokenMap : IEntityTypeConfiguration<Token>
{
    public void Configure(EntityTypeBuilder<Token> token)
    {
        token.ToTable("pay_tokens");
        token.HasOne<PaymentMethod>().WithMany().HasForeignKey(t => new { t.ProjectId, t.PaymentMethodId });
    }
}
