using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>One thing after another: changes of changes, and changes of what is not paid, not collected or on paper.</summary>
internal static class Sequels
{
    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("an upgrade and a downgrade ten days later are each prorated from their own day")
            .On("2024-01-01").Price("gold", "month", 3100).Price("platinum", "month", 6200).Price("silver", "month", 1550).Subscribe("gold")
            .At("2024-01-11").Change("gold > platinum").At("2024-01-21").Change("platinum > silver").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  31.00 gold 2024-01-01→2024-02-01
                  = 31.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  15.50 silver 2024-02-01→2024-03-01
                  -21.00 gold 2024-01-11→2024-02-01        # 21 days at 1.00
                  42.00 platinum 2024-01-11→2024-02-01     # 21 days at 2.00
                  -22.00 platinum 2024-01-21→2024-02-01    # 11 days at 2.00
                  5.50 silver 2024-01-21→2024-02-01        # 11 days at 0.50
                  = 20.00
                : active 2024-02-01→2024-03-01
                """),

        Case("an end within the month that is taken back bills the days that it had credited")
            .On("2024-01-01").Price("gold", "month", 3100).Subscribe("gold").At("2024-01-11").Change("", "cancel_at=2024-01-21").At("2024-01-15").Change("", "cancel_at=").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  31.00 gold 2024-01-01→2024-02-01
                  = 31.00
                2024-01-21 cycle paid over 2024-01-01→2024-01-21
                  11.00 gold 2024-01-21→2024-02-01
                  -11.00 gold 2024-01-21→2024-02-01
                  = 0.00
                2024-02-01 cycle paid over 2024-01-21→2024-02-01
                  31.00 gold 2024-02-01→2024-03-01
                  = 31.00
                : active 2024-02-01→2024-03-01
                """),

        Case("an upgrade while a bill is past due waits for the next one")
            .On("2024-01-01").Price("gold", "month", 2900).Price("platinum", "month", 5800).Subscribe("gold").PaysWith("chargeCustomerFail").At("2024-02-10").Change("gold > platinum")
            .Ledger("""
                2024-01-01 create paid
                  29.00 gold 2024-01-01→2024-02-01
                  = 29.00
                2024-02-01 cycle open over 2024-01-01→2024-02-01, tried 3, next 2024-02-16 01:00
                  29.00 gold 2024-02-01→2024-03-01
                  = 29.00
                : past_due 2024-02-01→2024-03-01
                : pending -20.00 gold 2024-02-10→2024-03-01        # 20 days at 1.00
                : pending 40.00 platinum 2024-02-10→2024-03-01
                """),

        Case("seats that are added on paper are billed on paper, with days of their own")
            .On("2024-01-01").PaidWith(null).Price("seat", "month", 3100).Subscribe("seat", "collection_method=send_invoice", "days_until_due=30").At("2024-01-16").Change("seat × 3", "proration_behavior=always_invoice")
            .Ledger("""
                2024-01-01 create open, by 2024-01-31 01:00
                  31.00 seat 2024-01-01→2024-02-01
                  = 31.00
                2024-01-16 update open over 2024-01-01→2024-01-16, by 2024-02-15
                  -16.00 seat 2024-01-16→2024-02-01
                  48.00 seat ×3 2024-01-16→2024-02-01
                  = 32.00
                : active 2024-01-01→2024-02-01
                """),

        Case("crowns of Iceland are charged whole, and their hundredths are carried over")
            .On("2024-01-01").Price("gold", "month", 100000, "currency=isk").Subscribe("gold", "billing_cycle_anchor=2024-01-17").At("2024-01-18")
            .Ledger("""
                2024-01-01 create paid
                  516.13 gold 2024-01-01→2024-01-17    # 1000 × 16/31 = 516.129…: 17 December to 17 January is 31 days
                  = 516.13 due 516.00
                2024-01-17 cycle paid over 2024-01-01→2024-01-17
                  1000.00 gold 2024-01-17→2024-02-17
                  = 1000.00    # 1000.13 is due: 13 hundredths stay
                : active 2024-01-17→2024-02-17
                : balance 0.13
                """),

        Case("a pause gives the rest of the month back, and the month after it begins anew")
            .On("2024-01-01").Price("gold", "month", 3100).Subscribe("gold").At("2024-01-11").Post("/v1/subscriptions/{sub}/pause").At("2024-02-10").Post("/v1/subscriptions/{sub}/resume", "billing_cycle_anchor=now")
            .Ledger("""
                2024-01-01 create paid
                  31.00 gold 2024-01-01→2024-02-01
                  = 31.00
                2024-02-10 update paid over 2024-01-01→2024-02-10
                  31.00 gold 2024-02-10→2024-03-10
                  -21.00 gold 2024-01-11→2024-02-01    # 1.00 a day
                  = 10.00
                : active 2024-02-10→2024-03-10
                """),

        Case("a bill that is settled with cash after a card failed is paid, and the card is left alone")
            .On("2024-01-01").Price("gold", "month", 2000).Subscribe("gold").PaysWith("chargeCustomerFail").At("2024-02-02").Post("/v1/invoices/{invoice:2}/pay", "paid_out_of_band=true").At("2024-02-20")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00
                : active 2024-02-01→2024-03-01
                """),

        Case("a debt asked for by a bill that is void is owed again")
            .On("2024-01-01").PaidWith(null).Price("gold", "month", 2000).Balance(700).Subscribe("gold", "collection_method=send_invoice", "days_until_due=30").At("2024-01-02").Post("/v1/invoices/{invoice:1}/void")
            .Ledger("""
                2024-01-01 create void, by 2024-01-31 01:00
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00 due 27.00
                : active 2024-01-01→2024-02-01
                : balance 7.00
                """),
    ];
}
