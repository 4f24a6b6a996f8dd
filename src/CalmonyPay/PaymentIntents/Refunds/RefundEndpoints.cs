using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Refunds;

public static class RefundEndpoints
{
    private const int MostInCharge = 10;
    private static readonly string[] AllTenants = ["project", "mode"];

    public static IServiceCollection AddRefunds(this IServiceCollection services) => services
        .AddScoped<RefundService>().AddScoped<RefundBooks>().AddScoped<RefundRecords>().AddScoped<RefundEngine>().AddScoped<RefundFlow>()
        .AddScoped<DueRefunds>().AddScoped<IGatewayTold>(provider => provider.GetRequiredService<DueRefunds>())
        .AddScoped<RefundsOfSale>().AddScoped<IChargeAsked>(provider => provider.GetRequiredService<RefundsOfSale>()).AddScoped<IChargeRejected>(provider => provider.GetRequiredService<RefundsOfSale>())
        .AddSingleton(new PaymentDue(FindDueAsync, (work, id) => work.GetRequiredService<DueRefunds>().LookAtAsync(id)))
        .AddSingleton(new ExpansionKind("refund", LoadAsync))
        .AddSingleton(new ExpansionKind("charge.refunds", LoadOfChargesAsync));

    public static void MapRefunds(this IEndpointRouteBuilder v1)
    {
        var refunds = v1.MapGroup("/refunds").WithTags("Refunds");
        refunds.MapPost("/", (RefundCreate create, GatewayDoor door, HttpContext http) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<RefundFlow>().CreateAsync(create, run))).CallsGateway();
        refunds.MapGet("/", async (RefundList list, PayDb db, CancellationToken ct) =>
        {
            var wanted = db.Refunds.CreatedIn(list.Created, "re", r => r.Id, r => r.CreatedAt);
            if (list.Charge is { } charge) wanted = wanted.Where(r => r.ChargeId == charge);
            if (list.PaymentIntent is { } intent) wanted = wanted.Where(r => r.PaymentId == intent);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, r => r.Id, "/v1/refunds", RefundResponse.Of, ct));
        });
        refunds.MapGet("/{refund}", async (string refund, NoParams none, RefundService service, CancellationToken ct) =>
            TypedResults.Ok(RefundResponse.Of(await service.GetAsync(refund, null, ct))));
        refunds.MapPost("/{refund}", async (string refund, RefundUpdate update, RefundService service, CancellationToken ct) =>
            TypedResults.Ok(RefundResponse.Of(await service.UpdateAsync(refund, update, ct))));
        refunds.MapPost("/{refund}/cancel", (string refund, NoParams none, GatewayDoor door, HttpContext http) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<RefundFlow>().CancelAsync(refund, run))).CallsGateway();

        var ofCharge = v1.MapGroup("/charges/{charge}/refunds").WithTags("Refunds");
        ofCharge.MapGet("/", async (string charge, PageParams page, ChargeService charges, PayDb db, CancellationToken ct) =>
        {
            await charges.GetAsync(charge, ct);
            return TypedResults.Ok(await db.Refunds.Where(r => r.ChargeId == charge).PageAsync(page, r => r.Id, $"/v1/charges/{charge}/refunds", RefundResponse.Of, ct));
        });
        ofCharge.MapGet("/{refund}", async (string charge, string refund, NoParams none, RefundService service, CancellationToken ct) =>
            TypedResults.Ok(RefundResponse.Of(await service.GetAsync(refund, charge, ct))));
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await services.GetRequiredService<PayDb>().Refunds.Where(r => ids.Contains(r.Id)).ToListAsync(ct)).ToDictionary(r => r.Id, r => (object)RefundResponse.Of(r));

    /// <summary>The newest refunds of each charge, as the list that a charge shows on request.</summary>
    private static async Task<IReadOnlyDictionary<string, object>> LoadOfChargesAsync(IServiceProvider services, IReadOnlyCollection<string> charges, CancellationToken ct)
    {
        var found = (await services.GetRequiredService<PayDb>().Refunds.Where(r => charges.Contains(r.ChargeId)).OrderByDescending(r => r.Id).ToListAsync(ct)).ToLookup(r => r.ChargeId);
        return charges.ToDictionary(charge => charge, charge => (object)new PagedList<RefundResponse>(
            $"/v1/charges/{charge}/refunds", found[charge].Count() > MostInCharge, [.. found[charge].Take(MostInCharge).Select(RefundResponse.Of)]));
    }

    private static async Task<List<DuePayment>> FindDueAsync(PayDb db, DateTimeOffset now, int most, CancellationToken ct) =>
        await db.Refunds.IgnoreQueryFilters(AllTenants).Where(r => r.LookAt != null && r.LookAt <= now).OrderBy(r => r.LookAt).Take(most)
            .Select(r => new DuePayment(r.ProjectId, r.Livemode, r.Id)).ToListAsync(ct);
}
