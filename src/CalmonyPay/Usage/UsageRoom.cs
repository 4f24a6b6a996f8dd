using CalmonyPay.Platform.Hosting;

namespace CalmonyPay.Usage;

/// <summary>The measuring side of usage billing: events come in, sums go out.</summary>
public static class UsageRoom
{
    public static IServiceCollection AddUsage(this IServiceCollection services) => services
        .AddScoped<MeterEventService>().AddScoped<MeterEventAdjustments>().AddScoped<UsageReader>().AddScoped<EventSummaries>()
        .AddWorker<IdentifierSweep>();

    public static void MapUsage(this IEndpointRouteBuilder v1)
    {
        var billing = v1.MapGroup("/billing").WithTags("Usage billing");
        billing.MapPost("/meter_events", async (MeterEventCreate create, MeterEventService service, CancellationToken ct) =>
            TypedResults.Ok(MeterEventResponse.Of(await service.CreateAsync(create, ct), create)));
        billing.MapPost("/meter_event_adjustments", async (MeterEventAdjust adjust, MeterEventAdjustments service, CancellationToken ct) =>
            TypedResults.Ok(await service.CancelAsync(adjust, ct)));
        billing.MapGet("/meters/{id}/event_summaries", async (string id, EventSummaryList list, EventSummaries service, CancellationToken ct) =>
            TypedResults.Ok(await service.ListAsync(id, list, ct)));
    }
}
