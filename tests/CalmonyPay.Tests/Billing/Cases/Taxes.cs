using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>Tax: where it is rounded, what it is on, and who owes none.</summary>
internal static class Taxes
{
    private const string Vat = "default_tax_rates[0]={vat}";

    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("British VAT on a price without it drops the fraction of a penny")
            .On("2024-01-01").Tax("vat", "20").Price("gold", "month", 1999).Subscribe("gold", Vat)
            .Ledger("""
                2024-01-01 create paid
                  19.99 gold 2024-01-01→2024-02-01 tax 3.99    # 19.99 × 20 % = 3.998: VAT Notice 700, 17.5
                  = 23.98 tax 3.99
                : active 2024-01-01→2024-02-01
                """),

        Case("German tax is rounded to the nearest in Britain as well")
            .On("2024-01-01").Tax("vat", "19", country: "DE").Price("gold", "month", 999).Subscribe("gold", Vat)
            .Ledger("""
                2024-01-01 create paid
                  9.99 gold 2024-01-01→2024-02-01 tax 1.90    # 9.99 × 19 % = 1.8981
                  = 11.89 tax 1.90
                : active 2024-01-01→2024-02-01
                """),

        .. new[]
        {
            // 10.03 × 20 % = 2.006 on each of three lines, 6.018 in all.
            (Merchant.British, "as HMRC has it", "2.01", "2.00", "2.00", "36.10 tax 6.01"),
            (Merchant.ByLine, "by line", "2.01", "2.01", "2.01", "36.12 tax 6.03"),
            (Merchant.ByInvoice, "by invoice", "2.01", "2.01", "2.00", "36.11 tax 6.02"),
        }.Select(way => Case($"the same cart's tax rounded {way.Item2}")
            .On("2024-01-01", way.Item1).Tax("vat", "20").Price("one", "month", 1003).Price("two", "month", 1003).Price("three", "month", 1003).Subscribe("one, two, three", Vat)
            .Ledger($"""
                2024-01-01 create paid
                  10.03 one 2024-01-01→2024-02-01 tax {way.Item3}
                  10.03 two 2024-01-01→2024-02-01 tax {way.Item4}
                  10.03 three 2024-01-01→2024-02-01 tax {way.Item5}
                  = {way.Item6}
                : active 2024-01-01→2024-02-01
                """)),

        Case("a price that contains 20 % contains a sixth, to the nearest penny")
            .On("2024-01-01").Tax("vat", "20", inclusive: true).Price("gold", "month", 999).Price("silver", "month", 1200).Subscribe("gold, silver", Vat)
            .Ledger("""
                2024-01-01 create paid
                  9.99 gold 2024-01-01→2024-02-01 tax 1.67      # 1.665
                  12.00 silver 2024-01-01→2024-02-01 tax 2.00
                  = 21.99 within 3.67                           # 21.99 / 6 = 3.665
                : active 2024-01-01→2024-02-01
                """),

        Case("items have rates of their own, and the others that of the subscription")
            .On("2024-01-01").Tax("vat", "20").Tax("reduced", "5").Tax("zero", "0").Price("gold", "month", 2000).Price("heat", "month", 999).Price("book", "month", 1000)
            .Subscribe("gold, heat, book", Vat, "items[1][tax_rates][0]={reduced}", "items[2][tax_rates][0]={zero}")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01 tax 4.00
                  9.99 heat 2024-01-01→2024-02-01 tax 0.49    # 9.99 × 5 % = 0.4995, dropped
                  10.00 book 2024-01-01→2024-02-01
                  = 44.48 tax 4.49 zero_rated
                : active 2024-01-01→2024-02-01
                """),

        Case("two rates on one line are each on the same net")
            .On("2024-01-01", Merchant.ByLine).Tax("vat", "5", country: "CA").Tax("quebec", "9.975", country: "CA").Price("gold", "month", 10000).Subscribe("gold", Vat, "default_tax_rates[1]={quebec}")
            .Ledger("""
                2024-01-01 create paid
                  100.00 gold 2024-01-01→2024-02-01 tax 14.98    # 5.00 + 9.975, a half goes up
                  = 114.98 tax 14.98
                : active 2024-01-01→2024-02-01
                """),

        Case("an exempt customer pays no tax on top")
            .On("2024-01-01").Tax("vat", "20").Price("gold", "month", 2000).Post("/v1/customers/{customer}", "tax_exempt=exempt").Subscribe("gold", Vat)
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00 customer_exempt
                : active 2024-01-01→2024-02-01
                """),

        Case("with reverse charge the customer accounts for the tax")
            .On("2024-01-01").Tax("vat", "20").Price("gold", "month", 2000).Post("/v1/customers/{customer}", "tax_exempt=reverse").Subscribe("gold", Vat)
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00 reverse_charge
                : active 2024-01-01→2024-02-01
                """),

        Case("tax is on what a discount leaves")
            .On("2024-01-01").Tax("vat", "20").Price("gold", "month", 2000).Coupon("quarter", "percent_off=25").Subscribe("gold", Vat, "discounts[0][coupon]={quarter}")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01 off 5.00 tax 3.00    # 15.00 × 20 %
                  = 18.00 off 5.00 tax 3.00
                : active 2024-01-01→2024-02-01
                """),

        Case("prorations are taxed, and their credit gives tax back")
            .On("2024-01-01").Tax("vat", "20").Price("gold", "month", 2000).Price("platinum", "month", 5000).Subscribe("gold", Vat).At("2024-01-16").Change("gold > platinum", "proration_behavior=always_invoice")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01 tax 4.00
                  = 24.00 tax 4.00
                2024-01-16 update paid over 2024-01-01→2024-01-16
                  -10.32 gold 2024-01-16→2024-02-01 tax -2.07       # −2.064
                  25.81 platinum 2024-01-16→2024-02-01 tax 5.16     # 5.162
                  = 18.58 tax 3.09                                  # 15.49 × 20 % = 3.098, dropped
                : active 2024-01-01→2024-02-01
                """),
    ];
}
