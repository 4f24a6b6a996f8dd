using CalmonyPay.Platform.Http;

namespace CalmonyPay.Platform.Pages;

/// <summary>
/// Anti-forgery of the pages' forms: a post that another site's page has made is refused, by what the browser itself says of where it comes
/// from (<c>Sec-Fetch-Site</c>, and <c>Origin</c> in browsers without it). No cookie is needed, and nothing that a cached form could have lost.
/// What sends neither header is no browser, and has no shopper's session to misuse; the address's token is asked of all.
/// </summary>
public sealed class SameOrigin(PublicUrl server) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsForeign(context.HttpContext.Request)
            ? HostedPage.Plain(StatusCodes.Status403Forbidden, texts => (texts.ForeignPostTitle, texts.ForeignPostText))
            : await next(context);

    private bool IsForeign(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site)) return site != "same-origin" && site != "none";
        if (!request.Headers.TryGetValue("Origin", out var origin)) return false;
        var own = server.OrNull is { } url ? new Uri(url).GetLeftPart(UriPartial.Authority) : null;
        return origin != own && origin != $"{request.Scheme}://{request.Host}";
    }
}
