using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions;

/// <summary><c>POST /v1/invoices/create_preview</c>: a subscription's invoice to come, or the customer's pending items, and items that there might be.</summary>
/// <param name="Items">Invoice items as if they were there.</param>
public sealed record InvoicePreviewCreate(string Customer, string? Currency, PreviewParams Of, IReadOnlyList<ItemFields> Items, Change<IReadOnlyList<DiscountChoice>> Discounts) : IParams<InvoicePreviewCreate>
{
    public static InvoicePreviewCreate Read(Params p)
    {
        p.Refuse("customer_account", "Customer accounts are not served; send customer.");
        p.Refuse("customer_details", "A preview is of a customer that there is: create one, and delete it if it is not wanted.");
        p.Refuse("on_behalf_of", "Connect is not served: a project is its own account.");
        p.Refuse("schedule", "A preview of a schedule is not served: preview its subscription.");
        p.Refuse("schedule_details", "A preview of a schedule is not served: preview its subscription.");
        if (p.OneOf("preview_mode", "next", "recurring") == "recurring") throw StripeError.Invalid("Only the next invoice can be previewed.", "preview_mode");
        if (p.Child("automatic_tax") is { } tax && tax.Bool("enabled") == true) throw StripeError.Invalid("Automatic tax is not served: name tax rates.", "automatic_tax[enabled]");
        p.Ignore("issuer");
        var items = p.Children("invoice_items")?.Select(item =>
        {
            item.Refuse("invoiceitem", "A preview of changed invoice items is not served: change the item itself while it is pending.");
            item.Ignore("currency");
            return ItemFields.Read(item, productData: true);
        }).ToList() ?? [];
        return new(p.Required("customer"), p.Currency()?.Code, PreviewParams.Read(p), items, DiscountChoice.ReadList(p));
    }
}

/// <summary>Makes previews: an invoice by the same arithmetic that makes real ones, and nothing is written.</summary>
public sealed class InvoicePreview(PayDb db, SubscriptionPreview subscriptions, InvoiceDrafting drafting, ItemShaping shaping, ScopeTime time)
{
    public async Task<InvoiceResponse> ShowAsync(InvoicePreviewCreate create, CancellationToken ct)
    {
        var customer = await db.Customers.SingleOrDefaultAsync(c => c.Id == create.Customer, ct) ?? throw StripeError.NoSuchParam("customer", create.Customer, "customer");
        await time.EnterAsync(db, customer.TestClockId, ct);
        try
        {
            var invoice = create.Of.IsOfSubscription ? await subscriptions.PreviewAsync(create.Of, customer, ct) : await PendingAsync(create, customer, ct);
            await SupposeAsync(invoice, create, customer, ct);
            return InvoiceResponse.Of(invoice) with { Id = PayId.New("upcoming_in", time.Now) };
        }
        finally
        {
            await db.ForgetAsync();
        }
    }

    /// <summary>The invoice that would take what is pending now.</summary>
    private async Task<Invoice> PendingAsync(InvoicePreviewCreate create, Customer customer, CancellationToken ct)
    {
        var currency = create.Currency ?? customer.Currency ?? await drafting.CurrencyAsync(ct);
        var pending = await drafting.PendingAsync(customer.Id, currency, null, ct);
        if (pending.Count == 0 && create.Items.Count == 0) throw StripeError.Invalid($"No upcoming invoices for customer: {customer.Id}", "customer", "invoice_upcoming_none");
        var about = new NewInvoice(currency, BillingReason.Manual, CollectionMethod.ChargeAutomatically, time.Now, time.Now) { Discounts = customer.Discount is { } own && own.IsActiveAt(time.Now) ? [own] : [] };
        return await drafting.MakeAsync(customer, about, [.. pending.Select(item => item.ToLine(InvoiceLine.NewId(time.Now)))], ct);
    }

    private async Task SupposeAsync(Invoice invoice, InvoicePreviewCreate create, Customer customer, CancellationToken ct)
    {
        var supposed = new List<InvoiceLine>();
        foreach (var fields in create.Items) supposed.Add((await shaping.MakeAsync(customer, invoice.Currency, invoice.SubscriptionId, fields, ct)).ToLine(InvoiceLine.NewId(time.Now)));
        invoice.Discounts = await shaping.DiscountsAsync(
            create.Discounts, invoice.Discounts, customer, new(customer.Id), new Money(Math.Max(0, invoice.Subtotal), Currency.Of(invoice.Currency)), ct);
        drafting.Rework(invoice, [.. supposed, .. invoice.Lines]);
    }
}
