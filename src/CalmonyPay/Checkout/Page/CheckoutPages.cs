using CalmonyPay.Accounts;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Platform.Pages;

namespace CalmonyPay.Checkout.Page;

/// <summary>The addresses at which shoppers pay. The token in them is all that opens them.</summary>
public static class CheckoutPages
{
    private const string Remove = "remove_promotion_code", Update = "update";

    public static IServiceCollection AddCheckoutPages(this IServiceCollection services)
    {
        services.AddOptions<PayRateOptions>().BindConfiguration("CalmonyPay:Checkout:PayRate").ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<PayRates>().AddHostedService<PageWarmUp>();
    }

    public static void MapCheckoutPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(CheckoutUrls.PagePath, ShowAsync).ExcludeFromDescription();
        routes.MapPost(CheckoutUrls.PagePath, (string token, HttpContext http, CancellationToken ct) =>
            OpenAsync(token, http, id => SentAsync(new(http, id, token), http, ct))).AddEndpointFilter<SameOrigin>().ExcludeFromDescription();
        routes.MapGet($"{CheckoutUrls.PagePath}/logo", (string token, HttpContext http, CancellationToken ct) =>
            OpenAsync(token, http, _ => http.LogoAsync(ct))).ExcludeFromDescription();
        routes.MapGet(CheckoutUrls.RecoverPath, (string token, HttpContext http, CancellationToken ct) => OpenAsync(token, http, async id =>
            await http.RequestServices.GetRequiredService<CheckoutRecovery>().RecoverAsync(id, ct) is { } copy
                ? SeeOther.At(new Uri(copy).PathAndQuery)
                : await new CheckoutVisit(http, id, token).ShowAsync(ct))).ExcludeFromDescription();
    }

    /// <summary>What a browser gets that opens the page.</summary>
    internal static Task<IResult> ShowAsync(string token, HttpContext http, CancellationToken ct) => OpenAsync(token, http, id => new CheckoutVisit(http, id, token).ShowAsync(ct));

    private static async Task<IResult> OpenAsync(string token, HttpContext http, Func<string, Task<IResult>> show) =>
        await http.EnterAsync(CheckoutUrls.Purpose, token) is { } id ? await show(id) : HostedPage.NotFound();

    private static async Task<IResult> SentAsync(CheckoutVisit visit, HttpContext http, CancellationToken ct)
    {
        var typed = await TypedForm.ReadAsync(http.Request, ct);
        return typed[FieldNames.Action] is Update or Remove
            ? await visit.UpdateAsync(typed, removeCode: typed[FieldNames.Action] == Remove, ct)
            : await visit.PayAsync(typed, ct);
    }
}
