using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.TestClocks;

public static class TestClockEndpoints
{
    public static IServiceCollection AddTestClocks(this IServiceCollection services) => services
        .AddScoped<TestClockService>().AddSingleton<ClockJourney>().AddWorker<ClockWorker>()
        .AddSingleton(new ExpansionKind("test_clock", LoadAsync));

    public static void MapTestClocks(this IEndpointRouteBuilder v1)
    {
        var clocks = v1.MapGroup("/test_helpers/test_clocks").WithTags("TestClocks");
        clocks.MapPost("/", (TestClockCreate create, TestClockService service) => TypedResults.Ok(TestClockResponse.Of(service.Create(create))));
        clocks.MapGet("/", async (PageParams page, PayDb db, CancellationToken ct) =>
            TypedResults.Ok(await db.TestClocks.PageAsync(page, c => c.Id, "/v1/test_helpers/test_clocks", TestClockResponse.Of, ct)));
        clocks.MapGet("/{id}", async (string id, NoParams none, TestClockService service, CancellationToken ct) => TypedResults.Ok(TestClockResponse.Of(await service.GetAsync(id, ct))));
        clocks.MapDelete("/{id}", async (string id, NoParams none, TestClockService service, CancellationToken ct) => TypedResults.Ok(await service.DeleteAsync(id, ct)));
        clocks.MapPost("/{id}/advance", async (string id, TestClockAdvance advance, TestClockService service, CancellationToken ct) =>
            TypedResults.Ok(TestClockResponse.Of(await service.AdvanceAsync(id, advance, ct))));
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await services.GetRequiredService<PayDb>().TestClocks.IgnoreQueryFilters(["erased"]).Where(c => ids.Contains(c.Id)).ToListAsync(ct)).ToDictionary(c => c.Id, c => (object)TestClockResponse.Of(c));
}
