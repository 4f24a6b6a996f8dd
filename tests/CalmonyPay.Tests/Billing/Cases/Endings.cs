using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>Ends now and by plan, and collections that pause.</summary>
internal static class Endings
{
    private const string January = """
        2024-01-01 create paid
          31.00 gold 2024-01-01→2024-02-01
          = 31.00
        """;

    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("an end with the month leaves nothing to bill")
            .On("2024-01-01").Price("gold", "month", 3100).Subscribe("gold").At("2024-01-10").Change("", "cancel_at_period_end=true").At("2024-03-02").Tells("customer.subscription.deleted", "2024-02-01")
            .Ledger($"""
                {January}
                : canceled 2024-01-01→2024-02-01
                """),

        Case("an end that is taken back is no end")
            .On("2024-01-01").Price("gold", "month", 3100).Subscribe("gold").At("2024-01-10").Change("", "cancel_at_period_end=true").At("2024-01-20").Change("", "cancel_at_period_end=false").At("2024-02-02")
            .Ledger($"""
                {January}
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  31.00 gold 2024-02-01→2024-03-01
                  = 31.00
                : active 2024-02-01→2024-03-01
                """),

        Case("an end now gives nothing back of itself")
            .On("2024-01-01").Price("gold", "month", 3100).Subscribe("gold").At("2024-01-11").Cancel().At("2024-03-02")
            .Ledger($"""
                {January}
                : canceled 2024-01-01→2024-02-01
                """),

        Case("an end now with proration leaves a credit for the customer's next bill")
            .On("2024-01-01").Price("gold", "month", 3100).Subscribe("gold").At("2024-01-11").Cancel("prorate=true")
            .Ledger($"""
                {January}
                : canceled 2024-01-01→2024-02-01
                : pending -21.00 gold 2024-01-11→2024-02-01    # 1.00 a day
                """),

        Case("an end now, prorated and invoiced, credits the balance")
            .On("2024-01-01").Price("gold", "month", 3100).Subscribe("gold").At("2024-01-11").Cancel("prorate=true", "invoice_now=true")
            .Ledger($"""
                {January}
                2024-01-11 update paid over 2024-01-01→2024-01-11
                  -21.00 gold 2024-01-11→2024-02-01
                  = -21.00 due 0.00
                : canceled 2024-01-01→2024-02-01
                : balance -21.00
                """),

        Case("an end in the next month bills that month up to it")
            .On("2024-01-01").Price("gold", "month", 2900).Subscribe("gold", "cancel_at=2024-02-15").At("2024-03-02")
            .Ledger("""
                2024-01-01 create paid
                  29.00 gold 2024-01-01→2024-02-01
                  = 29.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  14.00 gold 2024-02-01→2024-02-15    # 29.00 × 14/29
                  = 14.00
                : canceled 2024-02-01→2024-02-15
                """),

        Case("while collection is paused as drafts, bills wait")
            .On("2024-01-01").Price("gold", "month", 3100).Subscribe("gold").At("2024-01-10").Change("", "pause_collection[behavior]=keep_as_draft").At("2024-02-10").Change("", "pause_collection=").At("2024-03-02")
            .Ledger($"""
                {January}
                2024-02-01 cycle draft over 2024-01-01→2024-02-01
                  31.00 gold 2024-02-01→2024-03-01
                  = 31.00
                2024-03-01 cycle paid over 2024-02-01→2024-03-01
                  31.00 gold 2024-03-01→2024-04-01
                  = 31.00
                : active 2024-03-01→2024-04-01
                """),

        Case("while collection is paused as void, bills are void and use up no credit")
            .On("2024-01-01").Price("gold", "month", 3100).Subscribe("gold").Balance(-1000).At("2024-01-10").Change("", "pause_collection[behavior]=void", "pause_collection[resumes_at]=2024-02-20").At("2024-03-02")
            .Ledger($"""
                {January}
                2024-02-01 cycle void over 2024-01-01→2024-02-01
                  31.00 gold 2024-02-01→2024-03-01
                  = 31.00 due 21.00
                2024-03-01 cycle paid over 2024-02-01→2024-03-01
                  31.00 gold 2024-03-01→2024-04-01
                  = 31.00 due 21.00    # the credit of 10.00 came back from the void bill
                : active 2024-03-01→2024-04-01
                """),

        Case("while collection is paused as uncollectible, bills are given up")
            .On("2024-01-01").Price("gold", "month", 3100).Subscribe("gold").At("2024-01-10").Change("", "pause_collection[behavior]=mark_uncollectible").At("2024-02-02")
            .Ledger($"""
                {January}
                2024-02-01 cycle uncollectible over 2024-01-01→2024-02-01
                  31.00 gold 2024-02-01→2024-03-01
                  = 31.00
                : active 2024-02-01→2024-03-01
                """),
    ];
}
