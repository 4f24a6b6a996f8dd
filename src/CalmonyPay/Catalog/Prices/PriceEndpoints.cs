using CalmonyPay.Catalog.Products;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Search;

namespace CalmonyPay.Catalog.Prices;

public static class PriceEndpoints
{
    internal static IServiceCollection AddPrices(this IServiceCollection services) => services
        .AddScoped<PriceService>().AddScoped<PlanService>()
        .AddSingleton(new ExpansionKind("price", LoadAsync))
        .AddSingleton(new ExpansionKind("plan", LoadPlansAsync));

    internal static void MapPrices(this IEndpointRouteBuilder v1)
    {
        var prices = v1.MapGroup("/prices").WithTags("Prices");
        prices.MapPost("/", async (PriceCreate create, PriceService service, CancellationToken ct) =>
            TypedResults.Ok(PriceResponse.Of(await service.CreateAsync(create, ct))));
        prices.MapGet("/search", async (SearchParams search, PayDb db, CancellationToken ct) =>
            TypedResults.Ok(await db.Prices.SearchAsync(search, Found, p => p.ListId, p => p.ListId, "/v1/prices/search", PriceResponse.Of, ct)));
        prices.MapGet("/{price}", async (string price, NoParams none, PriceService service, CancellationToken ct) =>
            TypedResults.Ok(PriceResponse.Of(await service.GetAsync(price, ct))));
        prices.MapPost("/{price}", async (string price, PriceUpdate update, PriceService service, CancellationToken ct) =>
            TypedResults.Ok(PriceResponse.Of(await service.UpdateAsync(price, update, ct))));
        prices.MapGet("/", async (PriceList list, ProductService products, PayDb db, CancellationToken ct) =>
        {
            var page = await Wanted(db, list).PageByAgeAsync(db.Prices, list.Page, p => p.Id, p => p.ListId, p => p, "/v1/prices", PriceResponse.Of, ct);
            if (page.Data.Count == 0 && list.Product is { } product) await products.RequireAsync(product, "product", ct);
            return TypedResults.Ok(page);
        });
    }

    private static readonly SearchFields<Price> Found = new SearchFields<Price>()
        .Bool("active", p => p.Active).Token("currency", p => p.Currency).Exact("lookup_key", p => p.LookupKey).Exact("product", p => p.ProductId)
        .Word("type", word => word switch
        {
            "recurring" => p => p.Interval != null,
            "one_time" => p => p.Interval == null,
            _ => _ => false,
        })
        .Time("created", p => p.CreatedAt).Metadata(p => p.Metadata);

    private static IQueryable<Price> Wanted(PayDb db, PriceList list)
    {
        var wanted = db.Prices.Where(p => !p.Inline).CreatedIn(list.Created, "price", p => p.ListId, p => p.CreatedAt);
        if (list.Active is { } active) wanted = wanted.Where(p => p.Active == active);
        if (list.Currency is { } currency) wanted = wanted.Where(p => p.Currency == currency);
        if (list.LookupKeys is { Count: > 0 } keys) wanted = wanted.Where(p => keys.Contains(p.LookupKey!));
        if (list.Product is { } product) wanted = wanted.Where(p => p.ProductId == product);
        if (list.Recurring is { } recurring) wanted = wanted.Where(p => p.Interval != null == recurring);
        if (list.Interval is { } interval) wanted = wanted.Where(p => p.Interval == interval);
        if (list.Meter is { } meter) wanted = wanted.Where(p => p.MeterId == meter);
        return list.UsageType is { } usage ? wanted.Where(p => p.UsageType == usage) : wanted;
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await services.GetRequiredService<PriceService>().LoadAsync(ids, ct)).ToDictionary(p => p.Key, p => p.Value.DeletedAt is null ? PriceResponse.Of(p.Value) : (object)new DeletedPrice(p.Key));

    private static async Task<IReadOnlyDictionary<string, object>> LoadPlansAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await services.GetRequiredService<PriceService>().LoadAsync(ids, ct)).Where(p => p.Value.Recurring is not null)
            .ToDictionary(p => p.Key, p => p.Value.DeletedAt is null ? PlanResponse.Of(p.Value) : (object)new DeletedPlan(p.Key));
}
