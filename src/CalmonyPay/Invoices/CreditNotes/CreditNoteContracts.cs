using CalmonyPay.Catalog;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Invoices.CreditNotes;

/// <summary>A refund that was made before, and what of it belongs to the credit note.</summary>
/// <param name="Amount">Minor units; null for all of it that no credit note accounts for.</param>
/// <param name="At">Where it stood, for errors.</param>
public sealed record LinkedRefund(string Refund, long? Amount, string At);

/// <summary>Tax said by the merchant in place of the invoice's share.</summary>
public sealed record TaxChoice(string Rate, long Amount, long Taxable, string At);

/// <summary>A line that is asked for.</summary>
/// <param name="Amount">Of a line of the invoice: minor units before discounts and exclusive tax.</param>
/// <param name="UnitAmount">Of a line in words of its own: minor units with fractions.</param>
/// <param name="At">Where it stood, for errors: <c>lines[0]</c>.</param>
public sealed record CreditLineChoice(
    CreditNoteLineType Type, string? InvoiceLine, long? Amount, decimal? Quantity, decimal? UnitAmount, string? Description, IReadOnlyList<string>? TaxRates, IReadOnlyList<TaxChoice>? TaxAmounts,
    MetadataChange Metadata, string At)
{
    private const int MostTaxes = 20;

    public static CreditLineChoice Read(Params p)
    {
        var (whole, exact) = (p.Long("unit_amount", 0, Decimals.Most), p.AmountDecimal("unit_amount_decimal"));
        if (whole is not null && exact is not null) throw StripeError.Invalid("You may only specify one of these parameters: unit_amount, unit_amount_decimal.", p.Path("unit_amount"), "parameters_exclusive");
        var choice = new CreditLineChoice(
            p.RequiredEnum<CreditNoteLineType>("type"), p.Text("invoice_line_item"), p.Long("amount", 1), p.Long("quantity", 1), exact ?? whole, p.Text("description", 1500), p.List("tax_rates"),
            p.Children("tax_amounts")?.Select(ReadTax).ToList(), p.Metadata(), p.At);
        if (choice.TaxAmounts?.Count > MostTaxes) throw StripeError.Invalid($"Invalid array: must have at most {MostTaxes} items.", p.Path("tax_amounts"));
        if (choice is { TaxRates: not null, TaxAmounts: not null }) throw StripeError.Invalid("You may only specify one of these parameters: tax_amounts, tax_rates.", p.Path("tax_rates"), "parameters_exclusive");
        if (choice.Type == CreditNoteLineType.InvoiceLineItem)
        {
            if (choice.InvoiceLine is null) throw StripeError.Missing(p.Path("invoice_line_item"));
            if (choice is { Amount: not null, Quantity: not null }) throw StripeError.Invalid("You may only specify one of these parameters: amount, quantity.", p.Path("amount"), "parameters_exclusive");
            if (choice.UnitAmount is not null) throw StripeError.Invalid("`unit_amount` is only for lines of the type `custom_line_item`.", p.Path("unit_amount"));
            if (choice.TaxRates is { Count: > 0 }) throw StripeError.Invalid("`tax_rates` is only for lines of the type `custom_line_item`: a line of the invoice has its own.", p.Path("tax_rates"));
            return choice;
        }
        if (choice.InvoiceLine is not null) throw StripeError.Invalid("`invoice_line_item` is only for lines of the type `invoice_line_item`.", p.Path("invoice_line_item"));
        if (choice.Amount is not null) throw StripeError.Invalid("`amount` is only for lines of the type `invoice_line_item`: send `unit_amount`.", p.Path("amount"));
        if (choice.UnitAmount is null) throw StripeError.Missing(p.Path("unit_amount"));
        return choice.Description is null ? throw StripeError.Missing(p.Path("description")) : choice;
    }

    private static TaxChoice ReadTax(Params p) => new(p.Required("tax_rate"), p.RequiredLong("amount", 0), p.RequiredLong("taxable_amount", 0), p.At);
}

