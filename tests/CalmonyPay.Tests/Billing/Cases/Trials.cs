using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>Trials: free, told of three days before their end, and what becomes of them then.</summary>
internal static class Trials
{
    private const string OnMissing = "trial_settings[end_behavior][missing_payment_method]";

    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("a fortnight's trial is free, is told of three days ahead, and its end begins the month")
            .On("2024-01-01").Price("gold", "month", 2000).Subscribe("gold", "trial_period_days=14").At("2024-02-16")
            .Tells("customer.subscription.trial_will_end", "2024-01-12")
            .Ledger("""
                2024-01-01 create paid
                  0.00 gold 2024-01-01→2024-01-15
                  = 0.00
                2024-01-15 cycle paid over 2024-01-01→2024-01-15
                  20.00 gold 2024-01-15→2024-02-15
                  = 20.00
                2024-02-15 cycle paid over 2024-01-15→2024-02-15
                  20.00 gold 2024-02-15→2024-03-15
                  = 20.00
                : active 2024-02-15→2024-03-15
                """),

        Case("a trial shorter than three days is told of at once")
            .On("2024-01-01").Price("gold", "month", 2000).Subscribe("gold", "trial_end=2024-01-02 12:00").At("2024-01-03")
            .Tells("customer.subscription.trial_will_end", "2024-01-01")
            .Ledger("""
                2024-01-01 create paid
                  0.00 gold 2024-01-01→2024-01-02 12:00
                  = 0.00
                2024-01-02 12:00 cycle paid over 2024-01-01→2024-01-02 12:00
                  20.00 gold 2024-01-02 12:00→2024-02-02 12:00
                  = 20.00
                : active 2024-01-02 12:00→2024-02-02 12:00
                """),

        Case("a trial that ends on the 31st anchors the months on their last day")
            .On("2024-01-17").Price("gold", "month", 2000).Subscribe("gold", "trial_period_days=14").At("2024-04-01")
            .Ledger("""
                2024-01-17 create paid
                  0.00 gold 2024-01-17→2024-01-31
                  = 0.00
                2024-01-31 cycle paid over 2024-01-17→2024-01-31
                  20.00 gold 2024-01-31→2024-02-29
                  = 20.00
                2024-02-29 cycle paid over 2024-01-31→2024-02-29
                  20.00 gold 2024-02-29→2024-03-31
                  = 20.00
                2024-03-31 cycle paid over 2024-02-29→2024-03-31
                  20.00 gold 2024-03-31→2024-04-30
                  = 20.00
                : active 2024-03-31→2024-04-30
                """),

        Case("a trial without a card is paused at its end where that is wanted")
            .On("2024-01-01").PaidWith(null).Price("gold", "month", 2000).Subscribe("gold", "trial_period_days=7", $"{OnMissing}=pause").At("2024-03-01")
            .Tells("customer.subscription.paused", "2024-01-08")
            .Ledger("""
                2024-01-01 create paid
                  0.00 gold 2024-01-01→2024-01-08
                  = 0.00
                : paused 2024-01-01→2024-01-08
                """),

        Case("a trial without a card is over at its end where that is wanted")
            .On("2024-01-01").PaidWith(null).Price("gold", "month", 2000).Subscribe("gold", "trial_period_days=7", $"{OnMissing}=cancel").At("2024-03-01")
            .Tells("customer.subscription.deleted", "2024-01-08")
            .Ledger("""
                2024-01-01 create paid
                  0.00 gold 2024-01-01→2024-01-08
                  = 0.00
                : canceled 2024-01-01→2024-01-08
                """),

        Case("a trial without a card is billed at its end otherwise, and that bill is not paid")
            .On("2024-01-01").PaidWith(null).Price("gold", "month", 2000).Subscribe("gold", "trial_period_days=7").At("2024-01-09")
            .Ledger("""
                2024-01-01 create paid
                  0.00 gold 2024-01-01→2024-01-08
                  = 0.00
                2024-01-08 cycle open over 2024-01-01→2024-01-08, tried 1, next 2024-01-11 01:00   # the draft's hour, and three days
                  20.00 gold 2024-01-08→2024-02-08
                  = 20.00
                : past_due 2024-01-08→2024-02-08
                """),

        Case("a paused trial that goes on with a card begins its month then")
            .On("2024-01-01").PaidWith(null).Price("gold", "month", 2000).Subscribe("gold", "trial_period_days=7", $"{OnMissing}=pause")
            .At("2024-02-10").PaysWith("visa").Post("/v1/subscriptions/{sub}/resume", "billing_cycle_anchor=now").At("2024-03-11")
            .Ledger("""
                2024-01-01 create paid
                  0.00 gold 2024-01-01→2024-01-08
                  = 0.00
                2024-02-10 update paid over 2024-01-01→2024-02-10
                  20.00 gold 2024-02-10→2024-03-10
                  = 20.00
                2024-03-10 cycle paid over 2024-02-10→2024-03-10
                  20.00 gold 2024-03-10→2024-04-10
                  = 20.00
                : active 2024-03-10→2024-04-10
                """),

        Case("a trial that is ended early is charged from then on")
            .On("2024-01-01").Price("gold", "month", 2000).Subscribe("gold", "trial_period_days=30").At("2024-01-10").Change("", "trial_end=now").At("2024-02-11")
            .Ledger("""
                2024-01-01 create paid
                  0.00 gold 2024-01-01→2024-01-31
                  = 0.00
                2024-01-10 update paid over 2024-01-01→2024-01-10
                  20.00 gold 2024-01-10→2024-02-10
                  = 20.00
                2024-02-10 cycle paid over 2024-01-10→2024-02-10
                  20.00 gold 2024-02-10→2024-03-10
                  = 20.00
                : active 2024-02-10→2024-03-10
                """),

        Case("a change within a trial costs nothing, and the trial's end bills what it became")
            .On("2024-01-01").Price("gold", "month", 2000).Price("platinum", "month", 5000).Subscribe("gold", "trial_period_days=14")
            .At("2024-01-08").Change("gold > platinum × 2", "proration_behavior=always_invoice").At("2024-01-16")
            .Ledger("""
                2024-01-01 create paid
                  0.00 gold 2024-01-01→2024-01-15
                  = 0.00
                2024-01-15 cycle paid over 2024-01-01→2024-01-15
                  100.00 platinum ×2 2024-01-15→2024-02-15
                  = 100.00
                : active 2024-01-15→2024-02-15
                """),

        Case("a trial before an anchor is followed by the part of the month up to it")
            .On("2024-01-01").Price("gold", "month", 2000).Subscribe("gold", "trial_period_days=14", "billing_cycle_anchor=2024-02-01").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  0.00 gold 2024-01-01→2024-01-15
                  = 0.00
                2024-01-15 cycle paid over 2024-01-01→2024-01-15
                  10.97 gold 2024-01-15→2024-02-01   # 20.00 × 17/31 = 10.967…
                  = 10.97
                2024-02-01 cycle paid over 2024-01-15→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00
                : active 2024-02-01→2024-03-01
                """),

        Case("a trial that is cancelled at its end is never billed")
            .On("2024-01-01").Price("gold", "month", 2000).Subscribe("gold", "trial_period_days=14", "cancel_at_period_end=true").At("2024-03-01")
            .Ledger("""
                2024-01-01 create paid
                  0.00 gold 2024-01-01→2024-01-15
                  = 0.00
                : canceled 2024-01-01→2024-01-15
                """),
    ];
}
