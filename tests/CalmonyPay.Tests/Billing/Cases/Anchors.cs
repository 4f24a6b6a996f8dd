using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>When periods begin: month ends, leap years, anchors of one's own.</summary>
internal static class Anchors
{
    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("a month from 31 January ends on the last day of February, and the 31st comes back in March")
            .On("2024-01-31").Price("gold", "month", 2000).Subscribe("gold").At("2024-05-01")
            .Ledger("""
                2024-01-31 create paid
                  20.00 gold 2024-01-31→2024-02-29   # 2024 is a leap year: 29 February is the last day
                  = 20.00
                2024-02-29 cycle paid over 2024-01-31→2024-02-29
                  20.00 gold 2024-02-29→2024-03-31   # counted from the anchor, not from 29 February
                  = 20.00
                2024-03-31 cycle paid over 2024-02-29→2024-03-31
                  20.00 gold 2024-03-31→2024-04-30
                  = 20.00
                2024-04-30 cycle paid over 2024-03-31→2024-04-30
                  20.00 gold 2024-04-30→2024-05-31
                  = 20.00
                : active 2024-04-30→2024-05-31
                """),

        Case("a month from the 30th is cut short by February alone")
            .On("2023-01-30").Price("gold", "month", 2000).Subscribe("gold").At("2023-04-01")
            .Ledger("""
                2023-01-30 create paid
                  20.00 gold 2023-01-30→2023-02-28
                  = 20.00
                2023-02-28 cycle paid over 2023-01-30→2023-02-28
                  20.00 gold 2023-02-28→2023-03-30
                  = 20.00
                2023-03-30 cycle paid over 2023-02-28→2023-03-30
                  20.00 gold 2023-03-30→2023-04-30
                  = 20.00
                : active 2023-03-30→2023-04-30
                """),

        Case("a year from 29 February is billed on the 28th, and on the 29th in the next leap year")
            .On("2020-02-29").Price("gold", "year", 10000).Subscribe("gold").At("2024-03-01")
            .Ledger("""
                2020-02-29 create paid
                  100.00 gold 2020-02-29→2021-02-28
                  = 100.00
                2021-02-28 cycle paid over 2020-02-29→2021-02-28
                  100.00 gold 2021-02-28→2022-02-28
                  = 100.00
                2022-02-28 cycle paid over 2021-02-28→2022-02-28
                  100.00 gold 2022-02-28→2023-02-28
                  = 100.00
                2023-02-28 cycle paid over 2022-02-28→2023-02-28
                  100.00 gold 2023-02-28→2024-02-29
                  = 100.00
                2024-02-29 cycle paid over 2023-02-28→2024-02-29
                  100.00 gold 2024-02-29→2025-02-28
                  = 100.00
                : active 2024-02-29→2025-02-28
                """),

        Case("weeks are seven days, across the end of the year")
            .On("2024-12-18 09:30").Price("gold", "week", 500).Subscribe("gold").At("2025-01-02")
            .Ledger("""
                2024-12-18 09:30 create paid
                  5.00 gold 2024-12-18 09:30→2024-12-25 09:30
                  = 5.00
                2024-12-25 09:30 cycle paid over 2024-12-18 09:30→2024-12-25 09:30
                  5.00 gold 2024-12-25 09:30→2025-01-01 09:30
                  = 5.00
                2025-01-01 09:30 cycle paid over 2024-12-25 09:30→2025-01-01 09:30
                  5.00 gold 2025-01-01 09:30→2025-01-08 09:30
                  = 5.00
                : active 2025-01-01 09:30→2025-01-08 09:30
                """),

        Case("days follow each other over the leap day")
            .On("2024-02-28").Price("gold", "day", 100).Subscribe("gold").At("2024-03-01 12:00")
            .Ledger("""
                2024-02-28 create paid
                  1.00 gold 2024-02-28→2024-02-29
                  = 1.00
                2024-02-29 cycle paid over 2024-02-28→2024-02-29
                  1.00 gold 2024-02-29→2024-03-01
                  = 1.00
                2024-03-01 cycle paid over 2024-02-29→2024-03-01
                  1.00 gold 2024-03-01→2024-03-02
                  = 1.00
                : active 2024-03-01→2024-03-02
                """),

        Case("three months from 30 November end on the last day of February")
            .On("2024-11-30").Price("gold", "3 months", 5000).Subscribe("gold").At("2025-06-01")
            .Ledger("""
                2024-11-30 create paid
                  50.00 gold 2024-11-30→2025-02-28
                  = 50.00
                2025-02-28 cycle paid over 2024-11-30→2025-02-28
                  50.00 gold 2025-02-28→2025-05-30
                  = 50.00
                2025-05-30 cycle paid over 2025-02-28→2025-05-30
                  50.00 gold 2025-05-30→2025-08-30
                  = 50.00
                : active 2025-05-30→2025-08-30
                """),

        Case("an anchor in the future bills the days up to it, measured by the month that ends there")
            .On("2024-01-15").Price("gold", "month", 2000).Subscribe("gold", "billing_cycle_anchor=2024-02-01").At("2024-02-02")
            .Ledger("""
                2024-01-15 create paid
                  10.97 gold 2024-01-15→2024-02-01   # 20.00 × 17/31 days = 10.967…
                  = 10.97
                2024-02-01 cycle paid over 2024-01-15→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00
                : active 2024-02-01→2024-03-01
                """),

        Case("an anchor in the future without prorations is free up to it")
            .On("2024-01-15").Price("gold", "month", 2000).Subscribe("gold", "billing_cycle_anchor=2024-02-01", "proration_behavior=none").At("2024-02-02")
            .Ledger("""
                2024-01-15 create paid
                  = 0.00
                2024-02-01 cycle paid over 2024-01-15→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00
                : active 2024-02-01→2024-03-01
                """),

        Case("an anchor configured as the 31st is the last day of shorter months")
            .On("2024-02-10").Price("gold", "month", 2900).Subscribe("gold", "billing_cycle_anchor_config[day_of_month]=31").At("2024-04-01")
            .Ledger("""
                2024-02-10 create paid
                  19.00 gold 2024-02-10→2024-02-29   # 29.00 × 19/29: 31 January to 29 February is 29 days
                  = 19.00
                2024-02-29 cycle paid over 2024-02-10→2024-02-29
                  29.00 gold 2024-02-29→2024-03-31
                  = 29.00
                2024-03-31 cycle paid over 2024-02-29→2024-03-31
                  29.00 gold 2024-03-31→2024-04-30
                  = 29.00
                : active 2024-03-31→2024-04-30
                """),

        Case("an anchor configured as 1 April 06:00 counts a yearly stub to the hour")
            .On("2023-12-31 18:00").Price("gold", "year", 36600)
            .Subscribe("gold", "billing_cycle_anchor_config[day_of_month]=1", "billing_cycle_anchor_config[month]=4", "billing_cycle_anchor_config[hour]=6", "billing_cycle_anchor_config[minute]=0")
            .At("2024-04-02")
            .Ledger("""
                2023-12-31 18:00 create paid
                  91.50 gold 2023-12-31 18:00→2024-04-01 06:00   # 31+29+31 = 91 days and 12 hours; 366 days from 1 April 2023: 366.00 × 91.5/366
                  = 91.50
                2024-04-01 06:00 cycle paid over 2023-12-31 18:00→2024-04-01 06:00
                  366.00 gold 2024-04-01 06:00→2025-04-01 06:00
                  = 366.00
                : active 2024-04-01 06:00→2025-04-01 06:00
                """),
    ];
}
