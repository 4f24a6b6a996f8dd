using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;

namespace CalmonyPay.Catalog.Coupons;

public static class CouponEndpoints
{
    internal static IServiceCollection AddCoupons(this IServiceCollection services) => services
        .AddScoped<CouponService>().AddScoped<PromotionCodeService>().AddScoped<DiscountService>()
        .AddSingleton(new ExpansionKind("coupon", LoadAsync))
        .AddSingleton(new ExpansionKind("promotion_code", PromotionCodeEndpoints.LoadAsync));

    internal static void MapCoupons(this IEndpointRouteBuilder v1)
    {
        var coupons = v1.MapGroup("/coupons").WithTags("Coupons");
        coupons.MapPost("/", async (CouponCreate create, CouponService service, ScopeTime time, CancellationToken ct) =>
            TypedResults.Ok(CouponResponse.Of(await service.CreateAsync(create, ct), time.Now)));
        coupons.MapGet("/{coupon}", async (string coupon, NoParams none, CouponService service, ScopeTime time, CancellationToken ct) =>
            TypedResults.Ok(CouponResponse.Of(await service.GetAsync(coupon, ct), time.Now)));
        coupons.MapPost("/{coupon}", async (string coupon, CouponUpdate update, CouponService service, ScopeTime time, CancellationToken ct) =>
            TypedResults.Ok(CouponResponse.Of(await service.UpdateAsync(coupon, update, ct), time.Now)));
        coupons.MapDelete("/{coupon}", async (string coupon, NoParams none, CouponService service, CancellationToken ct) =>
            TypedResults.Ok(await service.DeleteAsync(coupon, ct)));
        coupons.MapGet("/", async (CouponList list, PayDb db, ScopeTime time, CancellationToken ct) =>
        {
            var wanted = db.Coupons.CreatedIn(list.Created, "coupon", c => c.ListId, c => c.CreatedAt);
            return TypedResults.Ok(await wanted.PageByAgeAsync(db.Coupons, list.Page, c => c.Id, c => c.ListId, c => c, "/v1/coupons", c => CouponResponse.Of(c, time.Now), ct));
        });
    }

    /// <summary>Deleted ones too: a discount goes on after its coupon, and shows it, no longer valid.</summary>
    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var now = services.GetRequiredService<ScopeTime>().Now;
        return (await services.GetRequiredService<CouponService>().LoadAsync(ids, ct)).ToDictionary(c => c.Key, c => (object)CouponResponse.Of(c.Value, now));
    }
}
