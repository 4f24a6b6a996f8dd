using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Search;

namespace CalmonyPay.Catalog.Products;

public static class ProductEndpoints
{
    internal static IServiceCollection AddProducts(this IServiceCollection services) => services
        .AddScoped<ProductService>()
        .AddSingleton(new ExpansionKind("product", LoadAsync));

    internal static void MapProducts(this IEndpointRouteBuilder v1)
    {
        var products = v1.MapGroup("/products").WithTags("Products");
        products.MapPost("/", (ProductCreate create, ProductService service) => TypedResults.Ok(ProductResponse.Of(service.Create(create))));
        products.MapGet("/search", async (SearchParams search, PayDb db, CancellationToken ct) =>
            TypedResults.Ok(await db.Products.SearchAsync(search, Found, p => p.ListId, p => p.ListId, "/v1/products/search", ProductResponse.Of, ct)));
        products.MapGet("/{id}", async (string id, NoParams none, ProductService service, CancellationToken ct) =>
            TypedResults.Ok(ProductResponse.Of(await service.GetAsync(id, ct))));
        products.MapPost("/{id}", async (string id, ProductUpdate update, ProductService service, CancellationToken ct) =>
            TypedResults.Ok(ProductResponse.Of(await service.UpdateAsync(id, update, ct))));
        products.MapDelete("/{id}", async (string id, NoParams none, ProductService service, CancellationToken ct) =>
            TypedResults.Ok(await service.DeleteAsync(id, ct)));
        products.MapGet("/", async (ProductList list, PayDb db, CancellationToken ct) =>
        {
            var wanted = db.Products.CreatedIn(list.Created, "prod", p => p.ListId, p => p.CreatedAt);
            if (list.Ids is { Count: > 0 } ids) wanted = wanted.Where(p => ids.Contains(p.Id));
            if (list.Active is { } active) wanted = wanted.Where(p => p.Active == active);
            if (list.Url is { } url) wanted = wanted.Where(p => p.Url == url);
            if (list.Shippable is { } shippable) wanted = wanted.Where(p => p.Shippable == shippable);
            if (list.Type is { } type) wanted = wanted.Where(p => p.Type == type);
            return TypedResults.Ok(await wanted.PageByAgeAsync(db.Products, list.Page, p => p.Id, p => p.ListId, p => p, "/v1/products", ProductResponse.Of, ct));
        });
    }

    private static readonly SearchFields<Product> Found = new SearchFields<Product>()
        .Bool("active", p => p.Active).Text("name", p => p.Name).Text("description", p => p.Description).Text("url", p => p.Url)
        .Word("shippable", word => word switch
        {
            "true" => p => p.Shippable == true,
            "false" => p => p.Shippable == false,
            _ => _ => false,
        })
        .Time("created", p => p.CreatedAt).Metadata(p => p.Metadata);

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await services.GetRequiredService<ProductService>().LoadAsync(ids, ct)).ToDictionary(p => p.Key, p => p.Value.DeletedAt is null ? ProductResponse.Of(p.Value) : (object)new DeletedProduct(p.Key));
}
