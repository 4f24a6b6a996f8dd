using CalmonyPay.Catalog;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Invoices.Explaining;

/// <summary>One step of a sum.</summary>
/// <param name="Text">In words, for people.</param>
/// <param name="Amount">What the step adds, minor units; negative takes off.</param>
/// <param name="Sum">All steps up to this one.</param>
public sealed record ExplainedStep(string Text, long Amount, long Sum);

/// <summary>How one line came about.</summary>
/// <param name="Arithmetic">Quantity, price, tiers, the discounts and the time of a proration, in words and minor units; the last step ends with the amount.</param>
/// <param name="Amount">Before discounts, minor units; inclusive tax is in it.</param>
/// <param name="Discounts">What came off it.</param>
/// <param name="Taxes">Tax on what is left; contained in it, or on top.</param>
/// <param name="Total">Amount, less discounts, and tax that comes on top.</param>
public sealed record ExplainedLine(
    string Id, string? Description, long PeriodStart, long PeriodEnd, bool Proration, IReadOnlyList<string> Arithmetic, long Amount, IReadOnlyList<ExplainedPart> Discounts, IReadOnlyList<ExplainedPart> Taxes, long Total);

/// <param name="Amount">Minor units.</param>
public sealed record ExplainedPart(string Text, long Amount);

