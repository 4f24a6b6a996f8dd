using CalmonyPay.Checkout.Portal.Changing;
using CalmonyPay.Platform.Pages;
using CalmonyPay.Subscriptions;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Checkout.Portal.Pages;

/// <summary>Ending a subscription, and taking that back.</summary>
internal static class CancelPages
{
    private const int LongestComment = 500;

    public static void MapCancelPages(this IEndpointRouteBuilder pages)
    {
        const string Path = "/subscriptions/{id}/cancel";
        pages.MapGet(Path, (string token, string id, HttpContext http) => PortalPages.ServeAsync(token, http, PortalPlace.Cancel, (visit, services) => ShowAsync(visit, id, services, http), id));
        pages.MapPost(Path, (string token, string id, HttpContext http) => PortalPages.ServeAsync(token, http, PortalPlace.Cancel, (visit, services) => EndAsync(visit, id, services, http), id));
        pages.MapPost("/subscriptions/{id}/keep", (string token, string id, HttpContext http) => PortalPages.ServeAsync(token, http, PortalPlace.Keep, (visit, services) => KeepAsync(visit, id, services, http), id));
    }

    private static async Task<IResult> ShowAsync(PortalVisit visit, string id, IServiceProvider services, HttpContext http)
    {
        var feature = visit.Features.SubscriptionCancel;
        if (await FindAsync(visit, id, services, http) is not { } held) return http.Stuck(visit);
        if (!PlanEnds.MayEnd(feature, held.Row)) return await MovedAsync(visit, held.Row, http);
        var now = PlanEnds.EndsNow(feature, held.Row);
        var credits = now && feature.ProrationBehavior == ProrationBehavior.CreateProrations && held.Row.Status is SubscriptionStatus.Active or SubscriptionStatus.PastDue;
        return visit.Page<CancelPage>(http.Request, new()
        {
            [nameof(CancelPage.Name)] = PortalReading.NameOf(held),
            [nameof(CancelPage.Until)] = now ? null : visit.Day(held.Row.CurrentPeriodEnd),
            [nameof(CancelPage.Credit)] = credits && await services.GetRequiredService<PlanPreviews>().CreditOfEndAsync(held.Row, visit.Now, http.RequestAborted) is > 0 and var credit ? visit.Money(credit, held.Row.Currency) : null,
        });
    }

    private static async Task<IResult> EndAsync(PortalVisit visit, string id, IServiceProvider services, HttpContext http)
    {
        var feature = visit.Features.SubscriptionCancel;
        if (await FindAsync(visit, id, services, http) is not { } held) return http.Stuck(visit);
        if (!PlanEnds.MayEnd(feature, held.Row)) return await MovedAsync(visit, held.Row, http);
        var form = await http.Request.FormAsync();
        var asks = feature.CancellationReason.Enabled;
        var reason = new EndReason(
            asks && form.Text("reason") is { } chosen && feature.CancellationReason.Options.Contains(chosen) ? chosen : null, asks && form.Text("comment") is { } said ? said[..Math.Min(said.Length, LongestComment)] : null);
        // A second post of the form finds it ended, and that is what it wanted.
        await services.GetRequiredService<PlanEnds>().EndAsync(held.Row, feature, reason, CancellationToken.None);
        return await http.DoneAsync(visit, "cancelled");
    }

    private static async Task<IResult> KeepAsync(PortalVisit visit, string id, IServiceProvider services, HttpContext http)
    {
        var feature = visit.Features.SubscriptionCancel;
        if (await FindAsync(visit, id, services, http) is not { } held) return http.Stuck(visit);
        var kept = PlanEnds.MayKeep(feature, held.Row) && await services.GetRequiredService<PlanEnds>().KeepAsync(id, feature, CancellationToken.None);
        return SeeOther.At(kept || (feature.Enabled && held.Row is { IsOver: false, CancelAt: null }) ? $"{visit.Home}?{PortalNotice.Done}=kept" : $"{visit.Home}?{PortalNotice.Problem}=moved");
    }

    private static Task<HeldSubscription?> FindAsync(PortalVisit visit, string id, IServiceProvider services, HttpContext http) => services.GetRequiredService<PortalReading>().FindAsync(visit, id, http.RequestAborted);

    /// <summary>It cannot be ended: because it has ended or will, or because that is not allowed.</summary>
    private static async Task<IResult> MovedAsync(PortalVisit visit, Subscription row, HttpContext http) =>
        visit.Features.SubscriptionCancel.Enabled && (row.IsOver || row.CancelAt is not null) ? await http.DoneAsync(visit, "cancelled") : http.Stuck(visit);
}
