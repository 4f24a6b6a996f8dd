using System.Globalization;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Subscriptions;

/// <summary>What a merchant who bills again and again does, on clocks that he moves.</summary>
internal static class BillingSteps
{
    /// <summary>Noon of 1 January 2026, UTC.</summary>
    public static readonly DateTimeOffset NewYear = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static string Seconds(DateTimeOffset moment) => moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static async Task<string> PriceAsync(this ApiClient api, long amount = 1000, string interval = "month", string product = "Gold", Form? more = null)
    {
        var made = (await api.PostAsync("/v1/products", new() { ["name"] = product })).Ok();
        var form = new Form { ["product"] = made.Id, ["currency"] = "gbp", ["recurring[interval]"] = interval };
        if (more is null) form["unit_amount"] = amount.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in more ?? []) form[name] = value;
        return (await api.PostAsync("/v1/prices", form)).Ok().Id;
    }

    public static async Task<string> ClockAsync(this ApiClient api, DateTimeOffset? at = null) =>
        (await api.PostAsync("/v1/test_helpers/test_clocks", new() { ["frozen_time"] = Seconds(at ?? NewYear) })).Ok().Id;

    /// <param name="card">Null: none.</param>
    public static async Task<string> PayerAsync(this ApiClient api, string? card = "pm_card_visa", string? clock = null)
    {
        var form = new Form { ["name"] = "Ada", ["email"] = "ada@example.com" };
        if (card is not null) (form["payment_method"], form["invoice_settings[default_payment_method]"]) = (card, card);
        if (clock is not null) form["test_clock"] = clock;
        return (await api.PostAsync("/v1/customers", form)).Ok().Id;
    }

    public static Task<Reply> SubscribeAsync(this ApiClient api, string customer, string price, Form? more = null, string? key = null)
    {
        var form = new Form { ["customer"] = customer, ["items[0][price]"] = price };
        foreach (var (name, value) in more ?? []) form[name] = value;
        return api.PostAsync("/v1/subscriptions", form, key);
    }

    /// <summary>Takes a clock to a moment, and waits until it has arrived.</summary>
    public static async Task AdvanceAsync(this ApiClient api, string clock, DateTimeOffset to)
    {
        (await api.PostAsync($"/v1/test_helpers/test_clocks/{clock}/advance", new() { ["frozen_time"] = Seconds(to) })).Ok();
        for (var i = 0; i < 1200; i++)
        {
            var status = (await api.GetAsync($"/v1/test_helpers/test_clocks/{clock}")).Ok().Text("status");
            if (status == "ready") return;
            Assert.NotEqual("internal_failure", status);
            await Task.Delay(25);
        }
        Assert.Fail("The clock does not arrive.");
    }

    public static async Task<Reply> ShownAsync(this ApiClient api, string subscription) => (await api.GetAsync($"/v1/subscriptions/{subscription}")).Ok();

    /// <summary>A subscription's invoices, the oldest first.</summary>
    public static async Task<List<Reply>> InvoicesAsync(this ApiClient api, string subscription)
    {
        var list = (await api.GetAsync($"/v1/invoices?subscription={subscription}&limit=100")).Ok().List();
        var invoices = new List<Reply>();
        foreach (var id in list.Select(i => i.GetProperty("id").GetString()!).Reverse()) invoices.Add((await api.GetAsync($"/v1/invoices/{id}")).Ok());
        return invoices;
    }

    /// <summary>Its lines as "description: amount".</summary>
    public static string[] Lines(this Reply invoice) =>
        [.. invoice.List("lines.data").Select(line => $"{line.GetProperty("description").GetString()}: {line.GetProperty("amount").GetInt64()}")];

    public static async Task<string[]> ToldAsync(this ApiClient api, string id) =>
        [.. (await api.GetAsync($"/v1/events?object_id={id}&limit=100")).Ok().List().Select(e => e.GetProperty("type").GetString()!).Reverse()];
}
