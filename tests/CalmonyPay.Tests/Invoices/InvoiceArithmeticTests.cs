using CalmonyPay.Accounts;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Tests.Invoices;

/// <summary>Whatever is billed, the parts are the whole.</summary>
public sealed class InvoiceArithmeticTests
{
    private const int Rounds = 3000;
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TaxTerms Vat = new("txr_vat", 20, false, "VAT", "UK", "GB", "vat");
    private static readonly TaxTerms Reduced = new("txr_reduced", 5, false, "VAT", "UK", "GB", "vat");
    private static readonly TaxTerms Zero = new("txr_zero", 0, false, "VAT", "UK", "GB", "vat");
    private static readonly TaxTerms Contained = new("txr_contained", 20, true, "VAT", "UK", "GB", "vat");
    private static readonly TaxTerms Older = new("txr_older", 17.5m, false, "VAT", "UK", "GB", null);
    private static readonly TaxTerms Sales = new("txr_sales", 8.875m, false, "Sales tax", "NY", "US", "sales_tax");
    private static readonly TaxTerms Mwst = new("txr_mwst", 19, true, "MwSt.", "DE", "DE", "vat");
    private static readonly TaxTerms[] Rates = [Vat, Reduced, Zero, Contained, Older, Sales, Mwst];

    [Fact]
    public void Lines_less_discounts_and_exclusive_tax_are_the_total_whatever_is_billed()
    {
        var random = new Random(20261121);
        for (var round = 0; round < Rounds; round++)
        {
            var (lines, discounts, defaults, exempt, rounding) = Any(random);
            var worked = InvoiceArithmetic.Work(lines, discounts, defaults, "gbp", exempt, rounding);
            var taken = worked.Lines.SelectMany(line => line.DiscountAmounts).Sum(d => d.Amount);
            var taxes = worked.Lines.SelectMany(line => line.Taxes).ToList();
            var (exclusive, inclusive) = (taxes.Where(t => !t.Rate.Inclusive).Sum(t => t.Amount), taxes.Where(t => t.Rate.Inclusive).Sum(t => t.Amount));

            Assert.Equal(lines.Sum(line => line.Amount) - taken + exclusive, worked.Total);
            Assert.Equal(worked.Total - exclusive - inclusive, worked.TotalExcludingTax);
            Assert.Equal(worked.Subtotal - inclusive, worked.SubtotalExcludingTax);
            Assert.Equal(lines.Select(line => (line.Id, line.Amount)), worked.Lines.Select(line => (line.Id, line.Amount)));
            foreach (var same in taxes.GroupBy(t => (t.Rate, t.Reason)))
            {
                var sum = worked.Taxes.Single(t => (t.Rate, t.Reason) == same.Key);
                Assert.Equal((same.Sum(t => t.Amount), same.Sum(t => t.Taxable)), (sum.Amount, sum.Taxable));
            }
            Assert.Equal(taxes.Sum(t => t.Amount), worked.Taxes.Sum(t => t.Amount));
            Assert.Equal(taken, worked.Discounts.Sum(d => d.Amount));
            foreach (var same in worked.Lines.SelectMany(line => line.DiscountAmounts).GroupBy(d => d.Discount))
                Assert.Equal(same.Sum(d => d.Amount), worked.Discounts.Single(d => d.Discount == same.Key).Amount);
            if (exempt != TaxExempt.None) Assert.Equal(0, exclusive + inclusive);
        }
    }

    [Fact]
    public void No_discount_turns_a_charge_into_a_credit()
    {
        var random = new Random(7);
        for (var round = 0; round < Rounds; round++)
        {
            var (lines, discounts, defaults, exempt, rounding) = Any(random);
            foreach (var line in InvoiceArithmetic.Work(lines, discounts, defaults, "gbp", exempt, rounding).Lines)
            {
                var left = line.Amount - line.DiscountAmounts.Sum(d => d.Amount);
                Assert.True(line.Amount >= 0 ? left >= 0 && left <= line.Amount : left <= 0 && left >= line.Amount, $"{line.Amount} became {left}");
            }
        }
    }

