using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>What was used: billed when the period is over, counted until the bill is final.</summary>
internal static class Usages
{
    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("what was used is summed up over the month and billed after it")
            .On("2024-01-01").Metered("call", "month", 2).Subscribe("call").At("2024-01-10").Use("call", 1000, "2024-01-09").Use("call", 500.5m, "2024-01-10").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  = 0.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  30.01 call ×1500.5 2024-01-01→2024-02-01    # 1500.5 × 2p
                  = 30.01
                : active 2024-02-01→2024-03-01
                """),

        Case("an event at midnight belongs to the month that begins")
            .On("2024-01-01").Metered("call", "month", 100).Subscribe("call").At("2024-02-01 00:30").Use("call", 1, "2024-01-31 23:59").Use("call", 10, "2024-02-01").At("2024-03-02")
            .Ledger("""
                2024-01-01 create paid
                  = 0.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  1.00 call 2024-01-01→2024-02-01    # told half an hour late, while the bill was a draft
                  = 1.00
                2024-03-01 cycle paid over 2024-02-01→2024-03-01
                  10.00 call ×10 2024-02-01→2024-03-01
                  = 10.00
                : active 2024-03-01→2024-04-01
                """),

        Case("use runs up through graduated tiers, and begins again each month")
            .On("2024-01-01").Metered("call", "month", null, "billing_scheme=tiered", "tiers_mode=graduated", "tiers[0][up_to]=100", "tiers[0][unit_amount]=0", "tiers[1][up_to]=inf", "tiers[1][unit_amount_decimal]=1.5")
            .Subscribe("call").At("2024-01-20").Use("call", 301, "2024-01-20").At("2024-02-20").Use("call", 99, "2024-02-20").At("2024-03-02")
            .Ledger("""
                2024-01-01 create paid
                  = 0.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  3.02 call ×301 2024-01-01→2024-02-01    # 100 × 0 + 201 × 1.5p = 301.5p
                  = 3.02
                2024-03-01 cycle paid over 2024-02-01→2024-03-01
                  0.00 call ×99 2024-02-01→2024-03-01
                  = 0.00
                : active 2024-03-01→2024-04-01
                """),

        Case("more taken back than used is billed as nothing")
            .On("2024-01-01").Metered("call", "month", 100).Price("gold", "month", 2000).Subscribe("gold, call").At("2024-01-10").Use("call", 3, "2024-01-09").Use("call", -5, "2024-01-10").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  0.00 call ×0 2024-01-01→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00
                : active 2024-02-01→2024-03-01
                """),

        Case("use in a trial is free")
            .On("2024-01-01").Metered("call", "month", 100).Subscribe("call", "trial_period_days=14").At("2024-01-10").Use("call", 7, "2024-01-10").At("2024-01-20").Use("call", 2, "2024-01-20").At("2024-02-16")
            .Ledger("""
                2024-01-01 create paid
                  = 0.00
                2024-01-15 cycle paid over 2024-01-01→2024-01-15
                  = 0.00
                2024-02-15 cycle paid over 2024-01-15→2024-02-15
                  2.00 call ×2 2024-01-15→2024-02-15
                  = 2.00
                : active 2024-02-15→2024-03-15
                """),

        Case("a subscription that is cancelled now bills its use where that is asked for")
            .On("2024-01-01").Metered("call", "month", 100).Subscribe("call").At("2024-01-10").Use("call", 7, "2024-01-05").Cancel("invoice_now=true")
            .Post("/v1/invoices/{invoice:2}/pay")
            .Ledger("""
                2024-01-01 create paid
                  = 0.00
                2024-01-10 update paid over 2024-01-01→2024-01-10
                  7.00 call ×7 2024-01-01→2024-01-10
                  = 7.00
                : canceled 2024-01-01→2024-02-01
                """),

        Case("a subscription that ends with its month bills the last month's use")
            .On("2024-01-01").Metered("call", "month", 100).Subscribe("call", "cancel_at_period_end=true").At("2024-01-10").Use("call", 7, "2024-01-10").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  = 0.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  7.00 call ×7 2024-01-01→2024-02-01
                  = 7.00
                : canceled 2024-01-01→2024-02-01
                """),

        Case("use is taxed and discounted like anything else")
            .On("2024-01-01").Tax("vat", "20").Coupon("tenth", "percent_off=10", "duration=forever").Metered("call", "month", 33).Subscribe("call", "default_tax_rates[0]={vat}", "discounts[0][coupon]={tenth}")
            .At("2024-01-10").Use("call", 31, "2024-01-10").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  = 0.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  10.23 call ×31 2024-01-01→2024-02-01 off 1.02 tax 1.84    # 10.23 × 10 % = 1.023; 9.21 × 20 % = 1.842
                  = 11.05 off 1.02 tax 1.84
                : active 2024-02-01→2024-03-01
                """),
    ];
}
