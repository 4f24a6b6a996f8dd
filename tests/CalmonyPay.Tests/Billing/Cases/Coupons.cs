using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>Coupons: how long they work, on what, and in which order.</summary>
internal static class Coupons
{
    private const string Mine = "discounts[0][coupon]";

    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("a quarter off for ever is off every bill")
            .On("2024-01-01").Price("gold", "month", 1999).Coupon("quarter", "percent_off=25", "duration=forever").Subscribe("gold", $"{Mine}={{quarter}}").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  19.99 gold 2024-01-01→2024-02-01 off 5.00    # 19.99 × 25 % = 4.9975
                  = 14.99 off 5.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  19.99 gold 2024-02-01→2024-03-01 off 5.00
                  = 14.99 off 5.00
                : active 2024-02-01→2024-03-01
                """),

        Case("an amount off once is off the first bill alone")
            .On("2024-01-01").Price("gold", "month", 2000).Coupon("five", "amount_off=500", "currency=gbp", "duration=once").Subscribe("gold", $"{Mine}={{five}}").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01 off 5.00
                  = 15.00 off 5.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00
                : active 2024-02-01→2024-03-01
                """),

        Case("a coupon for two months is off two monthly bills")
            .On("2024-01-31").Price("gold", "month", 2000).Coupon("half", "percent_off=50", "duration=repeating", "duration_in_months=2").Subscribe("gold", $"{Mine}={{half}}").At("2024-04-01")
            .Ledger("""
                2024-01-31 create paid
                  20.00 gold 2024-01-31→2024-02-29 off 10.00
                  = 10.00 off 10.00
                2024-02-29 cycle paid over 2024-01-31→2024-02-29
                  20.00 gold 2024-02-29→2024-03-31 off 10.00
                  = 10.00 off 10.00
                2024-03-31 cycle paid over 2024-02-29→2024-03-31    # two months from 31 January end now
                  20.00 gold 2024-03-31→2024-04-30
                  = 20.00
                : active 2024-03-31→2024-04-30
                """),

        Case("a coupon on an item makes that item cheaper")
            .On("2024-01-01").Price("gold", "month", 2000).Price("silver", "month", 1000).Coupon("half", "percent_off=50", "duration=forever").Subscribe("gold, silver", "items[1][discounts][0][coupon]={half}")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  10.00 silver 2024-01-01→2024-02-01 off 5.00
                  = 25.00 off 5.00
                : active 2024-01-01→2024-02-01
                """),

        Case("a coupon for one product leaves the others alone")
            .On("2024-01-01").Price("gold", "month", 2000).Price("silver", "month", 1000).Coupon("half", "percent_off=50", "duration=forever", "applies_to[products][0]={product:silver}")
            .Subscribe("gold, silver", $"{Mine}={{half}}")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  10.00 silver 2024-01-01→2024-02-01 off 5.00
                  = 25.00 off 5.00
                : active 2024-01-01→2024-02-01
                """),

        Case("half off and then four pounds off")
            .On("2024-01-01").Price("gold", "month", 2000).Coupon("half", "percent_off=50", "duration=forever").Coupon("four", "amount_off=400", "currency=gbp", "duration=forever")
            .Subscribe("gold", "discounts[0][coupon]={half}", "discounts[1][coupon]={four}")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01 off 14.00
                  = 6.00 off 14.00    # 20.00 − 10.00 − 4.00
                : active 2024-01-01→2024-02-01
                """),

        Case("four pounds off and then half off")
            .On("2024-01-01").Price("gold", "month", 2000).Coupon("half", "percent_off=50", "duration=forever").Coupon("four", "amount_off=400", "currency=gbp", "duration=forever")
            .Subscribe("gold", "discounts[0][coupon]={four}", "discounts[1][coupon]={half}")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01 off 12.00
                  = 8.00 off 12.00    # (20.00 − 4.00) / 2
                : active 2024-01-01→2024-02-01
                """),

        Case("ten pounds off three items is shared by their prices, to the penny")
            .On("2024-01-01").Price("gold", "month", 2000).Price("silver", "month", 1000).Price("bronze", "month", 500).Coupon("ten", "amount_off=1000", "currency=gbp").Subscribe("gold, silver, bronze", $"{Mine}={{ten}}")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01 off 5.71      # 10.00 × 20/35 = 5.714
                  10.00 silver 2024-01-01→2024-02-01 off 2.86    # 2.857: the larger fractions go up
                  5.00 bronze 2024-01-01→2024-02-01 off 1.43     # 1.428
                  = 25.00 off 10.00
                : active 2024-01-01→2024-02-01
                """),

        Case("more off than there is takes off what there is")
            .On("2024-01-01").Price("gold", "month", 2000).Coupon("fifty", "amount_off=5000", "currency=gbp").Subscribe("gold", $"{Mine}={{fifty}}").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01 off 20.00
                  = 0.00 off 20.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01    # the rest of the fifty is forfeit
                  = 20.00
                : active 2024-02-01→2024-03-01
                """),

        Case("a coupon that works once waits for the end of a trial")
            .On("2024-01-01").Price("gold", "month", 2000).Coupon("five", "amount_off=500", "currency=gbp", "duration=once").Subscribe("gold", $"{Mine}={{five}}", "trial_period_days=14").At("2024-02-16")
            .Ledger("""
                2024-01-01 create paid
                  0.00 gold 2024-01-01→2024-01-15
                  = 0.00
                2024-01-15 cycle paid over 2024-01-01→2024-01-15
                  20.00 gold 2024-01-15→2024-02-15 off 5.00
                  = 15.00 off 5.00
                2024-02-15 cycle paid over 2024-01-15→2024-02-15
                  20.00 gold 2024-02-15→2024-03-15
                  = 20.00
                : active 2024-02-15→2024-03-15
                """),

        Case("a customer's own coupon works where the subscription has none")
            .On("2024-01-01").Price("gold", "month", 2000).Coupon("third", "percent_off=33.33", "duration=forever").Post("/v1/customers/{customer}", "coupon={third}").Subscribe("gold")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01 off 6.67    # 20.00 × 33.33 % = 6.666
                  = 13.33 off 6.67
                : active 2024-01-01→2024-02-01
                """),

        Case("a promotion code gives its coupon in the middle of a subscription's life")
            .On("2024-01-01").Price("gold", "month", 2000).Coupon("quarter", "percent_off=25", "duration=once").Subscribe("gold")
            .Make("code", "/v1/promotion_codes", "promotion[type]=coupon", "promotion[coupon]={quarter}").At("2024-01-20").Change("", "discounts[0][promotion_code]={code}").At("2024-03-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01 off 5.00
                  = 15.00 off 5.00
                2024-03-01 cycle paid over 2024-02-01→2024-03-01
                  20.00 gold 2024-03-01→2024-04-01
                  = 20.00
                : active 2024-03-01→2024-04-01
                """),

        Case("prorations have the percentage off within them, and it is not taken again")
            .On("2024-01-01").Price("gold", "month", 2000).Price("platinum", "month", 5000).Coupon("fifth", "percent_off=20", "duration=forever").Subscribe("gold", $"{Mine}={{fifth}}")
            .At("2024-01-16").Change("gold > platinum").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01 off 4.00
                  = 16.00 off 4.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  50.00 platinum 2024-02-01→2024-03-01 off 10.00
                  -8.26 gold 2024-01-16→2024-02-01       # 16.00 × 16/31 = 8.258…
                  20.65 platinum 2024-01-16→2024-02-01    # 40.00 × 16/31 = 20.645…
                  = 52.39 off 10.00
                : active 2024-02-01→2024-03-01
                """),

        Case("a coupon that worked once is within the credit of what it made cheaper, and not within what comes after")
            .On("2024-01-01").Price("gold", "month", 2000).Price("platinum", "month", 5000).Coupon("half", "percent_off=50", "duration=once").Subscribe("gold", $"{Mine}={{half}}")
            .At("2024-01-16").Change("gold > platinum", "proration_behavior=always_invoice")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01 off 10.00
                  = 10.00 off 10.00
                2024-01-16 update paid over 2024-01-01→2024-01-16
                  -5.16 gold 2024-01-16→2024-02-01        # 10.00 were paid: 10.00 × 16/31 = 5.161…
                  25.81 platinum 2024-01-16→2024-02-01    # 50.00 × 16/31 = 25.806…
                  = 20.65
                : active 2024-01-01→2024-02-01
                """),

        Case("what was paid in full is credited in full, whatever coupon came since")
            .On("2024-01-01").Price("gold", "month", 2000).Price("platinum", "month", 5000).Coupon("fifth", "percent_off=20", "duration=forever").Subscribe("gold")
            .At("2024-01-16").Change("gold > platinum").At("2024-01-20").Change("", "discounts[0][coupon]={fifth}").At("2024-01-21").Change("platinum > gold").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01 off 4.00
                  -10.32 gold 2024-01-16→2024-02-01       # 20.00 × 16/31 = 10.322…
                  25.81 platinum 2024-01-16→2024-02-01    # 50.00 × 16/31 = 25.806…
                  -17.74 platinum 2024-01-21→2024-02-01    # 50.00 × 11/31 = 17.741…, charged before the coupon came
                  5.68 gold 2024-01-21→2024-02-01         # 16.00 × 11/31 = 5.677…
                  = 19.43 off 4.00
                : active 2024-02-01→2024-03-01
                """),

        Case("a discount that has run out is within the credit of the period that it made cheaper")
            .On("2024-01-15").Price("gold", "month", 2000).Price("platinum", "month", 5000).Coupon("quarter", "percent_off=25", "duration=repeating", "duration_in_months=1").Post("/v1/customers/{customer}", "coupon={quarter}")
            .At("2024-01-20").Subscribe("gold").At("2024-02-17").Change("gold > platinum", "proration_behavior=always_invoice")
            .Ledger("""
                2024-01-20 create paid
                  20.00 gold 2024-01-20→2024-02-20 off 5.00
                  = 15.00 off 5.00
                2024-02-17 update paid over 2024-01-20→2024-02-17
                  -1.45 gold 2024-02-17→2024-02-20        # 15.00 × 3/31 = 1.451…
                  4.84 platinum 2024-02-17→2024-02-20     # the coupon ended on the 15th: 50.00 × 3/31 = 4.838…
                  = 3.39
                : active 2024-01-20→2024-02-20
                """),

        Case("all off for ever needs no card")
            .On("2024-01-01").PaidWith(null).Price("gold", "month", 2000).Coupon("friend", "percent_off=100", "duration=forever").Subscribe("gold", $"{Mine}={{friend}}")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01 off 20.00
                  = 0.00 off 20.00
                : active 2024-01-01→2024-02-01
                """),
    ];
}
