using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Swagger;

namespace CalmonyPay.Platform.Health;

/// <summary>Alive and ready, for whoever watches a host: outside <c>/v1</c>, without a key, and without a line in the log.</summary>
public static class HealthEndpoints
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddMetrics()
        .AddSingleton<Readiness>()
        .AddHostedService<ReadinessWatch>();

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("").WithTags("Health").WithMetadata(new UnloggedRequest());
        health.MapGet("/healthz", () => TypedResults.Text("alive"))
            .OwnRoute("The process is alive. Asks nobody.");
        health.MapGet("/readyz", async (Readiness readiness, CancellationToken ct) =>
            {
                var report = await readiness.AskAsync(ct);
                return new Answer(report.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, PayJson.Bytes(report));
            })
            .OwnRoute("The database answers and its schema is this build's (else 503); with the counts of what waits for a person.");
    }
}
