namespace CalmonyPay.Platform.Http;

/// <summary>What events and logs say of the request that caused them; empty in a worker.</summary>
public sealed class RequestInfo
{
    /// <summary>The answer's <c>Request-Id</c>.</summary>
    public string? Id { get; set; }

    public string? IdempotencyKey { get; set; }

    /// <summary>True when the key was a publishable one, so that secrets of the object must be proven.</summary>
    public bool Publishable { get; set; }
}
