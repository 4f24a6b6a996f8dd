using CalmonyPay.Checkout.Page.Words;
using CalmonyPay.Checkout.Paying;

namespace CalmonyPay.Checkout.Page;

/// <summary>A form that asks for all that can be asked, of nobody and for nothing: what <see cref="PageWarmUp"/> shows.</summary>
internal static class SampleScreen
{
    public static CheckoutScreen Make()
    {
        var words = CheckoutLanguages.BritishEnglish;
        var seller = new CheckoutSeller("", "nobody@example.com", null, null, null, "GB", TimeZoneInfo.Utc);
        var view = new CheckoutView(
            "", "payment", "open", Processing: false, Livemode: false, "gbp",
            [new("", "", "", [], 1, new(1, 2), 100, null, 100, 10, 10, 100, null)],
            new(100, [new("", "", 10, 10)], [new("", 20, false, 10)], 0, 100), DueNow: 100, Following: null,
            [new("", "", 0, new(new("business_day", 1), new("business_day", 2)))], "", Collect(), NeedsCard: true, PromotionCodesAllowed: true, null,
            new("**", "[a](https://example.com)", "", ""), null, null, "https://example.com", "https://example.com", null, null, null,
            new Dictionary<string, string>(), Guid.Empty, DateTimeOffset.UnixEpoch);
        return new(view, new(view, words, seller.Name, seller.Zone), seller, TypedForm.Nothing, new Dictionary<string, string>(), null, [new("", "0000", "", "", null, null)]);
    }

    private static CheckoutCollect Collect() => new(
        null, EmailFixed: false, null, Phone: true, BillingRequired: true, null, ["GB"],
        [new("text", "", "text", true, null, 1, 2, []), new("choice", "", "dropdown", false, null, null, null, [new("", "")])], Terms: true, Promotions: true);
}
