using CalmonyPay.Customers;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices.Items;

/// <summary>Answered by the room of subscriptions: an item can wait for the invoices of one.</summary>
public interface IItemSubscriptions
{
    /// <returns>The currency of a customer's subscription that has not ended; null if there is none.</returns>
    Task<string?> CurrencyOfAsync(string customerId, string subscriptionId, CancellationToken ct);
}

/// <summary>What can be done to invoice items: they change, with the draft that has taken them, until that draft is finalised.</summary>
public sealed class InvoiceItemService(
    PayDb db, EventLog events, CustomerService customers, ItemCharges charges, ItemShaping shaping, InvoiceDrafting drafting, IEnumerable<IItemSubscriptions> subscriptions, ScopeTime time)
{
    /// <exception cref="StripeError">404 if the project has no such item.</exception>
    public async Task<InvoiceItem> GetAsync(string id, CancellationToken ct) => await db.InvoiceItems.SingleOrDefaultAsync(i => i.Id == id, ct) ?? throw NoSuch(id);

    /// <summary>A new item; a draft that is named takes it at once, otherwise it waits for the customer's next invoice.</summary>
    public async Task<InvoiceItem> CreateAsync(InvoiceItemCreate create, CancellationToken ct)
    {
        var owner = create.Customer ?? (create.Invoice is { } named ? await OwnerOfAsync(named, ct) : throw StripeError.Missing("customer"));
        var customer = await customers.LockAsync(owner, ct, "customer");
        var invoice = create.Invoice is { } draft ? await LockDraftAsync(draft, customer.Id, ct) : null;
        var billed = create.Subscription is { } subscription ? await CurrencyOfAsync(customer.Id, subscription, ct) : null;
        var currency = create.Currency ?? invoice?.Currency ?? billed ?? await charges.CurrencyOfAsync(create.Fields.Charge, ct) ?? customer.Currency ?? await drafting.CurrencyAsync(ct);
        if (invoice is not null && invoice.Currency != currency) throw WrongCurrency(currency, "invoice", invoice.Currency);
        if (billed is not null && billed != currency) throw WrongCurrency(currency, "subscription", billed);

        var item = await shaping.MakeAsync(customer, currency, create.Subscription ?? invoice?.SubscriptionId, create.Fields, ct);
        db.Add(item);
        var before = invoice is null ? null : InvoiceResponse.Of(invoice);
        item.InvoiceId = invoice?.Id;
        events.Record("invoiceitem.created", item, InvoiceItemResponse.Of(item));
        if (invoice is not null) await ReworkAsync(invoice, [.. invoice.Lines, item.ToLine(InvoiceLine.NewId(time.Now))], before!, ct);
        return item;
    }

    public async Task<InvoiceItem> UpdateAsync(string id, InvoiceItemUpdate update, CancellationToken ct)
    {
        var (item, customer, invoice) = await LockAsync(id, ct);
        var before = invoice is null ? null : InvoiceResponse.Of(invoice);
        await shaping.ApplyAsync(item, customer, update.Fields, ct);
        if (invoice is not null) await ReworkAsync(invoice, [.. invoice.Lines.Select(line => line.InvoiceItemId == id ? item.ToLine(line.Id) : line)], before!, ct);
        return item;
    }

    public async Task<DeletedInvoiceItem> DeleteAsync(string id, CancellationToken ct)
    {
        var (item, _, invoice) = await LockAsync(id, ct);
        events.Record("invoiceitem.deleted", item, InvoiceItemResponse.Of(item));
        db.Remove(item);
        if (invoice is not null)
        {
            var before = InvoiceResponse.Of(invoice);
            await ReworkAsync(invoice, [.. invoice.Lines.Where(line => line.InvoiceItemId != id)], before, ct);
        }
        return new(id);
    }

    /// <summary>An item with its customer's books and the draft that has it, locked.</summary>
    private async Task<(InvoiceItem Item, Customer Customer, Invoice? Invoice)> LockAsync(string id, CancellationToken ct)
    {
        var owner = await db.InvoiceItems.Where(i => i.Id == id).Select(i => i.CustomerId).SingleOrDefaultAsync(ct) ?? throw NoSuch(id);
        var customer = await customers.LockAsync(owner, ct, "customer");
        var item = await db.LockAsync<InvoiceItem>(id, ct) ?? throw NoSuch(id);
        return (item, customer, item.InvoiceId is { } invoice ? await LockDraftAsync(invoice, customer.Id, ct) : null);
    }

    private async Task<Invoice> LockDraftAsync(string id, string customerId, CancellationToken ct)
    {
        var invoice = await db.LockAsync<Invoice>(id, ct) ?? throw StripeError.NoSuchParam("invoice", id, "invoice");
        if (invoice.CustomerId != customerId) throw StripeError.Invalid($"The invoice {id} belongs to another customer than {customerId}.", "invoice");
        return invoice.IsDraft ? invoice : throw LineEditing.NotEditable();
    }

    private async Task ReworkAsync(Invoice invoice, IReadOnlyList<InvoiceLine> lines, InvoiceResponse before, CancellationToken ct)
    {
        drafting.Rework(invoice, lines);
        events.Record("invoice.updated", invoice, InvoiceResponse.Of(invoice), before);
        // Now, so that the invoice is as it has become for whoever expands it.
        await db.SaveChangesAsync(ct);
    }

    private async Task<string> OwnerOfAsync(string invoice, CancellationToken ct) =>
        await db.Invoices.Where(i => i.Id == invoice).Select(i => i.CustomerId).SingleOrDefaultAsync(ct) ?? throw StripeError.NoSuchParam("invoice", invoice, "invoice");

    private async Task<string> CurrencyOfAsync(string customerId, string subscriptionId, CancellationToken ct)
    {
        foreach (var room in subscriptions)
            if (await room.CurrencyOfAsync(customerId, subscriptionId, ct) is { } currency) return currency;
        throw StripeError.NoSuchParam("subscription", subscriptionId, "subscription");
    }

    private static StripeError NoSuch(string id) => StripeError.NoSuch("invoiceitem", id, "invoiceitem");

    private static StripeError WrongCurrency(string currency, string what, string other) =>
        StripeError.Invalid($"The currency of the invoice item ({currency}) does not match that of the {what} ({other}).", "currency");
}
