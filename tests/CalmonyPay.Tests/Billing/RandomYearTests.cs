using System.Collections.Concurrent;
using System.Globalization;
using CalmonyPay.Tests.Platform;
using Xunit.Abstractions;

namespace CalmonyPay.Tests.Billing;

/// <summary>A year of whatever happens to customers: in the end every penny is explained.</summary>
public sealed class RandomYearTests(GoldenApi api, ITestOutputHelper output) : IClassFixture<GoldenApi>
{
    private const int Events = 34;

    [Fact]
    public async Task Credits_payments_and_moves_of_the_balance_explain_every_penny()
    {
        var dice = new Dice(output);
        var customers = Enum.GetValues<Merchant>().SelectMany(merchant => Enumerable.Range(0, 2).Select(n => (Merchant: merchant, Seed: dice.Of(1_000_000)))).ToList();
        var done = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(customers, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (one, _) => await LiveAsync(api[one.Merchant], new Random(one.Seed), $"seed {dice.Seed}, {one.Merchant}, {one.Seed}", done));
        foreach (var what in done.CountBy(what => what).OrderBy(what => what.Key)) output.WriteLine($"{what.Value} × {what.Key}");
        var refused = done.Count(what => what.StartsWith("refused", StringComparison.Ordinal));
        Assert.True(refused < done.Count / 2, $"{refused} of {done.Count} wishes were refused: nothing much has happened.");
    }

    private static async Task LiveAsync(ApiClient shop, Random dice, string where, ConcurrentBag<string> done)
    {
        var now = new DateTimeOffset(2024, 1, 1, 8, 0, 0, TimeSpan.Zero).AddDays(dice.Next(31));
        var clock = (await shop.PostAsync("/v1/test_helpers/test_clocks", new() { ["frozen_time"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) })).Ok().Id;
        var customer = (await shop.PostAsync("/v1/customers", new() { ["test_clock"] = clock, ["payment_method"] = "pm_card_visa", ["invoice_settings[default_payment_method]"] = "pm_card_visa" })).Ok().Id;
        var life = new RandomLife(shop, customer, dice);
        await life.FurnishAsync();
        for (var happened = 0; happened < Events; happened++)
        {
            await shop.AdvanceAsync(clock, now = now.AddSeconds(dice.Next(86400, 20 * 86400)));
            var what = await life.HappenAsync();
            // A wish may be refused, as what cannot be credited any more; the product must not break over it.
            Assert.True(what.Code is 200 or 400 or 402 or 404, $"{where}, {now:O}: {what.Body}");
            done.Add(what.Code == 200 ? what.Text("object")! : $"refused: {what.Text("error.message")}");
            if (happened % 10 == 9) await Audit.CheckAsync(shop, customer, $"{where}, {now:O}");
        }
        await Audit.CheckAsync(shop, customer, where);
    }
}
