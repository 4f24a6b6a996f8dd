using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Shipping;

public static class ShippingRateEndpoints
{
    internal static IServiceCollection AddShippingRates(this IServiceCollection services) => services
        .AddScoped<ShippingRateService>()
        .AddSingleton(new ExpansionKind("shipping_rate", LoadAsync));

    internal static void MapShippingRates(this IEndpointRouteBuilder v1)
    {
        var rates = v1.MapGroup("/shipping_rates").WithTags("Shipping rates");
        rates.MapPost("/", (ShippingRateCreate create, ShippingRateService service) => TypedResults.Ok(ShippingRateResponse.Of(service.Create(create))));
        rates.MapGet("/{shipping_rate_token}", async (string shipping_rate_token, NoParams none, ShippingRateService service, CancellationToken ct) =>
            TypedResults.Ok(ShippingRateResponse.Of(await service.GetAsync(shipping_rate_token, ct))));
        rates.MapPost("/{shipping_rate_token}", async (string shipping_rate_token, ShippingRateUpdate update, ShippingRateService service, CancellationToken ct) =>
            TypedResults.Ok(ShippingRateResponse.Of(await service.UpdateAsync(shipping_rate_token, update, ct))));
        rates.MapGet("/", async (ShippingRateList list, PayDb db, CancellationToken ct) =>
        {
            var wanted = db.ShippingRates.Where(r => !r.Inline).CreatedIn(list.Created, "shr", r => r.Id, r => r.CreatedAt);
            if (list.Active is { } active) wanted = wanted.Where(r => r.Active == active);
            if (list.Currency is { } currency) wanted = wanted.Where(r => r.Currency == currency);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, r => r.Id, "/v1/shipping_rates", ShippingRateResponse.Of, ct));
        });
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var db = services.GetRequiredService<PayDb>();
        // What this request has made is saved with its answer, and not in the database yet.
        var found = db.ChangeTracker.Entries<ShippingRate>().Select(entry => entry.Entity).Where(r => ids.Contains(r.Id)).ToList();
        var rest = ids.Except(found.Select(r => r.Id)).ToList();
        if (rest.Count > 0) found.AddRange(await db.ShippingRates.Where(r => rest.Contains(r.Id)).ToListAsync(ct));
        return found.ToDictionary(r => r.Id, r => (object)ShippingRateResponse.Of(r));
    }
}
