using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>Items that come and go, changes that cancel each other, and changes that wait for their payment.</summary>
internal static class Items
{
    private const string AtOnce = "proration_behavior=always_invoice";

    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("an item that is added is charged for the rest of the month")
            .On("2024-01-01").Price("gold", "month", 2000).Price("support", "month", 500).Subscribe("gold").At("2024-01-16").Change("+ support × 2").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01
                  10.00 support ×2 2024-02-01→2024-03-01
                  5.16 support ×2 2024-01-16→2024-02-01    # 10.00 × 16/31 = 5.161…
                  = 35.16
                : active 2024-02-01→2024-03-01
                """),

        Case("an item that is removed is credited for the rest of the month")
            .On("2024-01-01").Price("gold", "month", 2000).Price("support", "month", 500).Subscribe("gold, support").At("2024-01-16").Change("- support").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  5.00 support 2024-01-01→2024-02-01
                  = 25.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01
                  -2.58 support 2024-01-16→2024-02-01    # 5.00 × 16/31 = 2.580…
                  = 17.42
                : active 2024-02-01→2024-03-01
                """),

        Case("a change and its reversal at the same moment come to nothing")
            .On("2024-01-01").Price("gold", "month", 1999).Price("platinum", "month", 4999).Subscribe("gold × 3").At("2024-01-18 07:41")
            .Change("gold > platinum × 7").Change("platinum > gold × 3").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  59.97 gold ×3 2024-01-01→2024-02-01
                  = 59.97
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  59.97 gold ×3 2024-02-01→2024-03-01
                  -26.46 gold ×3 2024-01-18 07:41→2024-02-01          # left: 13 d 16 h 19 min = 1181940 of 2678400 s; 59.97 × 0.441285… = 26.463…
                  154.42 platinum ×7 2024-01-18 07:41→2024-02-01      # 349.93 × 0.441285…
                  -154.42 platinum ×7 2024-01-18 07:41→2024-02-01
                  26.46 gold ×3 2024-01-18 07:41→2024-02-01
                  = 59.97
                : active 2024-02-01→2024-03-01
                """),

        Case("an upgrade that must be paid first is dropped with its invoice")
            .On("2024-01-01").Price("gold", "month", 2000).Price("platinum", "month", 5000).Subscribe("gold").At("2024-01-16").PaysWith("chargeCustomerFail")
            .Change("gold > platinum", AtOnce, "payment_behavior=pending_if_incomplete").At("2024-01-18").PaysWith("visa").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-01-16 update void over 2024-01-01→2024-01-16, tried 1    # it is not paid within 23 hours
                  -10.32 gold 2024-01-16→2024-02-01
                  25.81 platinum 2024-01-16→2024-02-01
                  = 15.49
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00
                : active 2024-02-01→2024-03-01
                """),

        Case("an upgrade that waits is made when its invoice is paid with another card")
            .On("2024-01-01").Price("gold", "month", 2000).Price("platinum", "month", 5000).Subscribe("gold").At("2024-01-16").PaysWith("chargeCustomerFail")
            .Change("gold > platinum", AtOnce, "payment_behavior=pending_if_incomplete").Post("/v1/invoices/{invoice:2}/pay", "payment_method=pm_card_visa")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-01-16 update paid over 2024-01-01→2024-01-16, tried 2
                  -10.32 gold 2024-01-16→2024-02-01
                  25.81 platinum 2024-01-16→2024-02-01
                  = 15.49
                : active 2024-01-01→2024-02-01
                """),

        Case("an end within the month is credited, and the month ends there")
            .On("2024-01-01").Price("gold", "month", 3100).Subscribe("gold").At("2024-01-11").Change("", "cancel_at=2024-01-21").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  31.00 gold 2024-01-01→2024-02-01
                  = 31.00
                2024-01-21 cycle paid over 2024-01-01→2024-01-21
                  -11.00 gold 2024-01-21→2024-02-01    # 1.00 a day
                  = -11.00 due 0.00
                : canceled 2024-01-01→2024-01-21
                : balance -11.00
                """),

        Case("what is pending without a subscription waits for the next renewal, and goes with it")
            .On("2024-01-01").Price("gold", "month", 2000).Price("setup", "once", 7500).Subscribe("gold").At("2024-01-10")
            .Post("/v1/invoiceitems", "customer={customer}", "pricing[price]={setup}").Post("/v1/invoiceitems", "customer={customer}", "amount=-250", "currency=gbp", "description=Sorry").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01
                  75.00 setup 2024-01-10
                  -2.50 Sorry 2024-01-10
                  = 92.50
                : active 2024-02-01→2024-03-01
                """),
    ];
}
