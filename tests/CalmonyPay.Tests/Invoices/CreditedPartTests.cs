using CalmonyPay.Accounts;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.CreditNotes;
using CalmonyPay.Invoices.Lines;

namespace CalmonyPay.Tests.Invoices;

/// <summary>However a line is taken back, piece by piece, in the end it is all back, and never more on the way.</summary>
public sealed class CreditedPartTests
{
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TaxTerms[] Rates =
    [
        new("txr_vat", 20, false, "VAT", "UK", "GB", "vat"), new("txr_contained", 20, true, "VAT", "UK", "GB", "vat"), new("txr_sales", 8.875m, false, "Sales tax", "NY", "US", "sales_tax"),
    ];

    [Fact]
    public void Pieces_of_a_line_add_up_to_it_with_its_discounts_and_its_tax()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 3000; round++)
        {
            var off = new Discount("di_off", "coupon", null, Day, null, null, null, null, null, null, new(random.Next(0, 100), null, null, null, null, CouponDuration.Once, null));
            var asked = new InvoiceLine("il_1", null, random.Next(8) == 0 ? -random.Next(1, 5000) : random.Next(1, 50_000), random.Next(1, 9), Day, Day) { TaxRates = [.. Rates.Where(_ => random.Next(2) == 0)] };
            var line = InvoiceArithmetic.Work([asked], [off], [], "gbp", TaxExempt.None, (TaxRounding)random.Next(3)).Lines[0];
            var part = new CreditedPart(line, []);
            var pieces = new List<CreditNoteLine>();
            for (var n = 0; n < 6 && part.TotalLeft != 0; n++)
            {
                if (random.Next(2) == 0) pieces.Add(part.TakeTotal("cnli", part.TotalLeft * random.Next(1, 100) / 100));
                else if (Math.Sign(part.AmountLeft) == Math.Sign(line.Amount)) pieces.Add(part.TakeAmount("cnli", part.AmountLeft * random.Next(1, 100) / 100, null, null));
                Never_more_than(line, pieces);
            }
            pieces.Add(part.TakeTotal("cnli", part.TotalLeft));

            Assert.Equal(line.Amount, pieces.Sum(piece => piece.Amount));
            foreach (var discount in line.DiscountAmounts) Assert.Equal(discount.Amount, pieces.SelectMany(p => p.Discounts).Where(d => d.Discount == discount.Discount).Sum(d => d.Amount));
            foreach (var tax in line.Taxes) Assert.Equal(tax.Amount, pieces.SelectMany(p => p.Taxes).Where(t => t.Rate == tax.Rate).Sum(t => t.Amount));
            Assert.Equal(0, part.TotalLeft);
        }
    }

    [Fact]
    public void Quantities_add_up_to_the_amount()
    {
        var line = new InvoiceLine("il_1", null, 1000, 3, Day, Day);
        var part = new CreditedPart(line, []);
        var pieces = Enumerable.Range(0, 3).Select(_ => part.TakeAmount("cnli", part.AmountOf(1), 1, null).Amount).ToList();
        Assert.Equal([333, 334, 333], pieces);
        Assert.Equal((0m, 0L), (part.QuantityLeft, part.AmountLeft));
    }

    private static void Never_more_than(InvoiceLine line, List<CreditNoteLine> pieces)
    {
        foreach (var tax in line.Taxes) Assert.True(Math.Abs(pieces.SelectMany(p => p.Taxes).Where(t => t.Rate == tax.Rate).Sum(t => t.Amount)) <= Math.Abs(tax.Amount));
        foreach (var discount in line.DiscountAmounts) Assert.True(Math.Abs(pieces.SelectMany(p => p.Discounts).Where(d => d.Discount == discount.Discount).Sum(d => d.Amount)) <= Math.Abs(discount.Amount));
    }
}
