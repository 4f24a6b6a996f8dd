using CalmonyPay.Checkout.Lines;
using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Checkout.Links;

/// <summary>An address that opens a session of its own for everyone who follows it.</summary>
public sealed class PaymentLink : IProjectOwned, IEventSource
{
    /// <summary><c>plink_…</c></summary>
    public required string Id { get; init; }

    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }

    /// <summary>False: whoever follows it reads that it is over.</summary>
    public bool Active { get; set; } = true;

    /// <summary>Subscription where a price recurs, else payment.</summary>
    public required CheckoutSessionMode Mode { get; init; }

    /// <summary>ISO 4217, lower case.</summary>
    public required string Currency { get; init; }

    /// <summary>What is sold, with the amounts for somebody of whom nothing is known.</summary>
    public IReadOnlyList<SessionLine> LineItems { get; set; } = [];

    public IReadOnlyList<SessionShipping> ShippingOptions { get; set; } = [];

    /// <summary>Of its sessions.</summary>
    public required SessionSettings Settings { get; set; }

    /// <summary>Where its completed sessions lead; null: the page says thanks.</summary>
    public string? RedirectUrl { get; set; }

    /// <summary>What the page says once it is over; null: words of our own.</summary>
    public string? InactiveMessage { get; set; }

    /// <summary>How many of its sessions can be completed; null for any number.</summary>
    public long? CompletedLimit { get; set; }

    /// <summary>How many were.</summary>
    public long CompletedCount { get; set; }

    /// <summary>In its address, which never changes.</summary>
    public required string UrlToken { get; init; }

    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    /// <summary>Does it still open sessions?</summary>
    public bool IsOpen => Active && !IsExhausted;

    public bool IsExhausted => CompletedCount >= CompletedLimit;
}

public sealed class PaymentLinkMap : IEntityTypeConfiguration<PaymentLink>
{
    public void Configure(EntityTypeBuilder<PaymentLink> link)
    {
        link.ToTable("pay_payment_links", table =>
        {
            table.HasCheckConstraint("pay_payment_links_currency_check", "currency ~ '^[a-z]{3}$'");
            table.HasCheckConstraint("pay_payment_links_limit_check", "completed_limit > 0 and completed_count >= 0");
        });
        link.HasIndex(l => new { l.ProjectId, l.Active });
        link.Ignore(l => l.IsOpen);
        link.Ignore(l => l.IsExhausted);
        link.Property(l => l.LineItems).HasJson().IsRequired();
        link.Property(l => l.ShippingOptions).HasJson().IsRequired();
        link.Property(l => l.Settings).HasJson().IsRequired();
    }
}

public static class PaymentLinkTable
{
    extension(PayDb db)
    {
        public DbSet<PaymentLink> PaymentLinks => db.Set<PaymentLink>();
    }
}
