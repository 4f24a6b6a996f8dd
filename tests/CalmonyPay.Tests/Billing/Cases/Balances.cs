using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>The customer's balance: credit (negative), debt, and sums that no card is charged for.</summary>
internal static class Balances
{
    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("a credit larger than a bill pays for it, and what is left pays for a part of the next")
            .On("2024-01-01").Price("gold", "month", 2000).Balance(-3000).Subscribe("gold").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00 due 0.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00 due 10.00    # 30.00 − 20.00 were left
                : active 2024-02-01→2024-03-01
                """),

        Case("a debt is asked for with the next bill")
            .On("2024-01-01").Price("gold", "month", 2000).Balance(550).Subscribe("gold")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00 due 25.50
                : active 2024-01-01→2024-02-01
                """),

        Case("a sum too small for a card is carried over until it is not")
            .On("2024-01-01").Price("crumb", "month", 20).Subscribe("crumb").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  0.20 crumb 2024-01-01→2024-02-01
                  = 0.20 due 0.00    # the least that a card is charged in pounds is 0.30
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  0.20 crumb 2024-02-01→2024-03-01
                  = 0.20 due 0.40
                : active 2024-02-01→2024-03-01
                """),

        Case("what a credit leaves to pay may be too small for a card as well")
            .On("2024-01-01").Price("gold", "month", 2000).Balance(-1990).Subscribe("gold").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00 due 0.00    # 0.10 is carried over
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00 due 20.10
                : active 2024-02-01→2024-03-01
                """),

        Case("a credit from a downgrade settles a debt first")
            .On("2024-01-01").Price("gold", "month", 3100).Price("silver", "month", 1550).Subscribe("gold").Balance(500).At("2024-01-12").Change("gold > silver", "proration_behavior=always_invoice")
            .Ledger("""
                2024-01-01 create paid
                  31.00 gold 2024-01-01→2024-02-01
                  = 31.00
                2024-01-12 update paid over 2024-01-01→2024-01-12
                  -20.00 gold 2024-01-12→2024-02-01      # 1.00 a day for 20 days
                  10.00 silver 2024-01-12→2024-02-01
                  = -10.00 due 0.00
                : active 2024-01-01→2024-02-01
                : balance -5.00    # 5.00 owed, 10.00 credited
                """),

        Case("a void bill gives the balance back that it had used")
            .On("2024-01-01").Price("gold", "month", 2000).Subscribe("gold").Balance(-500).PaysWith("chargeCustomerFail").At("2024-02-02").Post("/v1/invoices/{invoice:2}/void")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                2024-02-01 cycle void over 2024-01-01→2024-02-01, tried 1
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00 due 15.00
                : active 2024-02-01→2024-03-01
                : balance -5.00    # nothing was billed in the end, so the credit is the customer's again
                """),
    ];
}
