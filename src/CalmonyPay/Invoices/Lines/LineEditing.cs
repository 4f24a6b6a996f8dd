using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;

namespace CalmonyPay.Invoices.Lines;

/// <summary>
/// Adds, changes and removes the lines of a draft, all that a request names or none. A line that is added is an invoice item
/// too, so what is said of the one is said of the other.
/// </summary>
public sealed class LineEditing(PayDb db, EventLog events, InvoiceService invoices, ItemShaping shaping, InvoiceDrafting drafting, ScopeTime time)
{
    public Task<Invoice> AddAsync(string id, LinesAdd add, CancellationToken ct) => EditAsync(id, add.InvoiceMetadata, async (invoice, customer, lines) =>
    {
        foreach (var (item, fields) in add.Lines)
            lines.Add((item is { } pending ? await TakeAsync(pending, invoice, customer, fields, ct) : await MakeAsync(invoice, customer, fields, ct)).ToLine(InvoiceLine.NewId(time.Now)));
    }, ct);

    public Task<Invoice> UpdateAsync(string id, LinesUpdate update, CancellationToken ct) => EditAsync(id, update.InvoiceMetadata, async (_, customer, lines) =>
    {
        foreach (var (line, fields) in update.Lines) await ChangeAsync(lines, line, fields.Path("id"), 400, fields, customer, ct);
    }, ct);

    /// <summary>Changes one line that the path names.</summary>
    public async Task<InvoiceLineResponse> UpdateOneAsync(string id, string line, LineUpdate update, CancellationToken ct)
    {
        var invoice = await EditAsync(id, MetadataChange.Absent, (_, customer, lines) => ChangeAsync(lines, line, "line_item_id", 404, update.Fields, customer, ct), ct);
        return InvoiceLineResponse.Of(invoice, invoice.Lines.Single(l => l.Id == line));
    }

    public Task<Invoice> RemoveAsync(string id, LinesRemove remove, CancellationToken ct) => EditAsync(id, remove.InvoiceMetadata, async (_, _, lines) =>
    {
        foreach (var (gone, behavior, at) in remove.Lines)
        {
            var line = lines[IndexOf(lines, gone, $"{at}[id]", 400)];
            lines.Remove(line);
            if (line.InvoiceItemId is not { } itemId) continue;
            var item = (await db.LockAsync<InvoiceItem>(itemId, ct))!;
            item.InvoiceId = null;
            if (behavior == RemovedItem.Unassign) continue;
            events.Record("invoiceitem.deleted", item, InvoiceItemResponse.Of(item));
            db.Remove(item);
        }
    }, ct);

    /// <summary>In Stripe's words.</summary>
    public static StripeError NotEditable() => StripeError.Invalid(
        "The specified invoice can no longer be edited. Instead, consider creating additional invoice items that will be applied to the next invoice.", code: "invoice_not_editable");

    private async Task<Invoice> EditAsync(string id, MetadataChange metadata, Func<Invoice, Customer, List<InvoiceLine>, Task> edit, CancellationToken ct)
    {
        var (invoice, customer) = await invoices.LockAsync(id, ct);
        if (!invoice.IsDraft) throw NotEditable();
        var before = InvoiceResponse.Of(invoice);
        var lines = invoice.Lines.ToList();
        await edit(invoice, customer, lines);
        invoice.Metadata = metadata.Over(invoice.Metadata);
        drafting.Rework(invoice, lines);
        events.Record("invoice.updated", invoice, InvoiceResponse.Of(invoice), before);
        return invoice;
    }

    private async Task<InvoiceItem> MakeAsync(Invoice invoice, Customer customer, ItemFields fields, CancellationToken ct)
    {
        var item = await shaping.MakeAsync(customer, invoice.Currency, invoice.SubscriptionId, fields, ct);
        item.InvoiceId = invoice.Id;
        db.Add(item);
        events.Record("invoiceitem.created", item, InvoiceItemResponse.Of(item));
        return item;
    }

    /// <summary>A pending item of the customer becomes a line, changed by what else the line says.</summary>
    private async Task<InvoiceItem> TakeAsync(string id, Invoice invoice, Customer customer, ItemFields fields, CancellationToken ct)
    {
        var param = fields.Path("invoice_item");
        if (await db.LockAsync<InvoiceItem>(id, ct) is not { } item || item.CustomerId != customer.Id) throw StripeError.NoSuchParam("invoiceitem", id, param);
        if (item.InvoiceId is not null) throw StripeError.Invalid($"The invoice item {id} is on an invoice already.", param);
        if (item.Currency != invoice.Currency) throw StripeError.Invalid($"The currency of the invoice item ({item.Currency}) does not match that of the invoice ({invoice.Currency}).", param);
        if (item.SubscriptionId is { } subscription && subscription != invoice.SubscriptionId) throw StripeError.Invalid($"The invoice item {id} is for invoices of the subscription {subscription}.", param);
        await shaping.ApplyAsync(item, customer, fields, ct);
        item.InvoiceId = invoice.Id;
        return item;
    }

    private async Task ChangeAsync(List<InvoiceLine> lines, string id, string param, int missing, ItemFields fields, Customer customer, CancellationToken ct)
    {
        var at = IndexOf(lines, id, param, missing);
        if (lines[at].InvoiceItemId is { } itemId && await db.LockAsync<InvoiceItem>(itemId, ct) is { } item)
        {
            await shaping.ApplyAsync(item, customer, fields, ct);
            lines[at] = item.ToLine(id);
            return;
        }
        lines[at] = await OfSubscriptionAsync(lines[at], fields, customer, ct);
    }

    /// <summary>What a subscription bills stands; words, discounts and taxes may be changed.</summary>
    private async Task<InvoiceLine> OfSubscriptionAsync(InvoiceLine line, ItemFields fields, Customer customer, CancellationToken ct)
    {
        if (!fields.Charge.IsAbsent || fields.Period is not null)
            throw StripeError.Invalid("The amount, quantity, price and period of a line that a subscription bills cannot be changed: change the subscription.", fields.Charge.IsAbsent ? fields.Path("period") : fields.Path("amount"));
        return line with
        {
            Description = fields.Description.Over(line.Description),
            Discountable = fields.Discountable ?? line.Discountable,
            TaxRates = fields.TaxRates is { } named ? await shaping.TaxesAsync(named, fields.Path("tax_rates"), line.TaxRates, ct) : line.TaxRates,
            Discounts = fields.Discounts.IsAbsent
                ? line.Discounts
                : await shaping.DiscountsAsync(fields.Discounts, line.Discounts, customer, new DiscountOwner(customer.Id, line.SubscriptionId, line.SubscriptionItemId), null, ct),
            Metadata = fields.Metadata.Over(line.Metadata),
        };
    }

    private static int IndexOf(List<InvoiceLine> lines, string id, string param, int missing) => lines.FindIndex(line => line.Id == id) is >= 0 and var at
        ? at
        : throw new StripeError(missing, "invalid_request_error", "resource_missing", $"No such line item: '{id}'", param);
}
