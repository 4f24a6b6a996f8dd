using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Catalog.Prices;

public static class PlanEndpoints
{
    internal static void MapPlans(this IEndpointRouteBuilder v1)
    {
        var plans = v1.MapGroup("/plans").WithTags("Plans");
        plans.MapPost("/", async (PlanCreate create, PlanService service, CancellationToken ct) =>
            TypedResults.Ok(PlanResponse.Of(await service.CreateAsync(create, ct))));
        plans.MapGet("/{plan}", async (string plan, NoParams none, PlanService service, CancellationToken ct) =>
            TypedResults.Ok(PlanResponse.Of(await service.GetAsync(plan, ct))));
        plans.MapPost("/{plan}", async (string plan, PlanUpdate update, PlanService service, CancellationToken ct) =>
            TypedResults.Ok(PlanResponse.Of(await service.UpdateAsync(plan, update, ct))));
        plans.MapDelete("/{plan}", async (string plan, NoParams none, PlanService service, CancellationToken ct) =>
            TypedResults.Ok(await service.DeleteAsync(plan, ct)));
        plans.MapGet("/", async (PlanList list, PayDb db, CancellationToken ct) =>
        {
            var wanted = db.Prices.Where(p => p.Interval != null && !p.Inline).CreatedIn(list.Created, "price", p => p.ListId, p => p.CreatedAt);
            if (list.Active is { } active) wanted = wanted.Where(p => p.Active == active);
            if (list.Product is { } product) wanted = wanted.Where(p => p.ProductId == product);
            return TypedResults.Ok(await wanted.PageByAgeAsync(db.Prices, list.Page, p => p.Id, p => p.ListId, p => p, "/v1/plans", PlanResponse.Of, ct));
        });
    }
}
