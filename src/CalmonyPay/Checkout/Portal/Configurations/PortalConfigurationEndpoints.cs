using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Portal.Configurations;

public static class PortalConfigurationEndpoints
{
    public const string Kind = "billing_portal.configuration";

    internal static IServiceCollection AddPortalConfigurations(this IServiceCollection services) =>
        services.AddScoped<PortalConfigurationService>().AddSingleton(new ExpansionKind(Kind, LoadAsync));

    internal static void MapPortalConfigurations(this IEndpointRouteBuilder v1)
    {
        var configurations = v1.MapGroup("/billing_portal/configurations").WithTags("Customer portal");
        configurations.MapPost("/", async (PortalConfigurationCreate create, PortalConfigurationService service, CancellationToken ct) =>
            TypedResults.Ok(PortalConfigurationResponse.Of(await service.CreateAsync(create, ct))));
        configurations.MapGet("/{configuration}", async (string configuration, NoParams none, PortalConfigurationService service, CancellationToken ct) =>
            TypedResults.Ok(PortalConfigurationResponse.Of(await service.GetAsync(configuration, ct))));
        configurations.MapPost("/{configuration}", async (string configuration, PortalConfigurationUpdate update, PortalConfigurationService service, CancellationToken ct) =>
            TypedResults.Ok(PortalConfigurationResponse.Of(await service.UpdateAsync(configuration, update, ct))));
        configurations.MapGet("/", async (PortalConfigurationList list, PortalConfigurationService service, PayDb db, CancellationToken ct) =>
        {
            await service.DefaultAsync(ct);
            var wanted = db.PortalConfigurations.AsQueryable();
            if (list.Active is { } active) wanted = wanted.Where(c => c.Active == active);
            if (list.IsDefault is { } isDefault) wanted = wanted.Where(c => c.IsDefault == isDefault);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, c => c.Id, "/v1/billing_portal/configurations", PortalConfigurationResponse.Of, ct));
        });
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await services.GetRequiredService<PayDb>().PortalConfigurations.Where(c => ids.Contains(c.Id)).ToListAsync(ct)).ToDictionary(c => c.Id, c => (object)PortalConfigurationResponse.Of(c));
}