/// <summary>
/// Every penny of an invoice: the lines, and from them step by step to the total, to what was due, and to what is still owed.
/// Ours; Stripe has nothing like it.
/// </summary>
/// <param name="Steps">From nothing to the total.</param>
/// <param name="Settlement">From the total to what is still owed: balance, credit notes, payments.</param>
/// <param name="AddsUp">True if the steps end at the amounts that the invoice shows. Always.</param>
public sealed record InvoiceExplanation(
    string Invoice, string? Number, string Currency, InvoiceStatus Status, string TaxRounding, IReadOnlyList<ExplainedLine> Lines, IReadOnlyList<ExplainedStep> Steps, long Total, IReadOnlyList<ExplainedStep> Settlement,
    long AmountRemaining, bool AddsUp)
{
    public string Object => "invoice_explanation";

    public static InvoiceExplanation Of(Invoice invoice, IReadOnlyList<InvoicePayment> payments)
    {
        var words = new Words(invoice);
        var lines = invoice.Lines.Select(line => Explained(line, words)).ToList();

        var steps = new Running();
        foreach (var line in invoice.Lines)
        {
            steps.Add(line.Description ?? "Line", line.Amount);
            foreach (var discount in line.DiscountAmounts) steps.Add($"{words.Discount(discount)}, on “{line.Description}”", -discount.Amount);
        }
        foreach (var tax in invoice.TotalTaxes)
        {
            if (tax.Rate.Inclusive) steps.Add($"{words.Tax(tax)}: {words.Money(tax.Amount)}", 0);
            else steps.Add(words.Tax(tax), tax.Amount);
        }

        var settlement = new Running();
        settlement.Add("Total", invoice.Total);
        if (invoice.IsDraft)
        {
            if (invoice.Total < 0) settlement.Add("Will be credited to the customer's balance", -invoice.Total);
        }
        else
        {
            var due = invoice.AmountDue + invoice.PrePaymentCreditNotes;
            settlement.Add(words.Balance(due), due - invoice.Total);
            if (invoice.PrePaymentCreditNotes != 0) settlement.Add("Credit notes before payment", -invoice.PrePaymentCreditNotes);
        }
        foreach (var payment in payments.Where(p => p.AmountPaid is > 0).OrderBy(p => p.PaidAt))
            settlement.Add(payment.PaymentIntentId is { } intent ? $"Paid by {intent}" : "Paid out of band", -payment.AmountPaid!.Value);
        var overpaid = invoice.AmountPaid - payments.Sum(p => p.AmountPaid ?? 0);
        if (overpaid != 0) settlement.Add("Came for an invoice that was settled already: credited to the customer's balance", -overpaid);

        return new(
            invoice.Id, invoice.Number, invoice.Currency, invoice.Status, words.Rounding, lines, steps.Steps, invoice.Total, settlement.Steps, invoice.AmountRemaining,
            steps.Sum == invoice.Total && settlement.Sum == invoice.AmountRemaining && lines.Sum(l => l.Total) == invoice.Total);
    }

    private static ExplainedLine Explained(InvoiceLine line, Words words) => new(
        line.Id, line.Description, line.PeriodStart.ToUnixTimeSeconds(), line.PeriodEnd.ToUnixTimeSeconds(), line.Proration, Words.Arithmetic(line), line.Amount,
        [.. line.DiscountAmounts.Select(d => new ExplainedPart(words.Discount(d), -d.Amount))],
        [.. line.Taxes.Select(t => new ExplainedPart(words.Tax(t), t.Amount))],
        line.Discounted + line.Taxes.Where(t => !t.Rate.Inclusive).Sum(t => t.Amount));

    private sealed class Running
    {
        public List<ExplainedStep> Steps { get; } = [];
        public long Sum { get; private set; }

        public void Add(string text, long amount) => Steps.Add(new(text, amount, Sum += amount));
    }

    /// <summary>Amounts and reasons of one invoice in words.</summary>
    private sealed class Words(Invoice invoice)
    {
        private readonly Currency currency = Platform.Monies.Currency.Of(invoice.Currency);

        public string Rounding => invoice.TaxRounding switch
        {
            Accounts.TaxRounding.Line => "Tax is rounded on each line, halves away from zero.",
            Accounts.TaxRounding.Invoice => "Tax is rounded once for each rate over the invoice, halves away from zero; the lines show their shares.",
            _ => "Tax is rounded once for each rate over the invoice; of UK VAT on prices without VAT the fraction of a penny is dropped (VAT Notice 700, 17.5). The lines show their shares.",
        };

        public string Money(long minor) => Locale.BritishEnglish.Money(minor, currency);

        public static IReadOnlyList<string> Arithmetic(InvoiceLine line) => line switch
        {
            { Steps: { Count: > 0 } steps } => steps,
            { Quantity: { } quantity, Price.UnitAmount: { } unit } when Math.Round(quantity * unit, MidpointRounding.AwayFromZero) == line.Amount => [$"{Decimals.Text(quantity)} × {Decimals.Text(unit)} = {Decimals.Rounded(quantity * unit, line.Amount)}"],
            _ => [$"as it was asked for: {line.Amount}"],
        };

        public string Discount(DiscountAmount taken) => invoice.DiscountOf(taken) switch
        {
            { Terms.PercentOff: { } percent } discount => $"{Decimals.Text(percent)}% off by coupon {discount.Coupon}",
            { } discount => $"{Money(discount.Terms.AmountOffIn(invoice.Currency) ?? 0)} off by coupon {discount.Coupon}, this line's share",
            null => $"Discount {taken.Discount}",
        };

        public string Tax(TaxAmount tax) => tax.Reason switch
        {
            "reverse_charge" => $"{tax.Rate.DisplayName}: reverse charge, the customer accounts for it",
            "customer_exempt" => $"{tax.Rate.DisplayName}: the customer is exempt",
            _ => $"{tax.Rate.DisplayName} {Decimals.Text(tax.Rate.Percentage)}% on {Money(tax.Taxable)}{(tax.Rate.Inclusive ? ", contained in the prices" : "")}",
        };

        public string Balance(long due) => (due - invoice.Total, invoice.Total) switch
        {
            (0, _) => "Nothing from the customer's balance",
            ( > 0, < 0) => $"Credited to the customer's balance, which goes from {Money(invoice.StartingBalance)} to {Money(invoice.EndingBalance ?? 0)}",
            ( < 0, _) when invoice.StartingBalance < 0 => $"Credit from the customer's balance, which goes from {Money(invoice.StartingBalance)} to {Money(invoice.EndingBalance ?? 0)}",
            ( < 0, _) => $"Too little for a card: carried over on the customer's balance, which goes from {Money(invoice.StartingBalance)} to {Money(invoice.EndingBalance ?? 0)}",
            _ => $"Owed from before: the customer's balance goes from {Money(invoice.StartingBalance)} to {Money(invoice.EndingBalance ?? 0)}",
        };
    }
}