    [Fact]
    public void Tax_is_within_a_penny_of_exact_by_rate_or_by_line()
    {
        var random = new Random(11);
        for (var round = 0; round < Rounds; round++)
        {
            var (lines, discounts, defaults, _, rounding) = Any(random);
            var worked = InvoiceArithmetic.Work(lines, discounts, defaults, "gbp", TaxExempt.None, rounding);
            foreach (var same in worked.Lines.SelectMany(line => line.Taxes.Select(tax => (Line: line, Tax: tax))).GroupBy(pair => pair.Tax.Rate))
            {
                var exact = same.Sum(pair => Exact(pair.Line, pair.Tax.Rate, defaults));
                var parts = rounding == TaxRounding.Line ? same.Count() * 0.5m : 1m;
                Assert.InRange(same.Sum(pair => pair.Tax.Amount), exact - parts, exact + parts);
                foreach (var (line, tax) in same) Assert.InRange(tax.Amount, Exact(line, tax.Rate, defaults) - 1, Exact(line, tax.Rate, defaults) + 1);
            }
        }
    }

    // HMRC's VAT Notice 700, 17.5: the total VAT of an invoice may be rounded down to a whole penny; worked by line, each line's tax is
    // rounded to the nearest. Three lines of 12.33, 0.99 and 7.68 at 20 %:
    //   by line: 2.466 → 2.47, 0.198 → 0.20, 1.536 → 1.54, together 4.21
    //   by invoice: 21.00 × 20 % = 4.20
    [Theory]
    [InlineData(TaxRounding.Line, 421)]
    [InlineData(TaxRounding.Invoice, 420)]
    [InlineData(TaxRounding.Hmrc, 420)]
    public void Vat_of_three_lines_is_rounded_as_the_project_says(TaxRounding rounding, long tax) =>
        Assert.Equal(tax, Work([Line(1233), Line(99), Line(768)], [Vat], rounding).Taxes.Single().Amount);

    // 10.99 and 5.00 at 20 %: 15.99 × 20 % = 3.198. To the nearest that is 3.20; with the fraction of a penny ignored, 3.19.
    // Rounded by line: 2.198 → 2.20 and 1.00, together 3.20.
    [Theory]
    [InlineData(TaxRounding.Line, 320)]
    [InlineData(TaxRounding.Invoice, 320)]
    [InlineData(TaxRounding.Hmrc, 319)]
    public void A_fraction_of_a_penny_is_ignored_only_as_hmrc_permits_it(TaxRounding rounding, long tax) =>
        Assert.Equal(tax, Work([Line(1099), Line(500)], [Vat], rounding).Taxes.Single().Amount);

    // The permission is for VAT that is added by traders who issue invoices. A price that contains VAT has it by the VAT fraction, 1/6 at 20 %:
    // 15.99 ÷ 6 = 2.665, to the nearest penny 2.67. And a tax that is not the United Kingdom's is rounded to the nearest: 15.99 × 8.875 % = 1.419…, 1.42.
    [Fact]
    public void Contained_vat_and_other_taxes_are_rounded_to_the_nearest()
    {
        Assert.Equal(267, Work([Line(1099), Line(500)], [Contained], TaxRounding.Hmrc).Taxes.Single().Amount);
        Assert.Equal(142, Work([Line(1099), Line(500)], [Sales], TaxRounding.Hmrc).Taxes.Single().Amount);
    }

    // VAT is due on what is paid after discounts: 100.00 less 10 % is 90.00, the tax 18.00, together 108.00.
    [Fact]
    public void Tax_is_on_what_discounts_leave()
    {
        var worked = InvoiceArithmetic.Work([Line(10000)], [Percent("di_ten", 10)], [Vat], "gbp", TaxExempt.None, TaxRounding.Hmrc);
        Assert.Equal((10000L, 10800L, 9000L, 1800L, 9000L), (worked.Subtotal, worked.Total, worked.TotalExcludingTax, worked.Taxes.Single().Amount, worked.Taxes.Single().Taxable));
    }

