using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CalmonyPay.Platform.Pages;

/// <summary>
/// A page for people, rendered once on the server. Its headers allow nothing but our own stylesheet and images, keep it out of caches and
/// search engines, and give its address, which opens it without a password, to nobody.
/// </summary>
public sealed class HostedPage : IResult
{
    /// <summary>No script, no frame around it, no form, nothing from other servers (CSP level 3).</summary>
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly IResult content;

    private HostedPage(IResult content) => this.content = content;

    /// <param name="parameters">The component's, by name.</param>
    /// <param name="status">Of HTTP.</param>
    public static IResult Of<TPage>(Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK)
        where TPage : IComponent => new HostedPage(new RazorComponentResult<TPage>(parameters) { StatusCode = status });

    /// <summary>404, for whatever address opens nothing; it does not say why.</summary>
    public static IResult NotFound() => Of<NotFoundPage>([], StatusCodes.Status404NotFound);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        Close(headers);
        httpContext.Response.OnStarting(static state =>
        {
            ((HttpResponse)state).Headers.Remove("blazor-enhanced-nav"); // the renderer's word to a script that our pages have not
            return Task.CompletedTask;
        }, httpContext.Response);
        return content.ExecuteAsync(httpContext);
    }

    /// <summary>What a file behind such an address needs as well: not kept, not indexed, not framed, not passed on.</summary>
    public static void Close(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}

/// <summary>What hosted pages bring to the host.</summary>
public static class HostedPages
{
    public static IServiceCollection AddHostedPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        return services;
    }

    public static void MapHostedPages(this IEndpointRouteBuilder routes) => Stylesheet.Map(routes);
}
