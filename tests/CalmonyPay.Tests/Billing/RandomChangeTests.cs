using System.Globalization;
using CalmonyPay.Tests.Platform;
using Xunit.Abstractions;

namespace CalmonyPay.Tests.Billing;

/// <summary>Random changes of subscriptions, each taken back at the same moment: what is left pending is nothing.</summary>
public sealed class RandomChangeTests(GoldenApi api, ITestOutputHelper output) : IClassFixture<GoldenApi>
{
    private const int Clocks = 4, Moments = 8, ChangesEach = 3;

    [Fact]
    public async Task A_change_and_its_exact_reversal_leave_nothing_pending()
    {
        var dice = new Dice(output);
        var runs = Enumerable.Range(0, Clocks).Select(n => (n, dice.Of(1_000_000))).ToList();
        await Parallel.ForEachAsync(runs, async (run, _) => await LiveAsync(new Random(run.Item2), $"seed {dice.Seed}, clock {run.n}"));
    }

    private async Task LiveAsync(Random dice, string where)
    {
        var now = new DateTimeOffset(2024, 1, dice.Next(1, 29), dice.Next(24), dice.Next(60), dice.Next(60), TimeSpan.Zero);
        var clock = (await api.A.PostAsync("/v1/test_helpers/test_clocks", new() { ["frozen_time"] = Seconds(now) })).Ok().Id;
        var customer = (await api.A.PostAsync("/v1/customers", new() { ["test_clock"] = clock, ["payment_method"] = "pm_card_visa", ["invoice_settings[default_payment_method]"] = "pm_card_visa" })).Ok().Id;
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = "17.77", ["duration"] = "forever" })).Ok().Id;
        var prices = new List<string>();
        for (var i = 0; i < 5; i++) prices.Add((await api.A.PostAsync("/v1/prices", PriceOf(dice, i))).Ok().Id);
        var create = new Form { ["customer"] = customer, ["items[0][price]"] = prices[0], ["items[0][quantity]"] = $"{dice.Next(1, 9)}", ["items[1][price]"] = prices[4], ["items[1][quantity]"] = $"{dice.Next(1, 90)}" };
        if (dice.Next(2) == 0) create["discounts[0][coupon]"] = coupon;
        var sub = (await api.A.PostAsync("/v1/subscriptions", create)).Ok();
        for (var moment = 0; moment < Moments; moment++)
        {
            now = now.AddSeconds(dice.Next(1, 9 * 86400));
            await api.A.AdvanceAsync(clock, now);
            for (var change = 0; change < ChangesEach; change++) await ThereAndBackAsync(dice, sub.Id, prices, where);
            var pending = (await api.A.GetAsync($"/v1/invoiceitems?customer={customer}&pending=true&limit=100")).Ok().List().Sum(item => item.GetProperty("amount").GetInt64());
            Assert.True(pending == 0, $"{pending} is pending ({where}, {now:O})");
        }
        // The bills that took them along are those of a subscription that never changed.
        var bills = (await api.A.GetAsync($"/v1/invoices?customer={customer}&limit=100")).Ok().List();
        Assert.All(bills, bill => Assert.True(bill.GetProperty("total").GetInt64() == bills[^1].GetProperty("total").GetInt64(), $"{bill} ({where})"));
    }

    private async Task ThereAndBackAsync(Random dice, string sub, List<string> prices, string where)
    {
        var items = (await api.A.GetAsync($"/v1/subscriptions/{sub}")).Ok().List("items.data").Select(item => (Id: item.GetProperty("id").GetString()!, Price: item.GetProperty("price").GetProperty("id").GetString()!, Quantity: item.GetProperty("quantity").GetInt64())).ToList();
        var one = items[dice.Next(items.Count)];
        var other = prices.Except(items.Select(item => item.Price)).First();
        var (there, back) = dice.Next(4) switch
        {
            0 => (new Form { ["items[0][id]"] = one.Id, ["items[0][quantity]"] = $"{one.Quantity + dice.Next(1, 30)}" }, new Form { ["items[0][id]"] = one.Id, ["items[0][quantity]"] = $"{one.Quantity}" }),
            1 => (new Form { ["items[0][id]"] = one.Id, ["items[0][price]"] = other, ["items[0][quantity]"] = $"{dice.Next(1, 30)}" }, new Form { ["items[0][id]"] = one.Id, ["items[0][price]"] = one.Price, ["items[0][quantity]"] = $"{one.Quantity}" }),
            2 => (new Form { ["items[0][price]"] = other, ["items[0][quantity]"] = $"{dice.Next(1, 30)}" }, null),
            _ => (new Form { ["items[0][id]"] = one.Id, ["items[0][deleted]"] = "true" }, new Form { ["items[0][price]"] = one.Price, ["items[0][quantity]"] = $"{one.Quantity}" }),
        };
        var changed = await api.A.PostAsync($"/v1/subscriptions/{sub}", there);
        Assert.True(changed.Code == 200, $"{changed.Body} ({where})");
        back ??= new Form { ["items[0][id]"] = changed.List("items.data").Select(item => item.GetProperty("id").GetString()!).Except(items.Select(item => item.Id)).Single(), ["items[0][deleted]"] = "true" };
        (await api.A.PostAsync($"/v1/subscriptions/{sub}", back)).Ok();
    }

    private static Form PriceOf(Random dice, int i)
    {
        var form = new Form { ["product_data[name]"] = $"Price {i}", ["currency"] = "gbp", ["recurring[interval]"] = "month" };
        if (i == 4)
        {
            (form["billing_scheme"], form["tiers_mode"], form["tiers[0][up_to]"], form["tiers[0][unit_amount]"]) = ("tiered", "graduated", "10", $"{dice.Next(100, 999)}");
            (form["tiers[1][up_to]"], form["tiers[1][unit_amount_decimal]"]) = ("inf", $"{dice.Next(10, 99)}.{dice.Next(1, 99)}");
        }
        else
        {
            form["unit_amount_decimal"] = $"{dice.Next(100, 9999)}.{dice.Next(0, 99)}";
        }
        return form;
    }

    private static string Seconds(DateTimeOffset moment) => moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
