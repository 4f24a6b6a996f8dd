using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Invoices.Items;

/// <summary>Something that a customer owes, or is owed: pending until an invoice takes it, then a line of that invoice.</summary>
public sealed class InvoiceItem : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public required string CustomerId { get; init; }
    public string? TestClockId { get; init; }

    /// <summary>The invoice that took it; null while it is pending.</summary>
    public string? InvoiceId { get; set; }

    /// <summary>Only invoices of this subscription take it. The room of subscriptions ties the id.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>Of a proration: whose change it settles.</summary>
    public string? SubscriptionItemId { get; init; }

    /// <summary>Minor units, quantity included; negative is a credit.</summary>
    public required long Amount { get; set; }

    public required string Currency { get; init; }
    public string? Description { get; set; }
    public decimal Quantity { get; set; } = 1;

    /// <summary>What it charges for; its unit amount alone where it was given without a price.</summary>
    public LinePrice? Price { get; set; }

    /// <summary>Minor units, perhaps with a fraction.</summary>
    public decimal? UnitAmount { get; set; }

    public required DateTimeOffset PeriodStart { get; set; }
    public required DateTimeOffset PeriodEnd { get; set; }
    public bool Proration { get; init; }
    public bool Discountable { get; set; } = true;
    public IReadOnlyList<Discount> Discounts { get; set; } = [];
    public IReadOnlyList<TaxTerms>? TaxRates { get; set; }
    public CreditedItems? Credits { get; init; }
    public IReadOnlyList<string>? Steps { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];

    /// <summary>When it was made, in the customer's time.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public static string NewId(DateTimeOffset now) => PayId.New("ii", now);

    /// <summary>Itself as a line of an invoice.</summary>
    public InvoiceLine ToLine(string lineId) => new(lineId, Description, Amount, Quantity, PeriodStart, PeriodEnd, Proration)
    {
        Price = Price,
        Discountable = Discountable,
        Discounts = Discounts,
        TaxRates = TaxRates,
        InvoiceItemId = Id,
        SubscriptionId = SubscriptionId,
        SubscriptionItemId = SubscriptionItemId,
        Credits = Credits,
        Steps = Steps,
        Metadata = Metadata,
    };
}

public sealed class InvoiceItemMap : IEntityTypeConfiguration<InvoiceItem>
{
    public void Configure(EntityTypeBuilder<InvoiceItem> item)
    {
        item.ToTable("pay_invoice_items", table => table.HasCheckConstraint("pay_invoice_items_currency_check", "currency ~ '^[a-z]{3}$'"));
        item.HasIndex(i => new { i.ProjectId, i.CustomerId, i.Id });
        item.HasIndex(i => new { i.ProjectId, i.InvoiceId });
        item.HasIndex(i => new { i.ProjectId, i.CustomerId, i.Currency }).HasFilter("invoice_id is null").HasDatabaseName("pay_invoice_items_pending_idx");
        item.HasOne<Customer>().WithMany().HasForeignKey(i => new { i.ProjectId, i.CustomerId });
        item.HasOne<Invoice>().WithMany().HasForeignKey(i => new { i.ProjectId, i.InvoiceId });
        item.HasOne<TestClock>().WithMany().HasForeignKey(i => new { i.ProjectId, i.TestClockId });
        item.Property(i => i.Price).HasJson();
        item.Property(i => i.Discounts).HasJson();
        item.Property(i => i.TaxRates).HasJson();
        item.Property(i => i.Credits).HasJson();
        item.Property(i => i.Steps).HasJson();
    }
}

public static class InvoiceItemTable
{
    extension(PayDb db)
    {
        public DbSet<InvoiceItem> InvoiceItems => db.Set<InvoiceItem>();
    }
}
