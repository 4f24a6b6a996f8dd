using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Webhooks;

/// <summary>One try of a delivery: what was answered, or why nothing was.</summary>
public sealed class WebhookAttempt : IProjectOwned
{
    /// <summary>How much of an answer's body is kept, bytes.</summary>
    public const int MostBodyBytes = 4096;

    public required Guid Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required Guid DeliveryId { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>HTTP status; null where no answer came.</summary>
    public int? ResponseStatus { get; init; }

    /// <summary>The answer's headers, by name.</summary>
    public Dictionary<string, string> ResponseHeaders { get; init; } = [];

    /// <summary>The beginning of the answer's body, as text.</summary>
    public string? ResponseBody { get; init; }

    /// <summary>From the first byte sent to the last one read.</summary>
    public required int DurationMilliseconds { get; init; }

    /// <summary>Why no answer came, or why the answer was not accepted.</summary>
    public string? Error { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

public sealed class WebhookAttemptMap : IEntityTypeConfiguration<WebhookAttempt>
{
    public void Configure(EntityTypeBuilder<WebhookAttempt> attempt)
    {
        attempt.ToTable("pay_webhook_attempts", table =>
        {
            table.HasCheckConstraint("pay_webhook_attempts_number_check", "number > 0");
            table.HasCheckConstraint("pay_webhook_attempts_duration_check", "duration_milliseconds >= 0");
        });
        attempt.HasIndex(a => new { a.ProjectId, a.DeliveryId, a.Number });
        attempt.HasOne<WebhookDelivery>().WithMany().HasForeignKey(a => new { a.ProjectId, a.DeliveryId });
    }
}

public static class WebhookAttemptTable
{
    extension(PayDb db)
    {
        public DbSet<WebhookAttempt> WebhookAttempts => db.Set<WebhookAttempt>();
    }
}
