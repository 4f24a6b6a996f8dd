using AngleSharp.Dom;
using CalmonyPay.Checkout.Page;
using CalmonyPay.Checkout.Page.Words;
using CalmonyPay.Checkout.Paying;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>Sessions as the page is told them, made by hand: what a real one seldom has all at once.</summary>
internal static class Views
{
    public static CheckoutSeller Seller { get; } = new("Afon Studio", "hello@afon.example", null, "#0f5f6b", null, "GB", TimeZoneInfo.Utc);

    public static CheckoutCollect Asks { get; } = new(null, false, null, false, false, null, null, [], false, false);

    public static CheckoutLine Tea { get; } = new("li_tea", "Tea", "Loose leaf, 250 g", [], 1, null, 1200, null, 1200, 0, 0, 1200, null);

    public static CheckoutView Payment { get; } = new(
        "cs_test_1", "payment", "open", false, false, "gbp", [Tea], new(1200, [], [], null, 1200), 1200, null, [], null, Asks,
        true, false, null, new(null, null, null, null), null, "en-GB", "https://shop.example/cart", "https://shop.example/thanks", null, null, null,
        new Dictionary<string, string>(), Guid.Parse("0192d1f0-0000-7000-8000-000000000001"), DateTimeOffset.UnixEpoch.AddYears(60));

    public static CheckoutView Subscription { get; } = Payment with
    {
        Mode = "subscription",
        Lines = [Tea with { Recurring = new("month", 1, false) }],
        Following = new(null, new DateTimeOffset(2026, 12, 5, 12, 0, 0, TimeSpan.Zero), 1200, new("month", 1, false)),
    };

    public static CheckoutView Trial { get; } = Subscription with
    {
        DueNow = 0,
        Following = Subscription.Following! with { TrialEnd = Subscription.Following.StartsAt },
    };

    public static CheckoutView Setup { get; } = Payment with { Mode = "setup", Lines = [], Amounts = CheckoutAmounts.Nothing, DueNow = 0 };

    /// <summary>A payment that asks for all that can be asked.</summary>
    public static CheckoutView Everything { get; } = Payment with
    {
        Lines =
        [
            Tea with { Quantity = 2, Adjustable = new(1, 10), Subtotal = 2400 },
            new("li_pot", "Teapot", null, [], 1, null, 3500, null, 3500, 0, 0, 3500, null),
        ],
        Amounts = new(5900, [new("Autumn", "AUTUMN10", 10, 590)], [new("VAT", 20, false, 1062), new("Levy", 5, true, 100)], 499, 6871),
        DueNow = 6871,
        PromotionCodesAllowed = true,
        ShippingOptions =
        [
            new("shr_slow", "Royal Mail", 0, new(new("business_day", 3), new("business_day", 5))),
            new("shr_fast", "Courier", 499, new(null, new("day", 1))),
        ],
        ShippingRate = "shr_fast",
        Collect = Asks with
        {
            Phone = true,
            BillingRequired = true,
            ShippingCountries = ["GB", "IE", "FR"],
            Terms = true,
            Promotions = true,
            Fields =
            [
                new("engraving", "Engraving", "text", false, null, 2, 12, []),
                new("age", "Age", "numeric", true, null, null, null, []),
                new("size", "Size", "dropdown", false, null, null, null, [new("Small", "small"), new("Large", "large")]),
            ],
        },
        Texts = new("We deliver **on weekdays**.", "See our [promise](https://shop.example/promise).", "Thank you *very* much.", "I accept the [terms](https://shop.example/terms)."),
    };

    /// <summary>The page's one screen of it, as nobody has typed anything yet.</summary>
    public static CheckoutScreen Screen(CheckoutView view, CheckoutSeller? seller = null, IReadOnlyList<CheckoutTestCard>? cards = null)
    {
        var words = CheckoutLanguages.For(view.Locale, null);
        var merchant = seller ?? Seller;
        return new(view, new(view, words, merchant.Name, merchant.Zone), merchant, TypedForm.Nothing, new Dictionary<string, string>(), null, cards ?? []);
    }

    /// <summary>An element's text as it is heard: runs of white space are one.</summary>
    public static string? Said(this IParentNode page, string selector) =>
        page.QuerySelector(selector) is { } found ? string.Join(' ', found.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null;
}
