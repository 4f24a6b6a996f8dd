using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace CalmonyPay.Platform.Pages;

/// <summary>
/// A page for people, rendered once on the server. Its headers allow nothing but what its <see cref="PagePolicy"/> names, keep it out of caches
/// and search engines, and give its address, which opens it without a password, to nobody.
/// </summary>
public sealed class HostedPage : IResult
{
    private readonly Type component;
    private readonly Func<HttpRequest, Dictionary<string, object?>> parameters;
    private readonly int status;
    private readonly PagePolicy policy;

    private HostedPage(Type component, Func<HttpRequest, Dictionary<string, object?>> parameters, int status, PagePolicy policy) =>
        (this.component, this.parameters, this.status, this.policy) = (component, parameters, status, policy);

    /// <param name="parameters">The component's, by name.</param>
    /// <param name="status">Of HTTP.</param>
    /// <param name="policy">What the page may do; null for a page to read.</param>
    public static IResult Of<TPage>(Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK, PagePolicy? policy = null)
        where TPage : IComponent => new HostedPage(typeof(TPage), _ => parameters, status, policy ?? PagePolicy.Still);

    /// <summary>404, for whatever address opens nothing; it does not say why.</summary>
    public static IResult NotFound() => Plain(StatusCodes.Status404NotFound, texts => (texts.NotFoundTitle, texts.NotFoundText));

    /// <summary>A heading and a sentence, in the browser's language.</summary>
    public static IResult Plain(int status, Func<PageTexts, (string Title, string Text)> says) => new HostedPage(typeof(PlainPage), request =>
    {
        var texts = PageTexts.For(request);
        var (title, text) = says(texts);
        return new() { [nameof(PlainPage.Title)] = title, [nameof(PlainPage.Text)] = text, [nameof(PlainPage.Locale)] = texts.Locale };
    }, status, PagePolicy.Still);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var page = await RenderAsync(httpContext.RequestServices, parameters(httpContext.Request));
        var response = httpContext.Response;
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, "text/html; charset=utf-8", page.Length);
        Close(response.Headers);
        response.Headers.ContentSecurityPolicy = policy.ToString();
        response.Headers.XFrameOptions = policy.FrameOptions;
        await response.Body.WriteAsync(page, httpContext.RequestAborted);
    }

    /// <summary>
    /// By the renderer itself and not by <c>AddRazorComponents</c>, which brings antiforgery and data protection along: a host would write keys into
    /// its home folder, for pages that have no cookies (see <see cref="SameOrigin"/>).
    /// </summary>
    private async Task<byte[]> RenderAsync(IServiceProvider services, Dictionary<string, object?> given)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
            Encoding.UTF8.GetBytes((await renderer.RenderComponentAsync(component, ParameterView.FromDictionary(given))).ToHtmlString()));
    }

    /// <summary>What a file behind such an address needs as well: not kept, not indexed, not framed, not passed on.</summary>
    public static void Close(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        // Not no-referrer: with it browsers blank the Origin of a form's post, by which SameOrigin knows it.
        headers["Referrer-Policy"] = "same-origin";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
