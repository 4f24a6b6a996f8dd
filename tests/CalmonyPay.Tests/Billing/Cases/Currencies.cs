using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>Currencies without pence, and with thousandths.</summary>
internal static class Currencies
{
    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("yen have no fractions")
            .On("2024-01-01").Price("gold", "month", 1000, "currency=jpy").Price("platinum", "month", 2500, "currency=jpy").Coupon("third", "percent_off=33.33", "duration=forever")
            .Subscribe("gold", "discounts[0][coupon]={third}").At("2024-01-16").Change("gold > platinum", "proration_behavior=always_invoice")
            .Ledger("""
                2024-01-01 create paid
                  1000 gold 2024-01-01→2024-02-01 off 333    # 333.3
                  = 667 off 333
                2024-01-16 update paid over 2024-01-01→2024-01-16
                  -344 gold 2024-01-16→2024-02-01        # 666.7 × 16/31 = 344.103…
                  860 platinum 2024-01-16→2024-02-01     # 1666.75 × 16/31 = 860.258…
                  = 516
                : active 2024-01-01→2024-02-01
                """),

        Case("dinars are charged in tens of fils, and the odd ones are carried over")
            .On("2024-01-01").Price("gold", "month", 10000, "currency=kwd").Price("platinum", "month", 20000, "currency=kwd").Subscribe("gold").At("2024-01-16").Change("gold > platinum", "proration_behavior=always_invoice")
            .Ledger("""
                2024-01-01 create paid
                  10.000 gold 2024-01-01→2024-02-01
                  = 10.000
                2024-01-16 update paid over 2024-01-01→2024-01-16
                  -5.161 gold 2024-01-16→2024-02-01        # 10.000 × 16/31 = 5.1612…
                  10.323 platinum 2024-01-16→2024-02-01    # 20.000 × 16/31 = 10.3225…
                  = 5.162 due 5.160                        # the two are no multiple of ten
                : active 2024-01-01→2024-02-01
                : balance 0.002
                """),

        Case("a price in several currencies bills a customer in the one that is asked for")
            .On("2024-01-01").Price("gold", "month", 2000, "currency_options[eur][unit_amount]=2400").Subscribe("gold", "currency=eur").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  24.00 gold 2024-01-01→2024-02-01
                  = 24.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  24.00 gold 2024-02-01→2024-03-01
                  = 24.00
                : active 2024-02-01→2024-03-01
                """),
    ];
}
