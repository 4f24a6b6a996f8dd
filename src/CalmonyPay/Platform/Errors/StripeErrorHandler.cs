using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Pages;
using CalmonyPay.Platform.Parameters;
using Microsoft.AspNetCore.Diagnostics;

namespace CalmonyPay.Platform.Errors;

/// <summary>
/// Turns what escaped from a request into an answer: a <see cref="StripeError"/> as it is, anything else as a 500 that tells the client nothing and the
/// log all. Whoever looks at a page gets one.
/// </summary>
public sealed partial class StripeErrorHandler(ILogger<StripeErrorHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = 499;
            return true;
        }
        var error = exception switch
        {
            StripeError known => known,
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                new StripeError(413, "invalid_request_error", null, "The request's body is too large."),
            BadHttpRequestException bad => new StripeError(400, "invalid_request_error", null, bad.Message),
            _ => null,
        };
        if (error is null) LogFailure(exception, httpContext.Request.Method, SafeText.Mask(httpContext.Request.Path.Value ?? ""));
        // The framework has cleared the headers that the request had been given.
        if (httpContext.RequestServices.GetRequiredService<RequestInfo>().Id is { } id) httpContext.Response.Headers["Request-Id"] = id;
        if (IsPage(httpContext.Request))
        {
            var page = error is { Status: StatusCodes.Status400BadRequest or StatusCodes.Status413PayloadTooLarge }
                ? HostedPage.Plain(error.Status, texts => (texts.UnreadableTitle, texts.UnreadableText))
                : HostedPage.Plain(error?.Status ?? Internal.Status, texts => (texts.TroubleTitle, texts.TroubleText));
            await page.ExecuteAsync(httpContext);
            return true;
        }
        await Answer.Of(error ?? Internal, httpContext.RequestServices.GetRequiredService<RequestInfo>().Id).ExecuteAsync(httpContext);
        return true;
    }

    private static bool IsPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static StripeError Internal { get; } = new(500, "api_error", null, "An unknown error occurred on our side; nothing is known to have happened. Please retry with the same idempotency key.");

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailure(Exception exception, string method, string? path);
}
