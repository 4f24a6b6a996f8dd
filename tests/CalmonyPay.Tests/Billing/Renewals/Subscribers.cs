using System.Globalization;
using CalmonyPay.Tests.Crash;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Billing.Renewals;

/// <summary>
/// Customers with a card on file and a daily subscription each, all of which are due at the same moment: one is made by the
/// API, the others are its twins in the database.
/// </summary>
internal sealed class Subscribers(CrashBench bench)
{
    /// <summary>Ids are as long as real ones and sort like them; a number makes them apart.</summary>
    private const long First = 100_000_000_000_000;

    /// <summary>The first subscription, paid and renewed a day from now; not counted among its twins.</summary>
    public async Task OpenAsync(ApiClient api)
    {
        var price = (await api.PostAsync("/v1/prices", new() { ["currency"] = "gbp", ["unit_amount"] = "1200", ["recurring[interval]"] = "day", ["product_data[name]"] = "Daily paper" })).Ok();
        var customer = (await api.PostAsync("/v1/customers", new() { ["payment_method"] = "pm_card_visa", ["invoice_settings[default_payment_method]"] = "pm_card_visa" })).Ok();
        var subscription = (await api.PostAsync("/v1/subscriptions", new() { ["customer"] = customer.Id, ["items[0][price]"] = price.Id })).Ok();
        if (subscription.Text("status") != "active") throw new InvalidOperationException($"The first subscription is {subscription.Text("status")}.");
    }

    /// <summary>Twins of the first, whose period ends now.</summary>
    public async Task PlantAsync(int count)
    {
        await TwinAsync("pay_customers", "cus", count, ("invoice_settings", $"jsonb_set(t.invoice_settings, '{{default_payment_method}}', to_jsonb({IdOf("pm")}))"), ("event_sequence", "0"), ("last_event_id", "null"));
        await TwinAsync("pay_payment_methods", "pm", count, ("customer_id", IdOf("cus")), ("event_sequence", "0"), ("last_event_id", "null"));
        await TwinAsync("pay_subscriptions", "sub", count,
            ("customer_id", IdOf("cus")), ("latest_invoice_id", "null"), ("event_sequence", "0"), ("last_event_id", "null"), ("claimed_until", "null"),
            ("billing_cycle_anchor", "now() - interval '1 day'"), ("current_period_start", "now() - interval '1 day'"), ("current_period_end", "now()"), ("upcoming_told", "now()"), ("next_step_at", "now()"));
        await TwinAsync("pay_subscription_items", "si", count, ("subscription_id", IdOf("sub")), ("used_from", "now() - interval '1 day'"));
        await bench.SqlAsync("analyze");
    }

    private async Task TwinAsync(string table, string prefix, int count, params (string Column, string Value)[] changes)
    {
        var cases = string.Join(' ', changes.Prepend(("id", IdOf(prefix))).Select(change => $"when '{change.Item1}' then $${change.Item2}$$"));
        await bench.SqlAsync($"""
            do $do$ declare columns text; twins text; begin
                select string_agg(attname, ', '), string_agg(case attname {cases} else 't.' || attname end, ', ')
                into columns, twins
                from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped;
                execute format('insert into {table} (%s) select %s from (select * from {table} order by id limit 1) t, generate_series(0, {count - 1}) n', columns, twins);
            end $do$
            """);
    }

    /// <summary>The n-th id, in SQL.</summary>
    private static string IdOf(string prefix) => string.Create(CultureInfo.InvariantCulture, $"('{prefix}_zzzzzzzzz' || ({First} + n))");
}
