using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Catalog.Meters;

public static class MeterEndpoints
{
    public static IServiceCollection AddMeters(this IServiceCollection services) => services.AddScoped<MeterService>();

    public static void MapMeters(this IEndpointRouteBuilder v1)
    {
        var meters = v1.MapGroup("/billing/meters").WithTags("Usage billing");
        meters.MapPost("/", (MeterCreate create, MeterService service) => TypedResults.Ok(MeterResponse.Of(service.Create(create))));
        meters.MapGet("/", async (MeterList list, PayDb db, CancellationToken ct) =>
        {
            var wanted = db.Meters.AsQueryable();
            if (list.Status is { } status) wanted = wanted.Where(m => m.Status == status);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, m => m.Id, "/v1/billing/meters", MeterResponse.Of, ct));
        });
        meters.MapGet("/{id}", async (string id, NoParams none, MeterService service, CancellationToken ct) =>
            TypedResults.Ok(MeterResponse.Of(await service.GetAsync(id, ct))));
        meters.MapPost("/{id}", async (string id, MeterUpdate update, MeterService service, CancellationToken ct) =>
            TypedResults.Ok(MeterResponse.Of(await service.UpdateAsync(id, update, ct))));
        meters.MapPost("/{id}/deactivate", async (string id, NoParams none, MeterService service, CancellationToken ct) =>
            TypedResults.Ok(MeterResponse.Of(await service.DeactivateAsync(id, ct))));
        meters.MapPost("/{id}/reactivate", async (string id, NoParams none, MeterService service, CancellationToken ct) =>
            TypedResults.Ok(MeterResponse.Of(await service.ReactivateAsync(id, ct))));
    }
}
