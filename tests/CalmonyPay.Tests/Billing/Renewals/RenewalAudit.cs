using CalmonyPay.Tests.Crash;

namespace CalmonyPay.Tests.Billing.Renewals;

/// <summary>Every subscription renewed once, every invoice paid once, every number there once, and the gateway of the same opinion.</summary>
internal sealed class RenewalAudit(CrashBench bench)
{
    public async Task<List<string>> FindingsAsync(int subscriptions)
    {
        var findings = new List<string>();
        await NoneAsync("subscriptions without exactly one invoice for the new period", """
            select s.id from pay_subscriptions s where s.id like '%\_zzzz%'
              and 1 <> (select count(*) from pay_invoices i where i.project_id = s.project_id and i.subscription_id = s.id and i.cycle_start = s.current_period_start)
            """);
        await NoneAsync("subscriptions that are not active in a period that ends later", "select id from pay_subscriptions where status <> 'active' or current_period_end <= now()");
        await NoneAsync("invoices that are not paid in full", "select id from pay_invoices where status <> 'paid' or amount_paid <> amount_due");
        await NoneAsync("invoices without exactly one captured charge", """
            select i.id from pay_invoices i where 1 <> (
                select count(*) from pay_payment_attempts a where a.project_id = i.project_id and a.payment_intent_id = i.payment_intent_id and a.amount_captured = i.amount_due)
            """);
        await NoneAsync("customers whose card was charged more often than they have invoices", """
            select c.id from pay_customers c where
                (select count(*) from pay_payment_attempts a where a.project_id = c.project_id and a.customer_id = c.id and a.amount_captured > 0)
                <> (select count(*) from pay_invoices i where i.project_id = c.project_id and i.customer_id = c.id)
            """);
        await NoneAsync("invoices whose payment was not told exactly once", """
            select i.id from pay_invoices i where 1 <> (select count(*) from pay_events e where e.project_id = i.project_id and e.object_id = i.id and e.type = 'invoice.paid')
            """);
        var numbers = (await bench.SqlAsync("select count(*), count(distinct number), max(substring(number from '[0-9]+$')::int) from pay_invoices where number is not null"))[0];
        if ((long)numbers[0]! != subscriptions + 1 || (long)numbers[1]! != subscriptions + 1 || (int)numbers[2]! != subscriptions + 1)
            findings.Add($"Of {subscriptions + 1} invoice numbers there are {numbers[0]}, {numbers[1]} different ones, and the last is {numbers[2]}.");
        var books = new CrashAudit(bench);
        await books.RunAsync();
        findings.AddRange(books.Findings);
        return findings;

        async Task NoneAsync(string what, string sql)
        {
            var rows = await bench.SqlAsync(sql);
            if (rows.Count > 0) findings.Add($"{rows.Count} {what}: {string.Join(' ', rows.Take(5).Select(row => row[0]))}");
        }
    }
}
