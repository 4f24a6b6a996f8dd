using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.PaymentIntents;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices;

/// <summary>What can be done to an invoice without calling a gateway.</summary>
public sealed class InvoiceService(
    PayDb db, EventLog events, CustomerService customers, ICustomerCards cards, InvoiceDrafting drafting, InvoiceFinalization finalization, InvoiceBooks books, InvoicePaying paying,
    DiscountService discounts, TaxRateService taxRates, CustomerDiscounts facts, ScopeTime time)
{
    public async Task<Invoice> CreateAsync(InvoiceCreate create, CancellationToken ct)
    {
        var customer = await customers.LockAsync(create.Customer, ct, "customer");
        var fields = create.Fields;
        var collection = fields.CollectionMethod ?? CollectionMethod.ChargeAutomatically;
        Check(fields, collection);
        var currency = create.Currency ?? customer.Currency ?? await drafting.CurrencyAsync(ct);
        var items = create.PendingItems ? await drafting.PendingAsync(customer.Id, currency, create.Subscription, ct) : [];
        if (fields.DefaultPaymentMethod.OrNull() is { } card) await cards.RequireAsync(customer.Id, card, "default_payment_method", ct);
        var about = new NewInvoice(currency, BillingReason.Manual, collection, time.Now, time.Now)
        {
            SubscriptionId = create.Subscription,
            AutoAdvance = fields.AutoAdvance ?? false,
            AutomaticallyFinalizesAt = fields.AutomaticallyFinalizesAt,
            CustomFields = fields.CustomFields,
            DaysUntilDue = fields.DaysUntilDue,
            DueDate = fields.DueDate,
            EffectiveAt = fields.EffectiveAt.Over((DateTimeOffset?)null),
            DefaultPaymentMethodId = fields.DefaultPaymentMethod.OrNull(),
            DefaultTaxRates = await TermsAsync(fields.DefaultTaxRates, ct) ?? [],
            Description = fields.Description.OrNull(),
            Footer = fields.Footer.OrNull(),
            Rendering = fields.Rendering.OrNull(),
            Shipping = fields.Shipping.OrNull(),
            StatementDescriptor = fields.StatementDescriptor.OrNull(),
            Metadata = fields.Metadata.ForNew(),
        };
        var invoice = await drafting.MakeAsync(customer, about, [.. items.Select(item => item.ToLine(InvoiceLine.NewId(time.Now)))], ct);
        invoice.Discounts = await DiscountsAsync(fields.Discounts, OwnOf(customer), invoice, customer, ct);
        drafting.Rework(invoice);
        drafting.Add(invoice, customer);
        foreach (var item in items) item.InvoiceId = invoice.Id;
        return invoice;
    }

    /// <exception cref="StripeError">404 if the project has no such invoice.</exception>
    public async Task<Invoice> GetAsync(string id, CancellationToken ct) =>
        await db.Invoices.SingleOrDefaultAsync(i => i.Id == id, ct) ?? throw StripeError.NoSuch("invoice", id, "invoice");

    public async Task<Invoice> UpdateAsync(string id, InvoiceUpdate update, CancellationToken ct)
    {
        var (invoice, customer) = await LockAsync(id, ct);
        var before = InvoiceResponse.Of(invoice);
        var fields = update.Fields;
        if (!invoice.IsDraft) RefuseFrozen(fields);
        var collection = fields.CollectionMethod ?? invoice.CollectionMethod;
        Check(fields, collection);
        if (fields.DefaultPaymentMethod.OrNull() is { } card) await cards.RequireAsync(customer.Id, card, "default_payment_method", ct);
        invoice.CollectionMethod = collection;
        invoice.AutoAdvance = fields.AutoAdvance ?? invoice.AutoAdvance;
        if (invoice is { IsDraft: true, AutoAdvance: true }) invoice.AutomaticallyFinalizesAt = fields.AutomaticallyFinalizesAt ?? invoice.AutomaticallyFinalizesAt ?? await drafting.FinalizesAtAsync(ct);
        if (invoice is { Status: InvoiceStatus.Open, AutoAdvance: true, CollectionMethod: CollectionMethod.ChargeAutomatically }) invoice.NextPaymentAttempt ??= await drafting.FinalizesAtAsync(ct);
        invoice.CustomFields = fields.CustomFields ?? invoice.CustomFields;
        (invoice.DaysUntilDue, invoice.DueDate) = (fields.DaysUntilDue ?? invoice.DaysUntilDue, fields.DueDate ?? (fields.DaysUntilDue is null ? invoice.DueDate : null));
        invoice.EffectiveAt = fields.EffectiveAt.Over(invoice.EffectiveAt);
        invoice.DefaultPaymentMethodId = fields.DefaultPaymentMethod.Over(invoice.DefaultPaymentMethodId);
        invoice.Description = fields.Description.Over(invoice.Description);
        invoice.Footer = fields.Footer.Over(invoice.Footer);
        invoice.Rendering = fields.Rendering.Over(invoice.Rendering);
        invoice.Shipping = fields.Shipping.Over(invoice.Shipping);
        invoice.StatementDescriptor = fields.StatementDescriptor.Over(invoice.StatementDescriptor);
        invoice.Metadata = fields.Metadata.Over(invoice.Metadata);
        if (invoice.IsDraft)
        {
            invoice.DefaultTaxRates = await TermsAsync(fields.DefaultTaxRates, ct) ?? invoice.DefaultTaxRates;
            invoice.Discounts = await DiscountsAsync(fields.Discounts, invoice.Discounts, invoice, customer, ct);
            drafting.Rework(invoice);
        }
        invoice.Plan();
        events.Record("invoice.updated", invoice, InvoiceResponse.Of(invoice), before);
        return invoice;
    }

    /// <summary>Deletes a draft that belongs to no subscription; its items are deleted with it, as in Stripe.</summary>
    public async Task<DeletedInvoice> DeleteAsync(string id, CancellationToken ct)
    {
        var (invoice, _) = await LockAsync(id, ct);
        if (!invoice.IsDraft) throw StripeError.Invalid("You can only delete draft invoices. This invoice is final: void it instead.", code: "invoice_not_editable");
        if (invoice.SubscriptionId is not null && invoice.BillingReason != BillingReason.Manual)
            throw StripeError.Invalid("You cannot delete an invoice that a subscription made.", code: "invoice_not_editable");
        foreach (var item in await db.InvoiceItems.AsTracking().Where(i => i.InvoiceId == id).ToListAsync(ct)) db.Remove(item);
        db.Remove(invoice);
        events.Record("invoice.deleted", invoice, InvoiceResponse.Of(invoice));
        return new(id);
    }

    /// <summary>A draft becomes final. One that advances by itself is charged an hour later, as in Stripe.</summary>
    public async Task<Invoice> FinalizeAsync(string id, InvoiceFinalize terms, CancellationToken ct)
    {
        var (invoice, customer) = await LockAsync(id, ct);
        InvoiceLifecycle.Require(invoice.Status, InvoiceMove.Finalize);
        invoice.AutoAdvance = terms.AutoAdvance ?? invoice.AutoAdvance;
        if (invoice.AutoAdvance) invoice.NextPaymentAttempt = await drafting.FinalizesAtAsync(ct);
        await finalization.FinalizeAsync(invoice, customer, ct);
        return invoice;
    }

    /// <summary>Tells that the invoice is to be sent: whoever listens e-mails it. A draft is finalised first.</summary>
    public async Task<Invoice> SendAsync(string id, CancellationToken ct)
    {
        var (invoice, customer) = await LockAsync(id, ct);
        if (invoice.CollectionMethod != CollectionMethod.SendInvoice)
            throw StripeError.Invalid("You can only manually send an invoice if its collection method is 'send_invoice'.", code: "invoice_not_editable");
        if (invoice.Customer.Email is null && customer.Email is null)
            throw StripeError.Invalid("The customer has no email address: an invoice can only be sent to one that has.", "customer");
        if (invoice.IsDraft) await finalization.FinalizeAsync(invoice, customer, ct);
        if (invoice.Status is not (InvoiceStatus.Open or InvoiceStatus.Paid)) throw StripeError.Invalid("Only an open invoice can be sent.", code: "invoice_not_editable");
        books.Sent(invoice);
        return invoice;
    }

    /// <summary>Voids an open invoice: it keeps its number, and its payment is cancelled.</summary>
    public async Task<Invoice> VoidAsync(string id, CancellationToken ct)
    {
        var (invoice, customer, intent) = await paying.LockAsync(id, ct);
        InvoiceLifecycle.Require(invoice.Status, InvoiceMove.Void);
        await books.VoidAsync(invoice, customer, ct);
        await EndPaymentAsync(intent, CancellationReason.VoidInvoice, ct);
        return invoice;
    }

    public async Task<Invoice> MarkUncollectibleAsync(string id, CancellationToken ct)
    {
        var (invoice, _) = await LockAsync(id, ct);
        InvoiceLifecycle.Require(invoice.Status, InvoiceMove.GiveUp);
        await books.GiveUpAsync(invoice, UncollectibleReason.UserForgiven, ct);
        return invoice;
    }

    /// <summary>Cash or a bank transfer came: the card's payment is cancelled.</summary>
    public async Task<Invoice> PaidOutOfBandAsync(string id, CancellationToken ct)
    {
        var (invoice, customer, intent) = await paying.LockAsync(id, ct);
        if (invoice.IsDraft) throw StripeError.Invalid("This invoice is a draft: finalize it before it is paid.", code: "invoice_not_payable");
        InvoiceLifecycle.Require(invoice.Status, InvoiceMove.Pay);
        await books.PaidOutOfBandAsync(invoice, customer, ct);
        await EndPaymentAsync(intent, CancellationReason.Abandoned, ct);
        return invoice;
    }

    /// <summary>Last, and with the invoice written: whoever hears of the payment's end reads the invoice anew.</summary>
    private async Task EndPaymentAsync(PaymentIntent? intent, CancellationReason reason, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        await paying.CancelPaymentAsync(intent, reason);
    }

    /// <summary>An invoice's row, locked behind its customer's.</summary>
    public async Task<(Invoice Invoice, Customer Customer)> LockAsync(string id, CancellationToken ct)
    {
        var owner = await db.Invoices.Where(i => i.Id == id).Select(i => i.CustomerId).SingleOrDefaultAsync(ct) ?? throw StripeError.NoSuch("invoice", id, "invoice");
        var customer = await customers.LockAsync(owner, ct, "customer");
        return (await db.LockAsync<Invoice>(id, ct) ?? throw StripeError.NoSuch("invoice", id, "invoice"), customer);
    }

    private async Task<IReadOnlyList<TaxTerms>?> TermsAsync(IReadOnlyList<string>? ids, CancellationToken ct) =>
        ids is null ? null : [.. (await taxRates.LoadAsync(ids, "default_tax_rates", ct)).Select(TaxTermsOf.Rate)];

    private Task<IReadOnlyList<Discount>> DiscountsAsync(Change<IReadOnlyList<DiscountChoice>> change, IReadOnlyList<Discount> current, Invoice invoice, Customer customer, CancellationToken ct) =>
        discounts.ApplyAsync(
            change, current, new DiscountOwner(customer.Id, Invoice: invoice.Id),
            facts.FactsOf(customer.Id) with { Amount = new Money(invoice.Subtotal, Currency.Of(invoice.Currency)) }, ct, OwnOf(customer));

    /// <summary>The customer's own discount, while it lasts.</summary>
    private IReadOnlyList<Discount> OwnOf(Customer customer) => customer.Discount is { } own && own.IsActiveAt(time.Now) ? [own] : [];

    private static void Check(InvoiceFields fields, CollectionMethod collection)
    {
        if (collection == CollectionMethod.SendInvoice) return;
        if (fields.DaysUntilDue is not null) throw StripeError.Invalid("You can only specify `days_until_due` if `collection_method` is `send_invoice`.", "days_until_due");
        if (fields.DueDate is not null) throw StripeError.Invalid("You can only specify `due_date` if `collection_method` is `send_invoice`.", "due_date");
    }

    /// <summary>Once it has a number, what stands on the paper stays.</summary>
    private static void RefuseFrozen(InvoiceFields fields)
    {
        var frozen = !fields.Description.IsAbsent ? "description" : !fields.Discounts.IsAbsent ? "discounts" : fields.DefaultTaxRates is not null ? "default_tax_rates" : !fields.Footer.IsAbsent ? "footer"
            : fields.CustomFields is not null ? "custom_fields" : !fields.EffectiveAt.IsAbsent ? "effective_at" : !fields.Shipping.IsAbsent ? "shipping_details" : fields.CollectionMethod is not null ? "collection_method"
            : fields.AutomaticallyFinalizesAt is not null ? "automatically_finalizes_at" : !fields.StatementDescriptor.IsAbsent ? "statement_descriptor" : null;
        if (frozen is not null) throw StripeError.Invalid($"Finalized invoices can't be updated in this way: `{frozen}` stands.", frozen, "invoice_not_editable");
    }
}
