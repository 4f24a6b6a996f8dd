using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>Bills that are sent, credit notes, and what joins a first bill.</summary>
internal static class Papers
{
    private const string Sent = "collection_method=send_invoice";

    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("a bill that is sent is due after its days, and the subscription runs on")
            .On("2024-01-01").PaidWith(null).Price("gold", "month", 2000).Subscribe("gold", Sent, "days_until_due=10").At("2024-01-05")
            .Ledger("""
                2024-01-01 create open, by 2024-01-11 01:00    # final after the draft's hour
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                : active 2024-01-01→2024-02-01
                """),

        Case("a bill that is not paid by its day makes the subscription past due, and money in another way heals it")
            .On("2024-01-01").PaidWith(null).Price("gold", "month", 2000).Subscribe("gold", Sent, "days_until_due=10").At("2024-01-12").Tells("customer.subscription.updated", "2024-01-11 01:00")
            .Post("/v1/invoices/{invoice:1}/pay", "paid_out_of_band=true")
            .Ledger("""
                2024-01-01 create paid, by 2024-01-11 01:00
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00
                : active 2024-01-01→2024-02-01
                """),

        Case("a sum too small for a card is billed on paper all the same")
            .On("2024-01-01").PaidWith(null).Price("crumb", "month", 20).Subscribe("crumb", Sent, "days_until_due=30").At("2024-01-02")
            .Ledger("""
                2024-01-01 create open, by 2024-01-31 01:00
                  0.20 crumb 2024-01-01→2024-02-01
                  = 0.20
                : active 2024-01-01→2024-02-01
                """),

        Case("a credit note before payment lowers what is due")
            .On("2024-01-01").PaidWith(null).Tax("vat", "20").Price("gold", "month", 2000).Subscribe("gold", Sent, "days_until_due=10", "default_tax_rates[0]={vat}").At("2024-01-02")
            .Post("/v1/credit_notes", "invoice={invoice:1}", "amount=600")
            .Ledger("""
                2024-01-01 create open, by 2024-01-11 01:00
                  20.00 gold 2024-01-01→2024-02-01 tax 4.00
                  = 24.00 tax 4.00 due 18.00 credited 6.00    # 5.00 and its VAT
                : active 2024-01-01→2024-02-01
                """),

        Case("a credit note for the whole of an open bill settles it")
            .On("2024-01-01").PaidWith(null).Price("gold", "month", 2000).Subscribe("gold", Sent, "days_until_due=10").At("2024-01-02").Post("/v1/credit_notes", "invoice={invoice:1}", "amount=2000")
            .Ledger("""
                2024-01-01 create paid, by 2024-01-11 01:00
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00 due 0.00 credited 20.00
                : active 2024-01-01→2024-02-01
                """),

        Case("a credit note after payment goes to the card and to the balance")
            .On("2024-01-01").Price("gold", "month", 2000).Subscribe("gold").Post("/v1/credit_notes", "invoice={invoice:1}", "amount=900", "refund_amount=500", "credit_amount=400").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  = 20.00 returned 9.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00 due 16.00    # less the 4.00 on the balance
                : active 2024-02-01→2024-03-01
                """),

        Case("what is added to a first bill is billed once")
            .On("2024-01-01").Price("gold", "month", 2000).Price("setup", "once", 4900).Subscribe("gold", "add_invoice_items[0][price]={setup}", "add_invoice_items[0][quantity]=2").At("2024-02-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 gold 2024-01-01→2024-02-01
                  98.00 setup ×2 2024-01-01
                  = 118.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 gold 2024-02-01→2024-03-01
                  = 20.00
                : active 2024-02-01→2024-03-01
                """),

        Case("what is added in a trial is billed at once")
            .On("2024-01-01").Price("gold", "month", 2000).Price("setup", "once", 4900).Subscribe("gold", "trial_period_days=14", "add_invoice_items[0][price]={setup}")
            .Ledger("""
                2024-01-01 create paid
                  0.00 gold 2024-01-01→2024-01-15
                  49.00 setup 2024-01-01
                  = 49.00
                : trialing 2024-01-01→2024-01-15
                """),

        Case("a backdated subscription bills the time before it, by months that begin with its start")
            .On("2024-03-01").Price("gold", "month", 2900).Subscribe("gold", "backdate_start_date=2024-02-15")
            .Ledger("""
                2024-03-01 create paid
                  15.00 gold 2024-02-15→2024-03-01    # 29.00 × 15/29: a month from 15 February is 29 days in 2024
                  29.00 gold 2024-03-01→2024-04-01
                  = 44.00
                : active 2024-03-01→2024-04-01
                """),

        Case("a backdated subscription counts whole months as such")
            .On("2024-03-20").Price("gold", "month", 3100).Subscribe("gold", "backdate_start_date=2024-01-10")
            .Ledger("""
                2024-03-20 create paid
                  72.00 gold 2024-01-10→2024-03-20    # two months, and 10 of the 31 days from 10 March: 62.00 + 10.00
                  31.00 gold 2024-03-20→2024-04-20
                  = 103.00
                : active 2024-03-20→2024-04-20
                """),

        Case("a backdated subscription without prorations forgets the time before it")
            .On("2024-03-01").Price("gold", "month", 2900).Subscribe("gold", "backdate_start_date=2024-02-15", "proration_behavior=none")
            .Ledger("""
                2024-03-01 create paid
                  29.00 gold 2024-03-01→2024-04-01
                  = 29.00
                : active 2024-03-01→2024-04-01
                """),
    ];
}
