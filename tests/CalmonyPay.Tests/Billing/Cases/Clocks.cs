using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>Summer time does not move billing, which is in UTC; the year of a number is the merchant's own.</summary>
internal static class Clocks
{
    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("days go over the beginning of London's summer time at the same UTC time")
            .On("2024-03-30 00:30").Price("gold", "day", 100).Subscribe("gold").At("2024-04-01 12:00")
            .Ledger("""
                2024-03-30 00:30 create paid
                  1.00 gold 2024-03-30 00:30→2024-03-31 00:30
                  = 1.00
                2024-03-31 00:30 cycle paid over 2024-03-30 00:30→2024-03-31 00:30
                  1.00 gold 2024-03-31 00:30→2024-04-01 00:30   # the clocks went on at 01:00
                  = 1.00
                2024-04-01 00:30 cycle paid over 2024-03-31 00:30→2024-04-01 00:30
                  1.00 gold 2024-04-01 00:30→2024-04-02 00:30
                  = 1.00
                : active 2024-04-01 00:30→2024-04-02 00:30
                """),

        Case("a month over the end of summer time is 31 days, and prorations count its seconds in UTC")
            .On("2024-10-10 12:00").Price("gold", "month", 3100).Price("platinum", "month", 6200).Subscribe("gold")
            .At("2024-10-30 12:00").Change("gold > platinum", "proration_behavior=always_invoice").At("2024-11-11")
            .Ledger("""
                2024-10-10 12:00 create paid
                  31.00 gold 2024-10-10 12:00→2024-11-10 12:00
                  = 31.00
                2024-10-30 12:00 update paid over 2024-10-10 12:00→2024-10-30 12:00
                  -11.00 gold 2024-10-30 12:00→2024-11-10 12:00   # 31.00 × 11/31: the 25 hours of 27 October in London are 24 here
                  22.00 platinum 2024-10-30 12:00→2024-11-10 12:00   # 62.00 × 11/31
                  = 11.00
                2024-11-10 12:00 cycle paid over 2024-10-10 12:00→2024-11-10 12:00
                  62.00 platinum 2024-11-10 12:00→2024-12-10 12:00
                  = 62.00
                : active 2024-11-10 12:00→2024-12-10 12:00
                """),

        Case("a draft of New Year's Eve that is final after midnight is numbered in the new year")
            .On("2024-11-30 23:30").Price("gold", "month", 2000).Subscribe("gold").At("2024-12-31 23:30")
            .Make("draft", "/v1/invoices", "customer={customer}", "auto_advance=true").Post("/v1/invoiceitems", "invoice={draft}", "amount=500", "description=Help")
            .At("2025-01-02").Numbers("2024", "2024", "2025")
            .Ledger("""
                2024-11-30 23:30 create paid
                  20.00 gold 2024-11-30 23:30→2024-12-30 23:30
                  = 20.00
                2024-12-30 23:30 cycle paid over 2024-11-30 23:30→2024-12-30 23:30
                  20.00 gold 2024-12-30 23:30→2025-01-30 23:30
                  = 20.00
                2024-12-31 23:30 manual paid
                  5.00 Help 2024-12-31 23:30
                  = 5.00   # a draft for an hour: final on 1 January at 00:30
                : active 2024-12-30 23:30→2025-01-30 23:30
                """),

        Case("the year of a number is that of the merchant in Auckland")
            .On("2024-12-24 10:00", Merchant.ByLine).Price("gold", "week", 500).Subscribe("gold").At("2025-01-01").Numbers("2024", "2025")
            .Ledger("""
                2024-12-24 10:00 create paid
                  5.00 gold 2024-12-24 10:00→2024-12-31 10:00
                  = 5.00
                2024-12-31 10:00 cycle paid over 2024-12-24 10:00→2024-12-31 10:00
                  5.00 gold 2024-12-31 10:00→2025-01-07 10:00   # final at 11:00 UTC, which is midnight of New Year's Day there
                  = 5.00
                : active 2024-12-31 10:00→2025-01-07 10:00
                """),

        Case("a clock that jumps half a year makes every bill on the way at its own time")
            .On("2024-08-31").Price("gold", "month", 1000).Subscribe("gold").At("2025-02-28 12:00")
            .Ledger("""
                2024-08-31 create paid
                  10.00 gold 2024-08-31→2024-09-30
                  = 10.00
                2024-09-30 cycle paid over 2024-08-31→2024-09-30
                  10.00 gold 2024-09-30→2024-10-31
                  = 10.00
                2024-10-31 cycle paid over 2024-09-30→2024-10-31
                  10.00 gold 2024-10-31→2024-11-30
                  = 10.00
                2024-11-30 cycle paid over 2024-10-31→2024-11-30
                  10.00 gold 2024-11-30→2024-12-31
                  = 10.00
                2024-12-31 cycle paid over 2024-11-30→2024-12-31
                  10.00 gold 2024-12-31→2025-01-31
                  = 10.00
                2025-01-31 cycle paid over 2024-12-31→2025-01-31
                  10.00 gold 2025-01-31→2025-02-28
                  = 10.00
                2025-02-28 cycle paid over 2025-01-31→2025-02-28
                  10.00 gold 2025-02-28→2025-03-31
                  = 10.00
                : active 2025-02-28→2025-03-31
                """),
    ];
}
