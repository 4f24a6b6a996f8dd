using CalmonyPay.Checkout.Portal.Cards;
using CalmonyPay.Platform.Pages;

namespace CalmonyPay.Checkout.Portal.Pages;

/// <summary>A customer's cards: which pays, which goes, and a new one.</summary>
internal static class CardPages
{
    public static void MapCardPages(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/cards/{id}/default", (string token, string id, HttpContext http) => ServeAsync(token, http, PortalPlace.Cards, async (visit, services) =>
            SeeOther.At(await services.GetRequiredService<WalletService>().MakeDefaultAsync(visit.Customer.Id, id, CancellationToken.None) ? $"{visit.Home}?{PortalNotice.Done}=default" : visit.Home)));
        pages.MapPost("/cards/{id}/remove", (string token, string id, HttpContext http) => ServeAsync(token, http, PortalPlace.Cards, async (visit, services) =>
            SeeOther.At(await services.GetRequiredService<WalletService>().RemoveAsync(visit.Customer.Id, id, CancellationToken.None) ? $"{visit.Home}?{PortalNotice.Done}=removed" : $"{visit.Home}?{PortalNotice.Problem}=card_in_use")));
        pages.MapGet("/cards/new", (string token, HttpContext http) => ServeAsync(token, http, PortalPlace.NewCard, (visit, _) => new NewCardVisit(http, visit, token).ShowAsync(http.RequestAborted)));
        pages.MapPost("/cards/new", (string token, HttpContext http) => ServeAsync(token, http, PortalPlace.NewCard, (visit, _) => new NewCardVisit(http, visit, token).AddAsync(http.RequestAborted)));
    }

    private static Task<IResult> ServeAsync(string token, HttpContext http, PortalPlace place, Func<PortalVisit, IServiceProvider, Task<IResult>> serve) =>
        PortalPages.ServeAsync(token, http, place, (visit, services) => visit.Features.PaymentMethodUpdate.Enabled ? serve(visit, services) : Task.FromResult(http.Stuck(visit)));
}
