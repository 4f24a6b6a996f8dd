using CalmonyPay.Accounts;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices;

/// <summary>What a new invoice is about.</summary>
/// <param name="Currency">ISO 4217, lower case.</param>
/// <param name="PeriodStart">As Stripe shows it; for a subscription the period that has ended.</param>
public sealed record NewInvoice(string Currency, BillingReason Reason, CollectionMethod Collection, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd)
{
    public string? SubscriptionId { get; init; }

    /// <inheritdoc cref="Invoice.CycleStart"/>
    public DateTimeOffset? CycleStart { get; init; }

    public IReadOnlyList<Discount> Discounts { get; init; } = [];
    public IReadOnlyList<TaxTerms> DefaultTaxRates { get; init; } = [];
    public string? DefaultPaymentMethodId { get; init; }
    public int? DaysUntilDue { get; init; }
    public DateTimeOffset? DueDate { get; init; }
    public DateTimeOffset? EffectiveAt { get; init; }
    public string? Description { get; init; }
    public string? Footer { get; init; }
    public string? StatementDescriptor { get; init; }
    public IReadOnlyList<InvoiceCustomField>? CustomFields { get; init; }
    public InvoiceRendering? Rendering { get; init; }
    public Shipping? Shipping { get; init; }
    public bool AutoAdvance { get; init; }
    public DateTimeOffset? AutomaticallyFinalizesAt { get; init; }
    public Dictionary<string, string> Metadata { get; init; } = [];
    public Dictionary<string, string> ParentMetadata { get; init; } = [];
    public DateTimeOffset? ProrationDate { get; init; }
}

/// <summary>Makes draft invoices. The customer's row is locked by whoever calls.</summary>
public sealed class InvoiceDrafting(PayDb db, EventLog events, ProjectBilling billing, ScopeTime time)
{
    /// <summary>A draft in memory, its amounts worked out; nothing is written. For previews, and for <see cref="Add"/>.</summary>
    public async Task<Invoice> MakeAsync(Customer customer, NewInvoice about, IReadOnlyList<InvoiceLine> lines, CancellationToken ct)
    {
        var project = await billing.ReadAsync(ct);
        var now = time.Now;
        var invoice = new Invoice
        {
            Id = Invoice.NewId(now),
            CustomerId = customer.Id,
            TestClockId = customer.TestClockId,
            SubscriptionId = about.SubscriptionId,
            Currency = about.Currency,
            BillingReason = about.Reason,
            CollectionMethod = about.Collection,
            PeriodStart = about.PeriodStart,
            PeriodEnd = about.PeriodEnd,
            CycleStart = about.CycleStart,
            Customer = InvoicedCustomer.Of(customer),
            Discounts = about.Discounts,
            DefaultTaxRates = about.DefaultTaxRates,
            TaxRounding = project.TaxRounding,
            DefaultPaymentMethodId = about.DefaultPaymentMethodId,
            Description = about.Description,
            Footer = about.Footer ?? customer.InvoiceSettings.Footer,
            StatementDescriptor = about.StatementDescriptor,
            CustomFields = about.CustomFields ?? customer.InvoiceSettings.CustomFields ?? [],
            Rendering = about.Rendering ?? customer.InvoiceSettings.RenderingOptions,
            Shipping = about.Shipping,
            DaysUntilDue = about.Collection == CollectionMethod.SendInvoice ? about.DaysUntilDue ?? project.Settings.DaysUntilDue : null,
            DueDate = about.DueDate,
            EffectiveAt = about.EffectiveAt,
            AutoAdvance = about.AutoAdvance,
            AutomaticallyFinalizesAt = about.AutoAdvance ? about.AutomaticallyFinalizesAt ?? now.AddMinutes(project.Settings.DraftMinutes) : null,
            Metadata = about.Metadata,
            ParentMetadata = about.ParentMetadata,
            ProrationDate = about.ProrationDate,
            CreatedAt = now,
        };
        invoice.StartFrom(customer.Balance);
        invoice.Bill(lines);
        invoice.Plan();
        return invoice;
    }

    /// <summary>Adds a draft to the save, and tells of it.</summary>
    public void Add(Invoice invoice, Customer customer)
    {
        customer.BillIn(invoice.Currency);
        db.Add(invoice);
        events.Record("invoice.created", invoice, InvoiceResponse.Of(invoice));
    }

    /// <summary>A draft with the customer's pending items on it, added to the save.</summary>
    public async Task<Invoice> DraftAsync(Customer customer, NewInvoice about, IReadOnlyList<InvoiceLine> lines, IReadOnlyList<InvoiceItem> items, CancellationToken ct)
    {
        var invoice = await MakeAsync(customer, about, [.. lines, .. items.Select(item => item.ToLine(InvoiceLine.NewId(time.Now)))], ct);
        Add(invoice, customer);
        foreach (var item in items) item.InvoiceId = invoice.Id;
        return invoice;
    }

    /// <summary>The customer's pending items in a currency, tracked: those of one subscription and those of none.</summary>
    /// <param name="subscriptionId">Null: only those that belong to no subscription.</param>
    public async Task<List<InvoiceItem>> PendingAsync(string customerId, string currency, string? subscriptionId, CancellationToken ct) =>
        await db.InvoiceItems.AsTracking()
            .Where(i => i.CustomerId == customerId && i.Currency == currency && i.InvoiceId == null && (i.SubscriptionId == null || i.SubscriptionId == subscriptionId))
            .OrderBy(i => i.Id).ToListAsync(ct);

    /// <summary>The project's own currency.</summary>
    public async Task<string> CurrencyAsync(CancellationToken ct) => (await billing.ReadAsync(ct)).DefaultCurrency;

    /// <summary>When an invoice that begins to advance by itself now takes its next step.</summary>
    public async Task<DateTimeOffset> FinalizesAtAsync(CancellationToken ct) => time.Now.AddMinutes((await billing.ReadAsync(ct)).Settings.DraftMinutes);

    /// <summary>Works a draft out anew after a change of its lines, discounts, rates or customer.</summary>
    public void Rework(Invoice invoice, IReadOnlyList<InvoiceLine>? lines = null)
    {
        invoice.Bill(lines ?? invoice.Lines);
        invoice.Plan();
    }
}
