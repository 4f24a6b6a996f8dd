using CalmonyPay.Catalog;
using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Paging;

namespace CalmonyPay.Invoices.CreditNotes;

/// <summary>A credit note on the API; <c>refund</c> is for SDKs before 2025.</summary>
public sealed record CreditNoteResponse(
    string Id, long Amount, long Created, string Currency, Expandable Customer, Expandable? CustomerBalanceTransaction, long DiscountAmount, IReadOnlyList<DiscountAmountResponse> DiscountAmounts, long? EffectiveAt,
    Expandable Invoice, PagedList<CreditNoteLineResponse> Lines, bool Livemode, string? Memo, Dictionary<string, string> Metadata, string Number, long? OutOfBandAmount, string Pdf, long PostPaymentAmount,
    long PrePaymentAmount, CreditNoteReason? Reason, Expandable? Refund, IReadOnlyList<CreditNoteRefundResponse> Refunds, CreditNoteStatus Status, long Subtotal, long? SubtotalExcludingTax, long Total,
    long? TotalExcludingTax, IReadOnlyList<TaxAmountResponse> TotalTaxes, CreditNoteType Type, long? VoidedAt)
{
    public string Object => "credit_note";
    public long AmountShipping => 0;
    public string? CustomerAccount => null;
    public IReadOnlyList<object> PretaxCreditAmounts => [];
    public object? ShippingCost => null;

    public static CreditNoteResponse Of(CreditNote n) => new(
        n.Id, n.Total, n.CreatedAt.ToUnixTimeSeconds(), n.Currency, Expandable.Of("customer", n.CustomerId)!, Expandable.Of("customer_balance_transaction", n.CustomerBalanceTransactionId),
        n.Discounts.Sum(d => d.Amount), [.. n.Discounts.Select(DiscountAmountResponse.Of)], (n.EffectiveAt ?? n.CreatedAt).ToUnixTimeSeconds(),
        Expandable.Of("invoice", n.InvoiceId)!, CreditNoteLineResponse.FirstOf(n), n.Livemode, n.Memo, n.Metadata, n.Number, n.OutOfBandAmount, n.Pdf, n.PostPaymentAmount,
        n.PrePaymentAmount, n.Reason, n.Refunds is [var first, ..] ? Expandable.Of("refund", first.Refund) : null, [.. n.Refunds.Select(CreditNoteRefundResponse.Of)], n.Status, n.Subtotal, n.SubtotalExcludingTax, n.Total,
        n.TotalExcludingTax, [.. n.Taxes.Select(TaxAmountResponse.Of)], n.Type, n.VoidedAt?.ToUnixTimeSeconds());
}

public sealed record CreditNoteRefundResponse(long AmountRefunded, Expandable Refund)
{
    public object? PaymentRecordRefund => null;
    public string Type => "refund";

    public static CreditNoteRefundResponse Of(CreditNoteRefund r) => new(r.Amount, Expandable.Of("refund", r.Refund)!);
}

/// <summary>A line of a credit note on the API.</summary>
public sealed record CreditNoteLineResponse(
    string Id, long Amount, string? Description, long DiscountAmount, IReadOnlyList<DiscountAmountResponse> DiscountAmounts, [property: OmitNull] string? InvoiceLineItem, bool Livemode, Dictionary<string, string> Metadata,
    decimal? Quantity, IReadOnlyList<TaxRateResponse> TaxRates, IReadOnlyList<TaxAmountResponse> Taxes, CreditNoteLineType Type, long? UnitAmount, string? UnitAmountDecimal)
{
    /// <summary>Lines that a note shows of itself; the rest is behind its <c>url</c>.</summary>
    private const int Shown = 10;

    public string Object => "credit_note_line_item";
    public IReadOnlyList<object> PretaxCreditAmounts => [];

    public static CreditNoteLineResponse Of(CreditNote note, CreditNoteLine l) => new(
        l.Id, l.Amount, l.Description, l.Discounts.Sum(d => d.Amount), [.. l.Discounts.Select(DiscountAmountResponse.Of)], l.InvoiceLine, note.Livemode, l.Metadata,
        l.Quantity is { } quantity ? Decimals.Plain(quantity) : null, [.. l.Taxes.Select(tax => TaxTermsShown.Of(tax.Rate, note.Livemode))], [.. l.Taxes.Select(TaxAmountResponse.Of)], l.Type,
        l.UnitAmount is { } unit && decimal.Truncate(unit) == unit ? (long)unit : null, Decimals.Text(l.UnitAmount));

    public static string UrlOf(string note) => $"/v1/credit_notes/{note}/lines";

    public static PagedList<CreditNoteLineResponse> FirstOf(CreditNote note) => new(UrlOf(note.Id), note.Lines.Count > Shown, [.. note.Lines.Take(Shown).Select(line => Of(note, line))]);
}
