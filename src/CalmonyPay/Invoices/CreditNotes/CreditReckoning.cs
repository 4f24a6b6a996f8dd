using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Time;

namespace CalmonyPay.Invoices.CreditNotes;

/// <summary>Works out the lines of a credit note: what was asked for, with its share of the invoice's discounts and tax.</summary>
public sealed class CreditReckoning(TaxRateService taxRates, ScopeTime time)
{
    /// <param name="issued">The invoice's credit notes that are not void.</param>
    /// <exception cref="StripeError">400 for more than is left to credit, of the invoice or of one of its lines.</exception>
    public async Task<CreditedLines> OfAsync(Invoice invoice, IReadOnlyList<CreditNote> issued, CreditNoteCreate create, CancellationToken ct)
    {
        var parts = invoice.Lines.Select(line => new CreditedPart(line, issued)).ToList();
        var left = invoice.Total - issued.Sum(note => note.Total);
        if (create.Lines is not { Count: > 0 } choices)
        {
            var amount = create.Amount!.Value;
            if (amount > left) throw TooMuch(amount, left, invoice, "amount");
            return new(Spread(amount, parts));
        }

        var lines = new List<CreditNoteLine>();
        foreach (var choice in choices)
            lines.Add(choice.Type == CreditNoteLineType.InvoiceLineItem ? await OfInvoiceAsync(choice, parts, invoice, ct) : await OfItsOwnAsync(choice, invoice, ct));
        var credited = new CreditedLines(lines);
        if (credited.Total <= 0) throw StripeError.Invalid("The lines of a credit note have to add up to more than nothing.", "lines");
        if (credited.Total > left) throw TooMuch(credited.Total, left, invoice, "lines");
        return create.Amount is { } stated && stated != credited.Total
            ? throw StripeError.Invalid($"The lines come to {Shown(credited.Total, invoice)}, and the amount that was sent is {Shown(stated, invoice)}.", "amount")
            : credited;
    }

    /// <summary>A plain amount is taken from every line in proportion to what is left of it, so its tax is that of the invoice.</summary>
    private List<CreditNoteLine> Spread(long amount, List<CreditedPart> parts)
    {
        var whole = parts.Sum(part => (decimal)part.TotalLeft);
        var shares = Apportionment.Of(amount, [.. parts.Select(part => amount * part.TotalLeft / whole)]);
        return [.. parts.Zip(shares).Where(pair => pair.Second != 0).Select(pair => pair.First.TakeTotal(CreditNoteLine.NewId(time.Now), pair.Second))];
    }

    private async Task<CreditNoteLine> OfInvoiceAsync(CreditLineChoice choice, List<CreditedPart> parts, Invoice invoice, CancellationToken ct)
    {
        var part = parts.Find(p => p.LineId == choice.InvoiceLine) ?? throw StripeError.NoSuchParam("invoice line item", choice.InvoiceLine!, $"{choice.At}[invoice_line_item]");
        if (choice.Quantity > part.QuantityLeft)
            throw StripeError.Invalid($"The quantity to credit ({choice.Quantity}) is more than what is left of the line ({Catalog.Decimals.Text(part.QuantityLeft)}).", $"{choice.At}[quantity]");
        var amount = choice.Amount ?? (choice.Quantity is { } quantity ? part.AmountOf(quantity) : part.AmountLeft);
        if (Math.Abs(amount) > Math.Abs(part.AmountLeft) || Math.Sign(amount) * Math.Sign(part.AmountLeft) < 0)
            throw StripeError.Invalid($"The amount to credit ({Shown(amount, invoice)}) is more than what is left of the line ({Shown(part.AmountLeft, invoice)}).", choice.Quantity is null ? $"{choice.At}[amount]" : $"{choice.At}[quantity]");
        var said = choice.TaxAmounts is { Count: > 0 } sent ? await TaxesAsync(sent, ct) : null;
        for (var i = 0; i < said?.Count; i++)
            if (said[i].Amount > part.TaxLeft(said[i].Rate.Id))
                throw StripeError.Invalid($"The tax to credit ({Shown(said[i].Amount, invoice)}) is more than what is left of the line's tax ({Shown(part.TaxLeft(said[i].Rate.Id), invoice)}).", $"{choice.TaxAmounts![i].At}[amount]");
        var line = part.TakeAmount(CreditNoteLine.NewId(time.Now), amount, choice.Quantity, said);
        return line with { Description = choice.Description ?? line.Description, Metadata = choice.Metadata.ForNew() };
    }

    private async Task<CreditNoteLine> OfItsOwnAsync(CreditLineChoice choice, Invoice invoice, CancellationToken ct)
    {
        var quantity = choice.Quantity ?? 1;
        long amount;
        try { amount = Money.RoundLine(choice.UnitAmount!.Value * quantity); }
        catch (OverflowException) { throw StripeError.Invalid("The quantity times the unit amount is too large.", $"{choice.At}[quantity]", "amount_too_large"); }
        var taxes = choice.TaxAmounts is { Count: > 0 } said ? await TaxesAsync(said, ct) : await WorkedAsync(choice, amount, invoice, ct);
        return new(CreditNoteLine.NewId(time.Now), choice.Type, choice.Description, amount, quantity, choice.UnitAmount, null) { Taxes = taxes, Metadata = choice.Metadata.ForNew() };
    }

    /// <summary>The tax of a line of its own, worked out as on an invoice.</summary>
    private async Task<IReadOnlyList<TaxAmount>> WorkedAsync(CreditLineChoice choice, long amount, Invoice invoice, CancellationToken ct)
    {
        if (choice.TaxRates is not { Count: > 0 } named) return [];
        var rates = (await taxRates.LoadAsync(named, $"{choice.At}[tax_rates]", ct, [.. invoice.TotalTaxes.Select(tax => tax.Rate.Id)])).Select(TaxTermsOf.Rate).ToList();
        var line = new InvoiceLine("", null, amount, null, invoice.PeriodStart, invoice.PeriodEnd) { TaxRates = rates };
        return InvoiceArithmetic.Work([line], [], [], invoice.Currency, invoice.Customer.TaxExempt, invoice.TaxRounding).Lines[0].Taxes;
    }

    private async Task<List<TaxAmount>> TaxesAsync(IReadOnlyList<TaxChoice> said, CancellationToken ct)
    {
        var taxes = new List<TaxAmount>();
        foreach (var tax in said)
        {
            var rate = TaxTermsOf.Rate((await taxRates.LoadAsync([tax.Rate], $"{tax.At}[tax_rate]", ct, [tax.Rate]))[0]);
            taxes.Add(new(rate, tax.Amount, tax.Taxable, rate.Percentage == 0 ? "zero_rated" : "standard_rated"));
        }
        return taxes;
    }

    private static StripeError TooMuch(long amount, long left, Invoice invoice, string param) => StripeError.Invalid(
        $"The credit note's amount ({Shown(amount, invoice)}) is more than what is left to credit of the invoice ({Shown(Math.Max(0, left), invoice)}).", param, "amount_too_large");

    private static string Shown(long amount, Invoice invoice) => new Money(amount, Currency.Of(invoice.Currency)).ToString();
}
