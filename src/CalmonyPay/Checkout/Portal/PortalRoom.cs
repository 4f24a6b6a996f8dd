using CalmonyPay.Checkout.Portal.Configurations;
using CalmonyPay.Checkout.Portal.Pages;
using CalmonyPay.Checkout.Portal.Sessions;

namespace CalmonyPay.Checkout.Portal;

/// <summary>What the customer portal brings to the host.</summary>
public static class PortalRoom
{
    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        services.AddOptions<PortalOptions>().BindConfiguration("CalmonyPay:Portal").ValidateDataAnnotations().ValidateOnStart();
        return services.AddScoped<PortalUrls>().AddPortalConfigurations().AddPortalSessions().AddPortalPages();
    }

    public static void MapPortal(this IEndpointRouteBuilder v1)
    {
        v1.MapPortalConfigurations();
        v1.MapPortalSessions();
    }
}
