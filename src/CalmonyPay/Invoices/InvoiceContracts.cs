using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Invoices;

/// <summary>What both a creation and an update may say of an invoice.</summary>
/// <param name="Discounts">Absent: the customer's own counts; empty: none.</param>
public sealed record InvoiceFields(
    bool? AutoAdvance, DateTimeOffset? AutomaticallyFinalizesAt, CollectionMethod? CollectionMethod, IReadOnlyList<InvoiceCustomField>? CustomFields, int? DaysUntilDue, DateTimeOffset? DueDate,
    Change<string> DefaultPaymentMethod, IReadOnlyList<string>? DefaultTaxRates, Change<string> Description, Change<IReadOnlyList<DiscountChoice>> Discounts, Change<DateTimeOffset> EffectiveAt, Change<string> Footer,
    Change<InvoiceRendering> Rendering, Change<Shipping> Shipping, Change<string> StatementDescriptor, MetadataChange Metadata)
{
    public static InvoiceFields Read(Params p)
    {
        InvoiceParams.RefuseWhatIsNotServed(p);
        var fields = new InvoiceFields(
            p.Bool("auto_advance"), p.Timestamp("automatically_finalizes_at"), p.Enum<CollectionMethod>("collection_method"),
            p.Children("custom_fields")?.Select(field => new InvoiceCustomField(field.Required("name", 40), field.Required("value", 140))).ToList(),
            (int?)p.Long("days_until_due", 0, 365), p.Timestamp("due_date"), p.TextChange("default_payment_method"), p.List("default_tax_rates"), p.TextChange("description", 1500), DiscountChoice.ReadList(p),
            p.TimestampChange("effective_at"), p.TextChange("footer"), p.ChildChange("rendering", InvoiceParams.ReadRendering), p.ChildChange("shipping_details", Platform.Contacts.Shipping.Read),
            p.TextChange("statement_descriptor", 22), p.Metadata("metadata"));
        if (fields.CustomFields?.Count > 4) throw StripeError.Invalid("An invoice has four custom fields at most.", "custom_fields");
        if (fields is { DaysUntilDue: not null, DueDate: not null }) throw StripeError.Invalid("You may only specify one of these parameters: days_until_due, due_date.", "days_until_due", "parameters_exclusive");
        return fields;
    }
}

/// <param name="PendingItems"><c>include</c> or <c>exclude</c> (the default) the customer's pending items.</param>
public sealed record InvoiceCreate(string Customer, string? Subscription, string? Currency, bool PendingItems, InvoiceFields Fields) : IParams<InvoiceCreate>
{
    public static InvoiceCreate Read(Params p)
    {
        p.Refuse("from_invoice", "Revisions of an invoice are not served: void it, and make a new one.");
        p.Refuse("number", "Invoice numbers are given in sequence when an invoice is finalised; they cannot be chosen.");
        return new(
            p.Required("customer"), p.Text("subscription"), p.Currency()?.Code,
            p.OneOf("pending_invoice_items_behavior", "include", "exclude", "include_and_require") is "include" or "include_and_require", InvoiceFields.Read(p));
    }
}

public sealed record InvoiceUpdate(InvoiceFields Fields) : IParams<InvoiceUpdate>
{
    public static InvoiceUpdate Read(Params p)
    {
        p.Refuse("number", "Invoice numbers are given in sequence when an invoice is finalised; they cannot be chosen.");
        return new(InvoiceFields.Read(p));
    }
}

public sealed record InvoiceFinalize(bool? AutoAdvance) : IParams<InvoiceFinalize>
{
    public static InvoiceFinalize Read(Params p) => new(p.Bool("auto_advance"));
}

/// <param name="PaymentMethod">A card, a test name or a token; null: the invoice's, the subscription's or the customer's default.</param>
public sealed record InvoicePay(string? PaymentMethod, bool PaidOutOfBand, bool OffSession) : IParams<InvoicePay>, IMayCallGateway
{
    public bool CallsGateway => !PaidOutOfBand;

    public static InvoicePay Read(Params p)
    {
        p.Refuse("forgive", "Forgiving a part of an invoice is not served: issue a credit note for it.");
        p.Ignore("mandate");
        return new(p.Text("payment_method") ?? p.Text("source"), p.Bool("paid_out_of_band") ?? false, p.Bool("off_session") ?? true);
    }
}

/// <summary>Which invoices are wanted.</summary>
public sealed record InvoiceList(
    PageParams Page, string? Customer, string? Subscription, InvoiceStatus? Status, CollectionMethod? CollectionMethod, TimeRange? Created, TimeRange? DueDate) : IParams<InvoiceList>
{
    public static InvoiceList Read(Params p) => new(
        PageParams.Read(p), p.Text("customer"), p.Text("subscription"), p.Enum<InvoiceStatus>("status"), p.Enum<CollectionMethod>("collection_method"), p.Range("created"), p.Range("due_date"));
}

public sealed record DeletedInvoice(string Id)
{
    public string Object => "invoice";
    public bool Deleted => true;
}

/// <summary>Parameters that several requests share, and those of Stripe's that are not served.</summary>
internal static class InvoiceParams
{
    private const string Connect = "Connect is not served: a project is its own account.";

    public static void RefuseWhatIsNotServed(Params p)
    {
        p.Refuse("application_fee_amount", Connect);
        p.Refuse("on_behalf_of", Connect);
        p.Refuse("transfer_data", Connect);
        p.Refuse("account_tax_ids", "Tax ids are not served: the project's branding carries the VAT number.");
        p.Refuse("customer_account", "Customer accounts are not served; send customer.");
        p.Refuse("default_source", "Sources are not served; send default_payment_method.");
        p.Refuse("shipping_cost", "Shipping rates are not served on invoices: add an invoice item.");
        if (p.Child("automatic_tax") is { } tax && tax.Bool("enabled") == true)
            throw StripeError.Invalid("Automatic tax is not served: name tax rates.", "automatic_tax[enabled]");
        if (p.Child("issuer") is { } issuer) issuer.OneOf("type", "self");
        if (p.Child("payment_settings") is not { } settings) return;
        foreach (var type in settings.List("payment_method_types") ?? [])
            if (type != "card") throw StripeError.Invalid($"The payment method type \"{type}\" is invalid: cards are the only payment method here.", "payment_settings[payment_method_types]");
        settings.Ignore("default_mandate", "payment_method_options");
    }

    public static InvoiceRendering ReadRendering(Params p)
    {
        p.Ignore("pdf", "template_version");
        return new(p.OneOf("amount_tax_display", "exclude_tax", "include_inclusive_tax"), p.Text("template"));
    }
}
