using System.Diagnostics;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Platform.Http;

/// <summary>Gives every request its id, echoes the API version, and writes one line about it: never a parameter, never a header.</summary>
public sealed partial class RequestLine(RequestDelegate next, ILogger<RequestLine> log, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context, RequestInfo request, TenantScope scope)
    {
        var started = Stopwatch.GetTimestamp();
        request.Id = PayId.New("req", clock.GetUtcNow());
        context.Response.Headers["Request-Id"] = request.Id;
        if (context.Request.Headers.TryGetValue("Stripe-Version", out var version) && version.Count == 1 && version[0] is { Length: > 0 and <= 64 } asked && asked.All(c => c is > ' ' and < '\x7f'))
            context.Response.Headers["Stripe-Version"] = asked;
        try
        {
            await next(context);
        }
        finally
        {
            if (log.IsEnabled(LogLevel.Information) && context.GetEndpoint()?.Metadata.GetMetadata<UnloggedRequest>() is null)
                LogRequest(context.Request.Method, Shown(context), context.Response.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds, request.Id, scope.IsSet ? scope.Current.ProjectId : null);
        }
    }

    /// <summary>Outside <c>/v1</c> paths carry tokens that open something; there the route is shown instead.</summary>
    private static string? Shown(HttpContext context) => context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal)
        ? SafeText.Mask(context.Request.Path.Value ?? "")
        : (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    [LoggerMessage(LogLevel.Information, "{Method} {Path} {Status} in {Elapsed:0.0} ms {RequestId} project {Project}")]
    private partial void LogRequest(string method, string? path, int status, double elapsed, string requestId, Guid? project);
}
