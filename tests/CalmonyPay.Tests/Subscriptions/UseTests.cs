using CalmonyPay.Tests.Platform;
using CalmonyPay.Tests.Usage;

namespace CalmonyPay.Tests.Subscriptions;

/// <summary>What is used is billed when it has been used, by the period that has ended.</summary>
public sealed class UseTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task Use_of_the_month_that_has_ended_and_the_fee_of_the_month_that_begins_stand_on_one_invoice()
    {
        var (clock, customer, meter, made, start) = await MeteredAsync();
        await api.A.AdvanceAsync(clock, start.AddDays(3));
        await ReportAsync(meter, customer, "1000", start.AddDays(1));
        await api.A.AdvanceAsync(clock, start.AddMonths(1));
        // Events may come in while the invoice is a draft: 20 more, which belong to the month.
        await ReportAsync(meter, customer, "20", start.AddDays(2));
        await api.A.AdvanceAsync(clock, start.AddMonths(1).AddHours(2));
        var invoice = (await api.A.InvoicesAsync(made.Id))[1];
        // 1020 calls at half a penny
        Assert.Equal(["1 × Gold (at £10.00 / month): 1000", "1020 × Calls (at £0.005 / month): 510"], invoice.Lines().Order(StringComparer.Ordinal));
        Assert.Equal(1510, invoice.Number("amount_paid"));
    }

    [Fact]
    public async Task A_subscription_that_ends_bills_its_use_a_last_time()
    {
        var (clock, customer, meter, made, start) = await MeteredAsync();
        (await api.A.PostAsync($"/v1/subscriptions/{made.Id}", new() { ["cancel_at_period_end"] = "true" })).Ok();
        await api.A.AdvanceAsync(clock, start.AddDays(3));
        await ReportAsync(meter, customer, "300", start.AddDays(1));
        await api.A.AdvanceAsync(clock, start.AddMonths(1).AddHours(2));
        Assert.Equal("canceled", (await api.A.ShownAsync(made.Id)).Text("status"));
        var last = (await api.A.InvoicesAsync(made.Id))[1];
        Assert.Equal(["300 × Calls (at £0.005 / month): 150"], last.Lines());
        Assert.Equal("paid", last.Text("status"));
    }

    [Fact]
    public async Task Use_is_billed_once_when_its_item_goes()
    {
        var (clock, customer, meter, made, start) = await MeteredAsync();
        await api.A.AdvanceAsync(clock, start.AddDays(3));
        await ReportAsync(meter, customer, "400", start.AddHours(1));
        var item = made.List("items.data").Single(i => !i.TryGetProperty("quantity", out _)).GetProperty("id").GetString();
        (await api.A.DeleteAsync($"/v1/subscription_items/{item}?proration_behavior=always_invoice")).Ok();
        Assert.Equal(["400 × Calls (at £0.005 / month): 200"], (await api.A.InvoicesAsync(made.Id))[1].Lines());
        await api.A.AdvanceAsync(clock, start.AddMonths(1).AddHours(2));
        Assert.Equal(["1 × Gold (at £10.00 / month): 1000"], (await api.A.InvoicesAsync(made.Id))[2].Lines());
    }

    private async Task ReportAsync(string meter, string customer, string value, DateTimeOffset at) => (await api.A.ReportAsync(meter, customer, value, at)).Ok();

    /// <summary>On a clock that stands at some days ago: events are taken for the last 35 days only.</summary>
    private async Task<(string Clock, string Customer, string Meter, Reply Made, DateTimeOffset Start)> MeteredAsync()
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddDays(-20).ToUnixTimeSeconds());
        var clock = await api.A.ClockAsync(start);
        var customer = await api.A.PayerAsync(clock: clock);
        var (meter, name) = await api.A.MeterAsync();
        var calls = await api.A.PriceAsync(product: "Calls", more: new() { ["unit_amount_decimal"] = "0.5", ["recurring[usage_type]"] = "metered", ["recurring[meter]"] = meter });
        var made = (await api.A.SubscribeAsync(customer, await api.A.PriceAsync(), new() { ["items[1][price]"] = calls })).Ok();
        return (clock, customer, name, made, start);
    }
}