    // Goods at the standard and at the reduced rate on one invoice: each rate's tax is rounded for itself. 9.99 × 20 % = 1.998, 9.99 × 5 % = 0.4995.
    [Fact]
    public void Each_rate_is_rounded_for_itself()
    {
        var worked = Work([Line(999), Line(999) with { TaxRates = [Reduced] }], [Vat], TaxRounding.Hmrc);
        Assert.Equal([("txr_vat", 199L), ("txr_reduced", 49L)], worked.Taxes.Select(tax => (tax.Rate.Id, tax.Amount)));
    }

    [Fact]
    public void Parts_add_up_to_their_whole_and_none_is_a_unit_off_its_share()
    {
        var random = new Random(3);
        for (var round = 0; round < Rounds; round++)
        {
            var shares = Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(-100_000, 100_000) / 7m * (random.Next(4) == 0 ? 0 : 1)).ToArray();
            var whole = round % 2 == 0 ? Money.Round(shares.Sum()) : Money.IgnoreFraction(shares.Sum());
            var parts = Apportionment.Of(whole, shares);
            Assert.Equal(shares.All(share => share == 0) ? 0 : whole, parts.Sum());
            for (var i = 0; i < parts.Length; i++) Assert.True(Math.Abs(parts[i] - shares[i]) <= 1, $"{parts[i]} of {shares[i]}");
        }
    }

    private static decimal Exact(InvoiceLine line, TaxTerms rate, IReadOnlyList<TaxTerms> defaults)
    {
        var contained = (line.TaxRates ?? defaults).Where(r => r.Inclusive).Sum(r => r.Percentage);
        return line.Discounted * rate.Percentage / (100 + contained);
    }

    private static WorkedInvoice Work(InvoiceLine[] lines, TaxTerms[] rates, TaxRounding rounding) => InvoiceArithmetic.Work(lines, [], rates, "gbp", TaxExempt.None, rounding);

    private static InvoiceLine Line(long amount) => new(InvoiceLine.NewId(Day), null, amount, 1, Day, Day);

    private static Discount Percent(string id, decimal percent) => Of(id, new(percent, null, null, null, null, CouponDuration.Once, null));

    private static Discount Of(string id, DiscountTerms terms) => new(id, "coupon", null, Day, null, null, null, null, null, null, terms);

    private static (List<InvoiceLine> Lines, List<Discount> Discounts, List<TaxTerms> Defaults, TaxExempt Exempt, TaxRounding Rounding) Any(Random random)
    {
        var lines = Enumerable.Range(0, random.Next(1, 9)).Select(i => Line(random.Next(6) == 0 ? -random.Next(0, 5000) : random.Next(0, 200_000)) with
        {
            Discountable = random.Next(5) > 0,
            Price = random.Next(2) == 0 ? null : new($"price_{i}", $"prod_{random.Next(3)}", null),
            Discounts = random.Next(4) == 0 ? [AnyDiscount(random, $"di_line_{i}")] : [],
            TaxRates = random.Next(3) == 0 ? AnyRates(random) : null,
        }).ToList();
        var discounts = Enumerable.Range(0, random.Next(0, 3)).Select(i => AnyDiscount(random, $"di_{i}")).ToList();
        return (lines, discounts, AnyRates(random), random.Next(6) == 0 ? (TaxExempt)random.Next(3) : TaxExempt.None, (TaxRounding)random.Next(3));
    }

    private static Discount AnyDiscount(Random random, string id) => Of(id, random.Next(2) == 0
        ? new(random.Next(1, 10_001) / 100m, null, null, null, AnyProducts(random), CouponDuration.Once, null)
        : new(null, random.Next(1, 50_000), random.Next(3) == 0 ? "eur" : "gbp", random.Next(2) == 0 ? new Dictionary<string, long> { ["gbp"] = 700 } : null, AnyProducts(random), CouponDuration.Once, null));

    private static string[]? AnyProducts(Random random) => random.Next(3) == 0 ? [$"prod_{random.Next(3)}"] : null;

    private static List<TaxTerms> AnyRates(Random random) => [.. Rates.OrderBy(_ => random.Next()).Take(random.Next(0, 3))];
}