/// <summary>What a credit note takes back, and where that goes.</summary>
/// <param name="Amount">Minor units with tax; null where lines say it.</param>
/// <param name="RefundAmount">A refund is made of so much.</param>
/// <param name="CreditAmount">The customer's balance is credited with so much.</param>
/// <param name="OutOfBandAmount">So much goes back another way.</param>
public sealed record CreditNoteCreate(
    string Invoice, long? Amount, IReadOnlyList<CreditLineChoice>? Lines, long RefundAmount, IReadOnlyList<LinkedRefund> Refunds, long CreditAmount, long? OutOfBandAmount, CreditNoteReason? Reason, string? Memo,
    DateTimeOffset? EffectiveAt, MetadataChange Metadata) : IParams<CreditNoteCreate>, IMayCallGateway
{
    internal const int LongestMemo = 5000;
    private const int MostLines = 250, MostRefunds = 20;

    /// <inheritdoc/>
    public bool CallsGateway => RefundAmount > 0;

    /// <summary>Something was said of where paid money goes.</summary>
    public bool SaysWhere => RefundAmount > 0 || Refunds.Count > 0 || CreditAmount > 0 || OutOfBandAmount > 0;

    public static CreditNoteCreate Read(Params p)
    {
        p.Refuse("shipping_cost", "Shipping rates are not served on invoices.");
        p.OneOf("email_type", "credit_note", "none");
        var create = new CreditNoteCreate(
            p.Required("invoice"), p.Long("amount", 1), p.Children("lines")?.Select(CreditLineChoice.Read).ToList(), p.Long("refund_amount", 0) ?? 0, p.Children("refunds")?.Select(ReadRefund).ToList() ?? [],
            p.Long("credit_amount", 0) ?? 0, p.Long("out_of_band_amount", 0), p.Enum<CreditNoteReason>("reason"), p.Text("memo", LongestMemo), p.Timestamp("effective_at"), p.Metadata());
        if (create is { Amount: null, Lines: null or { Count: 0 } })
            throw StripeError.Invalid("You must specify one of these parameters: amount, lines.", "amount", "parameter_missing");
        if (create.Lines?.Count > MostLines) throw StripeError.Invalid($"Invalid array: must have at most {MostLines} items.", "lines");
        return create.Refunds.Count > MostRefunds ? throw StripeError.Invalid($"Invalid array: must have at most {MostRefunds} items.", "refunds") : create;
    }

    private static LinkedRefund ReadRefund(Params p)
    {
        p.Refuse("payment_record_refund", "Payment records are not served: name a refund.");
        p.OneOf("type", "refund");
        return new(p.Required("refund"), p.Long("amount_refunded", 1), p.At);
    }
}

/// <summary>A credit note that is shown, and not written.</summary>
public sealed record CreditNotePreview(CreditNoteCreate Create) : IParams<CreditNotePreview>
{
    public static CreditNotePreview Read(Params p) => new(CreditNoteCreate.Read(p));
}

public sealed record CreditNotePreviewLines(PageParams Page, CreditNoteCreate Create) : IParams<CreditNotePreviewLines>
{
    public static CreditNotePreviewLines Read(Params p) => new(PageParams.Read(p), CreditNoteCreate.Read(p));
}

public sealed record CreditNoteUpdate(Change<string> Memo, MetadataChange Metadata) : IParams<CreditNoteUpdate>
{
    public static CreditNoteUpdate Read(Params p) => new(p.TextChange("memo", CreditNoteCreate.LongestMemo), p.Metadata());
}

public sealed record CreditNoteList(PageParams Page, string? Customer, string? Invoice, TimeRange? Created) : IParams<CreditNoteList>
{
    public static CreditNoteList Read(Params p)
    {
        p.Refuse("customer_account", "Customer accounts are not served; send customer.");
        return new(PageParams.Read(p), p.Text("customer"), p.Text("invoice"), p.Range("created"));
    }
}
