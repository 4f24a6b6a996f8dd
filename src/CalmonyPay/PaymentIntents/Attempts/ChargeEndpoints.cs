using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Search;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Attempts;

public static class ChargeEndpoints
{
    public static IServiceCollection AddCharges(this IServiceCollection services) => services
        .AddScoped<ChargeService>().AddScoped<OldStyleCharges>()
        .AddSingleton(new ExpansionKind("charge", LoadAsync));

    public static void MapCharges(this IEndpointRouteBuilder v1)
    {
        var charges = v1.MapGroup("/charges").WithTags("Charges");
        charges.MapPost("/", (ChargeCreate create, GatewayDoor door, HttpContext http) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<OldStyleCharges>().CreateAsync(create, run))).CallsGateway();
        charges.MapGet("/", async (ChargeList list, PayDb db, CancellationToken ct) =>
        {
            var wanted = db.Attempts.CreatedIn(list.Created, "ch", a => a.Id, a => a.CreatedAt);
            if (list.Customer is { } customer) wanted = wanted.Where(a => a.CustomerId == customer);
            if (list.PaymentIntent is { } intent) wanted = wanted.Where(a => a.PaymentIntentId == intent);
            if (list.TransferGroup is { } group) wanted = wanted.Where(a => a.TransferGroup == group);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, a => a.Id, "/v1/charges", ChargeResponse.Of, ct));
        });
        charges.MapGet("/search", async (SearchParams search, PayDb db, CancellationToken ct) =>
            TypedResults.Ok(await db.Attempts.SearchAsync(search, ChargeSearch.Fields, a => a.Id, a => a.Id, "/v1/charges/search", ChargeResponse.Of, ct)));
        charges.MapGet("/{charge}", async (string charge, NoParams none, ChargeService service, CancellationToken ct) =>
            TypedResults.Ok(ChargeResponse.Of(await service.GetAsync(charge, ct))));
        charges.MapPost("/{charge}", async (string charge, ChargeUpdate update, ChargeService service, CancellationToken ct) =>
            TypedResults.Ok(ChargeResponse.Of(await service.UpdateAsync(charge, update, ct))));
        charges.MapPost("/{charge}/capture", (string charge, ChargeCapture capture, GatewayDoor door, HttpContext http) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<OldStyleCharges>().CaptureAsync(charge, capture, run))).CallsGateway();
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await services.GetRequiredService<PayDb>().Attempts.Where(a => ids.Contains(a.Id)).ToListAsync(ct)).ToDictionary(a => a.Id, a => (object)ChargeResponse.Of(a));
}
