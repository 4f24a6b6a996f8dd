using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;

namespace CalmonyPay.Catalog.Coupons;

public static class PromotionCodeEndpoints
{
    internal static void MapPromotionCodes(this IEndpointRouteBuilder v1)
    {
        var codes = v1.MapGroup("/promotion_codes").WithTags("Promotion codes");
        codes.MapPost("/", async (PromotionCodeCreate create, PromotionCodeService service, CancellationToken ct) =>
            TypedResults.Ok(await service.CreateAsync(create, ct)));
        codes.MapGet("/{promotion_code}", async (string promotion_code, NoParams none, PromotionCodeService service, CancellationToken ct) =>
            TypedResults.Ok(await service.GetAsync(promotion_code, ct)));
        codes.MapPost("/{promotion_code}", async (string promotion_code, PromotionCodeUpdate update, PromotionCodeService service, CancellationToken ct) =>
            TypedResults.Ok(await service.UpdateAsync(promotion_code, update, ct)));
        codes.MapGet("/", async (PromotionCodeList list, PromotionCodeService service, ScopeTime time, PayDb db, CancellationToken ct) =>
        {
            var page = await Wanted(db, list, time.Now).PageAsync(list.Page, c => c.Id, "/v1/promotion_codes", c => c, ct);
            return TypedResults.Ok(new PagedList<PromotionCodeResponse>(page.Url, page.HasMore, await service.ShownAsync(page.Data, ct)));
        });
    }

    internal static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var found = await services.GetRequiredService<PayDb>().ByIdAsync<PromotionCode>(ids, ct);
        return (await services.GetRequiredService<PromotionCodeService>().ShownAsync([.. found.Values], ct)).ToDictionary(c => c.Id, c => (object)c);
    }

    private static IQueryable<PromotionCode> Wanted(PayDb db, PromotionCodeList list, DateTimeOffset now)
    {
        var wanted = db.PromotionCodes.CreatedIn(list.Created, "promo", c => c.Id, c => c.CreatedAt);
        if (list.Code is { } code)
        {
            var key = PromotionCode.KeyOf(code);
            wanted = wanted.Where(c => c.CodeKey == key);
        }
        if (list.Coupon is { } coupon) wanted = wanted.Where(c => c.CouponId == coupon);
        if (list.Customer is { } customer) wanted = wanted.Where(c => c.CustomerId == customer);
        if (list.Active is not { } active) return wanted;
        return wanted.Where(c => active == (c.Active && !(c.ExpiresAt < now) && !(c.TimesRedeemed >= c.MaxRedemptions)
            && db.Set<Coupon>().Any(o => o.Id == c.CouponId && !(o.RedeemBy < now) && !(o.TimesRedeemed >= o.MaxRedemptions))));
    }
}
