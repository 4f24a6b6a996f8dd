using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Catalog.TaxRates;

public static class TaxRateEndpoints
{
    internal static IServiceCollection AddTaxRates(this IServiceCollection services) => services
        .AddScoped<TaxRateService>()
        .AddSingleton(new ExpansionKind("tax_rate", LoadAsync));

    internal static void MapTaxRates(this IEndpointRouteBuilder v1)
    {
        var rates = v1.MapGroup("/tax_rates").WithTags("Tax rates");
        rates.MapPost("/", (TaxRateCreate create, TaxRateService service) => TypedResults.Ok(TaxRateResponse.Of(service.Create(create))));
        rates.MapGet("/{tax_rate}", async (string tax_rate, NoParams none, TaxRateService service, CancellationToken ct) =>
            TypedResults.Ok(TaxRateResponse.Of(await service.GetAsync(tax_rate, ct))));
        rates.MapPost("/{tax_rate}", async (string tax_rate, TaxRateUpdate update, TaxRateService service, CancellationToken ct) =>
            TypedResults.Ok(TaxRateResponse.Of(await service.UpdateAsync(tax_rate, update, ct))));
        rates.MapGet("/", async (TaxRateList list, PayDb db, CancellationToken ct) =>
        {
            var wanted = db.TaxRates.CreatedIn(list.Created, "txr", r => r.Id, r => r.CreatedAt);
            if (list.Active is { } active) wanted = wanted.Where(r => r.Active == active);
            if (list.Inclusive is { } inclusive) wanted = wanted.Where(r => r.Inclusive == inclusive);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, r => r.Id, "/v1/tax_rates", TaxRateResponse.Of, ct));
        });
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await services.GetRequiredService<PayDb>().TaxRates.Where(r => ids.Contains(r.Id)).ToListAsync(ct)).ToDictionary(r => r.Id, r => (object)TaxRateResponse.Of(r));
}
