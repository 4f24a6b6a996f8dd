using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>Cards that fail: tries after 3, 5 and 7 days, and what becomes of the subscription.</summary>
internal static class Dunning
{
    private const string January = """
        2024-01-01 create paid
          20.00 gold 2024-01-01→2024-02-01
          = 20.00
        """;

    private const string Never = $$"""
        {{January}}
        2024-02-01 cycle open over 2024-01-01→2024-02-01, tried 4    # 1 February, after 3 days the 4th, after 5 the 9th, after 7 the 16th
          20.00 gold 2024-02-01→2024-03-01
          = 20.00
        """;

    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("a renewal that fails is past due, and tried again after three days")
            .On("2024-01-01").Price("gold", "month", 2000).Subscribe("gold").PaysWith("chargeCustomerFail").At("2024-02-03")
            .Ledger($"""
                {January}
                2024-02-01 cycle open over 2024-01-01→2024-02-01, tried 1, next 2024-02-04 01:00    # after the draft's hour
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00
                : past_due 2024-02-01→2024-03-01
                """),

        Case("the second retry comes five days after the first, the third a week after that")
            .On("2024-01-01").Price("gold", "month", 2000).Subscribe("gold").PaysWith("chargeCustomerFail").At("2024-02-10")
            .Ledger($"""
                {January}
                2024-02-01 cycle open over 2024-01-01→2024-02-01, tried 3, next 2024-02-16 01:00
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00
                : past_due 2024-02-01→2024-03-01
                """),

        Case("a retry with a better card heals the subscription")
            .On("2024-01-01").Price("gold", "month", 2000).Subscribe("gold").PaysWith("chargeCustomerFail").At("2024-02-03").PaysWith("visa").At("2024-02-05")
            .Ledger($"""
                {January}
                2024-02-01 cycle paid over 2024-01-01→2024-02-01, tried 2
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00
                : active 2024-02-01→2024-03-01
                """),

        Case("a bill that is paid by hand heals the subscription too")
            .On("2024-01-01").Price("gold", "month", 2000).Subscribe("gold").PaysWith("chargeCustomerFail").At("2024-02-03").Post("/v1/invoices/{invoice:2}/pay", "payment_method=pm_card_visa")
            .Ledger($"""
                {January}
                2024-02-01 cycle paid over 2024-01-01→2024-02-01, tried 2
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00
                : active 2024-02-01→2024-03-01
                """),

        Case("after the last retry the subscription ends")
            .On("2024-01-01").Price("gold", "month", 2000).Subscribe("gold").PaysWith("chargeCustomerFail").At("2024-03-02").Tells("customer.subscription.deleted", "2024-02-16 01:00")
            .Ledger($"""
                {Never}
                : canceled 2024-02-01→2024-03-01
                """),

        Case("after the last retry it is unpaid for a merchant who wants that, and its bills are drafts")
            .On("2024-01-01", Merchant.ByLine).Price("gold", "month", 2000).Subscribe("gold").PaysWith("chargeCustomerFail").At("2024-03-02")
            .Ledger($"""
                {Never}
                2024-03-01 cycle draft over 2024-02-01→2024-03-01
                  20.00 gold 2024-03-01→2024-04-01
                  = 20.00
                : unpaid 2024-03-01→2024-04-01
                """),

        Case("after the last retry it stays past due for a merchant who wants that, and is billed on")
            .On("2024-01-01", Merchant.ByInvoice).Price("gold", "month", 2000).Subscribe("gold").PaysWith("chargeCustomerFail").At("2024-03-02")
            .Ledger($"""
                {Never}
                2024-03-01 cycle open over 2024-02-01→2024-03-01, tried 1, next 2024-03-04 01:00
                  20.00 gold 2024-03-01→2024-04-01
                  = 20.00
                : past_due 2024-03-01→2024-04-01
                """),

        Case("a first bill that is not paid within 23 hours ends what never began")
            .On("2024-01-01").PaidWith("chargeCustomerFail").Price("gold", "month", 2000).Subscribe("gold").At("2024-01-02")
            .Ledger("""
                2024-01-01 create void, tried 1
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                : incomplete_expired 2024-01-01→2024-02-01
                """),

        Case("a first bill that is paid in time with another card begins it")
            .On("2024-01-01").PaidWith("chargeCustomerFail").Price("gold", "month", 2000).Subscribe("gold").At("2024-01-01 22:00").Post("/v1/invoices/{invoice:1}/pay", "payment_method=pm_card_visa").At("2024-01-03")
            .Ledger("""
                2024-01-01 create paid, tried 2
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                : active 2024-01-01→2024-02-01
                """),
    ];
}
