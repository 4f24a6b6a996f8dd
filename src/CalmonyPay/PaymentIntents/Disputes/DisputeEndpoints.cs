using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Disputes;

public static class DisputeEndpoints
{
    public static IServiceCollection AddDisputes(this IServiceCollection services) => services
        .AddScoped<DisputeService>().AddScoped<DisputeViews>()
        .AddScoped<DisputeBooks>().AddScoped<IChargeAsked>(provider => provider.GetRequiredService<DisputeBooks>())
        .AddSingleton(new ExpansionKind("dispute", LoadAsync));

    public static void MapDisputes(this IEndpointRouteBuilder v1)
    {
        var disputes = v1.MapGroup("/disputes").WithTags("Disputes");
        disputes.MapGet("/", async (DisputeList list, PayDb db, DisputeViews views, CancellationToken ct) =>
        {
            var wanted = db.Disputes.CreatedIn(list.Created, "dp", d => d.Id, d => d.CreatedAt);
            if (list.Charge is { } charge) wanted = wanted.Where(d => d.ChargeId == charge);
            if (list.PaymentIntent is { } intent) wanted = wanted.Where(d => d.PaymentId == intent);
            var page = await wanted.PageAsync(list.Page, d => d.Id, "/v1/disputes", d => d, ct);
            return TypedResults.Ok(new PagedList<DisputeResponse>(page.Url, page.HasMore, await views.OfAsync(page.Data, ct)));
        });
        disputes.MapGet("/{dispute}", async (string dispute, NoParams none, DisputeService service, DisputeViews views, CancellationToken ct) =>
            TypedResults.Ok(await views.OfAsync(await service.GetAsync(dispute, ct), ct)));
        disputes.MapPost("/{dispute}", async (string dispute, DisputeUpdate update, DisputeService service, DisputeViews views, CancellationToken ct) =>
            TypedResults.Ok(await views.OfAsync(await service.UpdateAsync(dispute, update, ct), ct)));
        disputes.MapPost("/{dispute}/close", async (string dispute, NoParams none, DisputeService service, DisputeViews views, CancellationToken ct) =>
            TypedResults.Ok(await views.OfAsync(await service.DecideAsync(dispute, DisputeMove.Lose, ct), ct)));
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var disputes = await services.GetRequiredService<PayDb>().Disputes.Where(d => ids.Contains(d.Id)).ToListAsync(ct);
        return (await services.GetRequiredService<DisputeViews>().OfAsync(disputes, ct)).ToDictionary(d => d.Id, d => (object)d);
    }
}
