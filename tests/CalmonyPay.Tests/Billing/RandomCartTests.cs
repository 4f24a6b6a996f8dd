using System.Globalization;
using System.Text.Json;
using CalmonyPay.Tests.Platform;
using Xunit.Abstractions;

namespace CalmonyPay.Tests.Billing;

/// <summary>Carts as they come, with discounts and rates at random: whatever is in them, they add up, however tax is rounded.</summary>
public sealed class RandomCartTests(GoldenApi api, ITestOutputHelper output) : IClassFixture<GoldenApi>
{
    private const int Carts = 60;

    private sealed record Rate(string Id, decimal Percentage, bool Inclusive, bool British);

    [Theory]
    [InlineData(nameof(Merchant.British))]
    [InlineData(nameof(Merchant.ByLine))]
    [InlineData(nameof(Merchant.ByInvoice))]
    public async Task Lines_less_discounts_and_tax_on_top_are_the_total(string name)
    {
        var (merchant, dice) = (Enum.Parse<Merchant>(name), new Dice(output));
        var shop = api[merchant];
        var rates = new List<Rate>();
        foreach (var (percentage, inclusive, country) in new[] { ("20", false, "GB"), ("5", false, "GB"), ("0", false, "GB"), ("19", false, "DE"), ("9.975", false, "CA"), ("20", true, "GB"), ("7", true, "DE") })
        {
            var made = (await shop.PostAsync("/v1/tax_rates", new() { ["display_name"] = "Tax", ["percentage"] = percentage, ["inclusive"] = inclusive ? "true" : "false", ["country"] = country, ["tax_type"] = "vat" })).Ok();
            rates.Add(new(made.Id, decimal.Parse(percentage, CultureInfo.InvariantCulture), inclusive, country == "GB"));
        }
        var coupons = new List<string>();
        foreach (var (field, value) in new[] { ("percent_off", "12.5"), ("percent_off", "33.33"), ("amount_off", "777"), ("amount_off", "1"), ("percent_off", "100") })
        {
            var form = new Form { [field] = value, ["duration"] = "forever" };
            if (field == "amount_off") form["currency"] = "gbp";
            coupons.Add((await shop.PostAsync("/v1/coupons", form)).Ok().Id);
        }
        var customer = (await shop.PostAsync("/v1/customers")).Ok().Id;
        for (var cart = 0; cart < Carts; cart++)
        {
            var draft = await FillAsync(shop, customer, rates, coupons, dice);
            try { Check(draft.Json, rates, merchant); }
            catch (Xunit.Sdk.XunitException wrong) { throw new Xunit.Sdk.XunitException($"Seed {dice.Seed}, cart {cart}: {wrong.Message}\n{draft.Body}"); }
            Audit.Explains((await shop.GetAsync($"/v1/invoices/{draft.Id}/explain")).Ok(), $"Seed {dice.Seed}, cart {cart}");
        }
    }

    private static async Task<Reply> FillAsync(ApiClient shop, string customer, List<Rate> rates, List<string> coupons, Dice dice)
    {
        var form = new Form { ["customer"] = customer, ["currency"] = "gbp" };
        if (dice.OneIn(2)) form["default_tax_rates[0]"] = dice.Of(rates).Id;
        foreach (var (coupon, i) in Some(coupons, dice.Of(3), dice).Select((coupon, i) => (coupon, i))) form[$"discounts[{i}][coupon]"] = coupon;
        var draft = (await shop.PostAsync("/v1/invoices", form)).Ok();
        var lines = new Form();
        for (int i = 0, count = dice.From(1, 9); i < count; i++)
        {
            lines[$"lines[{i}][amount]"] = (dice.OneIn(5) ? -dice.From(1, 3000) : dice.From(0, 9999)).ToString(CultureInfo.InvariantCulture);
            lines[$"lines[{i}][description]"] = "Thing";
            if (dice.OneIn(4)) lines[$"lines[{i}][discountable]"] = "false";
            if (dice.OneIn(4)) lines[$"lines[{i}][discounts][0][coupon]"] = dice.Of(coupons);
            foreach (var (rate, n) in Some(rates, dice.Of(3), dice).Select((rate, n) => (rate, n))) lines[$"lines[{i}][tax_rates][{n}]"] = rate.Id;
        }
        return (await shop.PostAsync($"/v1/invoices/{draft.Id}/add_lines", lines)).Ok();
    }

    private static List<T> Some<T>(List<T> all, int count, Dice dice) => [.. all.OrderBy(_ => dice.Of(1000)).Take(count)];

    private static void Check(JsonElement invoice, List<Rate> rates, Merchant merchant)
    {
        var lines = invoice.GetProperty("lines").GetProperty("data").EnumerateArray().ToList();
        long on = 0, total = 0;
        var exact = rates.ToDictionary(rate => rate.Id, _ => new List<decimal>());
        var shown = rates.ToDictionary(rate => rate.Id, _ => 0L);
        foreach (var line in lines)
        {
            var left = Long(line, "amount") - Sum(line, "discount_amounts");
            var taxes = line.GetProperty("taxes").EnumerateArray().Select(tax => (Rate: rates.Single(rate => rate.Id == tax.GetProperty("tax_rate_details").GetProperty("tax_rate").GetString()), Amount: Long(tax, "amount"))).ToList();
            // One division a share: a division first and a multiplication after it would leave dust beside a half.
            var contained = taxes.Where(tax => tax.Rate.Inclusive).Sum(tax => tax.Rate.Percentage);
            foreach (var (rate, amount) in taxes)
            {
                var share = left * rate.Percentage / (100 + contained);
                exact[rate.Id].Add(share);
                shown[rate.Id] += amount;
                if (!rate.Inclusive) on += amount;
                Assert.True(Math.Abs(amount - share) < 1 || rate.British, $"{amount} is not {share}");
            }
            total += left;
        }
        Assert.Equal(total + on, Long(invoice, "total"));
        Assert.Equal(Sum(invoice, "total_discount_amounts"), lines.Sum(line => Sum(line, "discount_amounts")));
        foreach (var rate in rates)
        {
            var sum = Math.Round(exact[rate.Id].Sum(), 12);
            var due = merchant switch
            {
                Merchant.ByLine => exact[rate.Id].Sum(Nearest),
                Merchant.British when rate is { British: true, Inclusive: false } => (long)decimal.Truncate(sum),
                _ => Nearest(sum),
            };
            Assert.Equal(due, shown[rate.Id]);
            var told = invoice.GetProperty("total_taxes").EnumerateArray().Where(tax => tax.GetProperty("tax_rate_details").GetProperty("tax_rate").GetString() == rate.Id).Sum(tax => Long(tax, "amount"));
            Assert.Equal(due, told);
        }
    }

    private static long Nearest(decimal amount) => (long)Math.Round(Math.Round(amount, 12), MidpointRounding.AwayFromZero);

    private static long Sum(JsonElement of, string list) => of.GetProperty(list).EnumerateArray().Sum(part => Long(part, "amount"));

    private static long Long(JsonElement of, string name) => of.GetProperty(name).GetInt64();
}
