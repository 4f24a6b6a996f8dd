using CalmonyPay.Platform.Pages;

namespace CalmonyPay.Checkout.Portal.Pages;

/// <summary>The portal's beginning.</summary>
internal static class OverviewPages
{
    public static async Task<IResult> ShowAsync(PortalVisit visit, IServiceProvider services, HttpContext http)
    {
        if (visit.Over is not null) return visit.Page<DonePage>(http.Request);
        if (visit.Flow is not null) return SeeOther.At(visit.Start);
        var overview = await services.GetRequiredService<PortalReading>().ReadAsync(visit, http.Request.Query["before"].ToString() is { Length: > 0 and < 100 } before ? before : null, http.RequestAborted);
        return visit.Page<OverviewPage>(http.Request, new() { [nameof(OverviewPage.Overview)] = overview });
    }
}
