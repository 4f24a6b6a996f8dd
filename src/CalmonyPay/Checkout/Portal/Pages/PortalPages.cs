using CalmonyPay.Accounts;
using CalmonyPay.Checkout.Portal.Cards;
using CalmonyPay.Checkout.Portal.Changing;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Pages;

namespace CalmonyPay.Checkout.Portal.Pages;

/// <summary>The addresses of the portal. All are below a session's token; forms post to the address of the page that shows them.</summary>
public static class PortalPages
{
    internal static IServiceCollection AddPortalPages(this IServiceCollection services) => services
        .AddScoped<PortalEntrance>().AddScoped<PortalReading>().AddScoped<PlanOffers>().AddScoped<PlanPreviews>().AddScoped<PlanChanges>().AddScoped<PlanEnds>().AddScoped<WalletService>().AddScoped<NewCards>().AddScoped<ISetupMoved, PortalNews>();

    public static void MapPortalPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(PortalUrls.Path).ExcludeFromDescription().AddEndpointFilter(GuardAsync);
        pages.MapGet("/", (string token, HttpContext http) => PortalEntrance.OpenAsync(token, http, (visit, services) => OverviewPages.ShowAsync(visit, services, http)));
        pages.MapGet("/done", (string token, HttpContext http) => PortalEntrance.OpenAsync(token, http, (visit, _) =>
            Task.FromResult(visit.Over is null ? SeeOther.At(visit.Home) : visit.Page<DonePage>(http.Request))));
        pages.MapGet("/logo", async (string token, HttpContext http, CancellationToken ct) => await http.EnterAsync(PortalUrls.Purpose, token) is null ? HostedPage.NotFound() : await http.LogoAsync(ct));
        pages.MapCancelPages();
        pages.MapChangePages();
        pages.MapCardPages();
        pages.MapDetailsPages();
    }

    /// <summary>Runs a page, or its form, where the session is for it; else the portal's beginning says what it is for.</summary>
    internal static Task<IResult> ServeAsync(string token, HttpContext http, PortalPlace place, Func<PortalVisit, IServiceProvider, Task<IResult>> serve, string? subscription = null) =>
        PortalEntrance.OpenAsync(token, http, async (visit, services) => visit.Serves(place, subscription) ? await serve(visit, services) : SeeOther.At(visit.Home));

    /// <summary>Posts are for our own pages alone.</summary>
    private static ValueTask<object?> GuardAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        HttpMethods.IsPost(context.HttpContext.Request.Method) ? context.HttpContext.RequestServices.GetRequiredService<SameOrigin>().InvokeAsync(context, next) : next(context);
}
