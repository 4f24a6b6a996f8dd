using CalmonyPay.Accounts;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.Platform.Pages;
using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Receipts;

/// <summary>The receipts of paid charges, at the addresses that charges carry as <c>receipt_url</c>.</summary>
public static class ReceiptPages
{
    public static IServiceCollection AddReceipts(this IServiceCollection services) => services.AddScoped<ReceiptReading>();

    public static void MapReceipts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ReceiptUrls.Path, async (string token, HttpContext http, CancellationToken ct) =>
        {
            if (await http.EnterAsync(ReceiptUrls.Purpose, token) is not { } charge) return HostedPage.NotFound();
            if (await http.RequestServices.GetRequiredService<ReceiptReading>().ReadAsync(charge, ct) is not { } receipt) return HostedPage.NotFound();
            return HostedPage.Of<ReceiptPage>(new()
            {
                [nameof(ReceiptPage.Receipt)] = receipt,
                [nameof(ReceiptPage.Texts)] = ReceiptTexts.For(Locale.Preferred(http.Request.Headers.AcceptLanguage)),
                [nameof(ReceiptPage.LogoUrl)] = receipt.HasLogo ? $"{token}/logo" : null,
            });
        }).ExcludeFromDescription();
        routes.MapGet(ReceiptUrls.Path + "/logo", async (string token, HttpContext http, CancellationToken ct) =>
            await http.EnterAsync(ReceiptUrls.Purpose, token) is null ? HostedPage.NotFound() : await http.LogoAsync(ct)).ExcludeFromDescription();
    }
}
