using CalmonyPay.Platform.Hosting;

namespace CalmonyPay.Checkout.Portal.Sessions;

public static class PortalSessionEndpoints
{
    internal static IServiceCollection AddPortalSessions(this IServiceCollection services) => services.AddScoped<PortalSessionService>().AddWorker<PortalSessionSweep>();

    internal static void MapPortalSessions(this IEndpointRouteBuilder v1) =>
        v1.MapPost("/billing_portal/sessions", async (PortalSessionCreate create, PortalSessionService service, CancellationToken ct) =>
            TypedResults.Ok(await service.CreateAsync(create, ct))).WithTags("Customer portal");
}
