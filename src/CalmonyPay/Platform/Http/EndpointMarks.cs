namespace CalmonyPay.Platform.Http;

/// <summary>An endpoint that calls a gateway: it claims its idempotency key first and commits its own steps.</summary>
public sealed record CallsGateway;

/// <summary>An endpoint that a publishable key may use (from a browser, with a client secret where there is one).</summary>
public sealed record ForPublishableKeys;

/// <summary>An endpoint that is asked every few seconds by machines, so that no line is written about it.</summary>
public sealed record UnloggedRequest;

public static class EndpointMarks
{
    public static TBuilder CallsGateway<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new CallsGateway());

    public static TBuilder ForPublishableKeys<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ForPublishableKeys());
}

/// <summary>Parameters that decide whether the endpoint has to call a gateway (a creation with or without confirmation).</summary>
public interface IMayCallGateway
{
    bool CallsGateway { get; }
}
