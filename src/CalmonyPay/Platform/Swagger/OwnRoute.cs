namespace CalmonyPay.Platform.Swagger;

/// <summary>A route that Stripe does not have: marked in the API explorer.</summary>
/// <param name="Summary">What it does, a sentence.</param>
public sealed record OwnRoute(string Summary);

public static class OwnRoutes
{
    public static TBuilder OwnRoute<TBuilder>(this TBuilder endpoint, string summary) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new OwnRoute(summary));
}
