using Microsoft.Playwright;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>A shopper at the keyboard.</summary>
internal static class Typing
{
    public static ILocator PayButton(this IPage page) => page.Locator("#pay");

    /// <summary>Everything that the form asks of everybody.</summary>
    public static async Task TypeAsync(this IPage page, string number = Shopping.Good)
    {
        await page.FillAsync("#email", "ada@example.com");
        await page.FillAsync("#name", "Ada Lovelace");
        await page.FillAsync("#billing-postal_code", "N1 1AA");
        await page.TypeCardAsync(number);
    }

    public static async Task TypeCardAsync(this IPage page, string number = Shopping.Good)
    {
        await page.FillAsync("#card-number", number);
        await page.FillAsync("#card-exp", "12 / 40");
        await page.FillAsync("#card-cvc", "937");
    }
}
