using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>Upgrades and downgrades in the middle of January 2024, of which 16 of 31 days are left at the beginning of the 16th.</summary>
internal static class Changes
{
    private const string AtOnce = "proration_behavior=always_invoice";

    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("an upgrade is prorated, and the next bill carries it")
            .On("2024-01-01").Price("gold", "month", 2000).Price("platinum", "month", 5000).Subscribe("gold").At("2024-01-16").Change("gold > platinum").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  50.00 platinum 2024-02-01→2024-03-01
                  -10.32 gold 2024-01-16→2024-02-01       # 20.00 × 16/31 = 10.322…
                  25.81 platinum 2024-01-16→2024-02-01    # 50.00 × 16/31 = 25.806…
                  = 65.49
                : active 2024-02-01→2024-03-01
                """),

        Case("an upgrade can be billed at once")
            .On("2024-01-01").Price("gold", "month", 2000).Price("platinum", "month", 5000).Subscribe("gold").At("2024-01-16").Change("gold > platinum", AtOnce).At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-01-16 update paid over 2024-01-01→2024-01-16
                  -10.32 gold 2024-01-16→2024-02-01
                  25.81 platinum 2024-01-16→2024-02-01
                  = 15.49
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  50.00 platinum 2024-02-01→2024-03-01
                  = 50.00
                : active 2024-02-01→2024-03-01
                """),

        Case("an upgrade without prorations counts from the next month")
            .On("2024-01-01").Price("gold", "month", 2000).Price("platinum", "month", 5000).Subscribe("gold").At("2024-01-16").Change("gold > platinum", "proration_behavior=none").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  50.00 platinum 2024-02-01→2024-03-01
                  = 50.00
                : active 2024-02-01→2024-03-01
                """),

        Case("a proration date in the past counts the days from then")
            .On("2024-01-01").Price("gold", "month", 2000).Price("platinum", "month", 5000).Subscribe("gold").At("2024-01-16 12:00").Change("gold > platinum", AtOnce, "proration_date=2024-01-11")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-01-16 12:00 update paid over 2024-01-01→2024-01-11
                  -13.55 gold 2024-01-11→2024-02-01       # 20.00 × 21/31 = 13.548…
                  33.87 platinum 2024-01-11→2024-02-01    # 50.00 × 21/31 = 33.870…
                  = 20.32
                : active 2024-01-01→2024-02-01
                """),

        Case("a change at an odd second is counted to the second")
            .On("2024-01-01").Price("gold", "month", 267840).Price("silver", "month", 0).Subscribe("gold").At("2024-01-31 23:59").Change("gold > silver")
            .Ledger("""
                2024-01-01 create paid
                  2678.40 gold 2024-01-01→2024-02-01    # a tenth of a penny a second
                  = 2678.40
                : active 2024-01-01→2024-02-01
                : pending -0.06 gold 2024-01-31 23:59→2024-02-01    # 60 seconds
                : pending 0.00 silver 2024-01-31 23:59→2024-02-01
                """),

        Case("three seats more are billed for the ten days that are left")
            .On("2024-01-01").Price("seat", "month", 1000).Subscribe("seat × 2").At("2024-01-22").Change("seat × 5", AtOnce)
            .Ledger("""
                2024-01-01 create paid
                  20.00 seat ×2 2024-01-01→2024-02-01
                  = 20.00
                2024-01-22 update paid over 2024-01-01→2024-01-22
                  -6.45 seat ×2 2024-01-22→2024-02-01    # 20.00 × 10/31 = 6.451…
                  16.13 seat ×5 2024-01-22→2024-02-01    # 50.00 × 10/31 = 16.129…
                  = 9.68
                : active 2024-01-01→2024-02-01
                """),

        Case("three seats fewer are credited to the balance, which pays for a part of the next month")
            .On("2024-01-01").Price("seat", "month", 1000).Subscribe("seat × 5").At("2024-01-22").Change("seat × 2", AtOnce).At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  50.00 seat ×5 2024-01-01→2024-02-01
                  = 50.00
                2024-01-22 update paid over 2024-01-01→2024-01-22
                  -16.13 seat ×5 2024-01-22→2024-02-01
                  6.45 seat ×2 2024-01-22→2024-02-01
                  = -9.68 due 0.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 seat ×2 2024-02-01→2024-03-01
                  = 20.00 due 10.32    # 20.00 − 9.68
                : active 2024-02-01→2024-03-01
                """),

        Case("from a month to a year begins the year at once, less what is left of the month")
            .On("2024-01-01").Price("gold", "month", 2000).Price("annual", "year", 20000).Subscribe("gold").At("2024-01-16").Change("gold > annual").At("2024-03-01")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-01-16 update paid over 2024-01-01→2024-01-16
                  200.00 annual 2024-01-16→2025-01-16
                  -10.32 gold 2024-01-16→2024-02-01    # 20.00 × 16/31
                  = 189.68
                : active 2024-01-16→2025-01-16
                """),

        Case("from a year to a month leaves a credit that pays for months")
            .On("2024-01-01").Price("annual", "year", 36600).Price("gold", "month", 2000).Subscribe("annual").At("2024-07-01").Change("annual > gold").At("2024-08-02")
            .Ledger("""
                2024-01-01 create paid
                  366.00 annual 2024-01-01→2025-01-01
                  = 366.00
                2024-07-01 update paid over 2024-01-01→2024-07-01
                  20.00 gold 2024-07-01→2024-08-01
                  -184.00 annual 2024-07-01→2025-01-01    # 31+29+31+30+31+30 = 182 of 366 days are gone: 1.00 a day
                  = -164.00 due 0.00
                2024-08-01 cycle paid over 2024-07-01→2024-08-01
                  20.00 gold 2024-08-01→2024-09-01
                  = 20.00 due 0.00
                : active 2024-08-01→2024-09-01
                : balance -144.00
                """),

        Case("a period that is begun anew credits the rest of the old one")
            .On("2024-01-01").Price("gold", "month", 2000).Subscribe("gold").At("2024-01-16").Change("", "billing_cycle_anchor=now").At("2024-02-17")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-01-16 update paid over 2024-01-01→2024-01-16
                  20.00 gold 2024-01-16→2024-02-16
                  -10.32 gold 2024-01-16→2024-02-01
                  = 9.68
                2024-02-16 cycle paid over 2024-01-16→2024-02-16
                  20.00 gold 2024-02-16→2024-03-16
                  = 20.00
                : active 2024-02-16→2024-03-16
                """),

        Case("a change in a first period cut short by its anchor is measured by the whole month")
            .On("2024-01-15").Price("gold", "month", 3100).Price("platinum", "month", 6200).Subscribe("gold", "billing_cycle_anchor=2024-02-01").At("2024-01-22").Change("gold > platinum", AtOnce)
            .Ledger("""
                2024-01-15 create paid
                  17.00 gold 2024-01-15→2024-02-01    # 1.00 a day
                  = 17.00
                2024-01-22 update paid over 2024-01-15→2024-01-22
                  -10.00 gold 2024-01-22→2024-02-01    # 1.00 a day for 10 days
                  20.00 platinum 2024-01-22→2024-02-01
                  = 10.00
                : active 2024-01-15→2024-02-01
                """),
    ];
}
