using System.Security.Cryptography;
using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Pages;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Platform.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace CalmonyPay.Checkout.Elements;

/// <summary>
/// calmony.js and the frames that it opens in a merchant's page. A frame is found by the publishable key, and shows itself inside pages of the
/// origins that the key's project has registered, nowhere else.
/// </summary>
public static class ElementPages
{
    public const string ScriptPath = "/v1/calmony.js", TypesPath = "/v1/calmony.d.ts";

    /// <summary>Short: a merchant's page names the script without a version, and shall not run one of last month.</summary>
    private const string ForAWhile = "public, max-age=600";

    public static void MapElements(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ScriptPath, Asset("calmony.js", "text/javascript; charset=utf-8")).ExcludeFromDescription();
        routes.MapGet(TypesPath, Asset("calmony.d.ts", "text/plain; charset=utf-8")).ExcludeFromDescription();
        routes.MapGet("/elements/card", async (string? key, string? locale, HttpContext http, CancellationToken ct) =>
        {
            if (await EnterAsync(key, http, ct) is not { } origins) return HostedPage.NotFound();
            var language = locale is null or "auto" ? Locale.Preferred(http.Request.Headers.AcceptLanguage) : Locale.For(locale);
            return HostedPage.Of<CardElementPage>(new() { [nameof(CardElementPage.Key)] = key, [nameof(CardElementPage.Texts)] = ElementTexts.For(language) }, policy: Framed(origins));
        }).ExcludeFromDescription();
        routes.MapGet("/elements/bridge", async (string? key, HttpContext http, CancellationToken ct) => await EnterAsync(key, http, ct) is { } origins
            ? HostedPage.Of<BridgePage>(new() { [nameof(BridgePage.Key)] = key }, policy: Framed(origins))
            : HostedPage.NotFound()).ExcludeFromDescription();
        routes.MapGet("/checkout/open", async (string? key, string? session, HttpContext http, PayDb db, CheckoutUrls urls, CancellationToken ct) =>
        {
            if (session is null || await EnterAsync(key, http, ct) is null) return HostedPage.NotFound();
            var token = await db.CheckoutSessions.Where(s => s.Id == session).Select(s => s.UrlToken).SingleOrDefaultAsync(ct);
            return token is null ? HostedPage.NotFound() : Results.Redirect(urls.PageOf(token));
        }).ExcludeFromDescription();
    }

    /// <summary>True for what is served below <c>/v1</c> without a key: a script tag sends none.</summary>
    public static bool NeedsNoKey(PathString path) => path == ScriptPath || path == TypesPath;

    private static PagePolicy Framed(IReadOnlyList<string> origins) => new() { Scripts = true, Calls = true, FramedBy = origins };

    /// <summary>Enters the project of a publishable key.</summary>
    /// <returns>The origins that may frame its pages; null where the key opens nothing.</returns>
    private static async Task<IReadOnlyList<string>?> EnterAsync(string? raw, HttpContext http, CancellationToken ct)
    {
        if (raw is not { Length: > 0 and <= 255 }) return null;
        var services = http.RequestServices;
        if (await services.GetRequiredService<KnownKeys>().FindAsync(raw, ct) is not { Type: ApiKeyType.Publishable } key || key.ExpiresAt <= services.GetRequiredService<TimeProvider>().GetUtcNow()) return null;
        services.GetRequiredService<TenantScope>().Enter(key.Tenant);
        return await PageOrigins.ReadAsync(services.GetRequiredService<PayDb>(), ct);
    }

    private static Func<HttpContext, IResult> Asset(string name, string type)
    {
        using var stream = typeof(ElementPages).Assembly.GetManifestResourceStream($"CalmonyPay.Elements.{name}") ?? throw new InvalidOperationException($"{name} is missing from the assembly.");
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        // Weak: the same for every coding that the text goes out in.
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(text))[..16]}\"", isWeak: true);
        return http =>
        {
            http.Response.Headers.CacheControl = ForAWhile;
            http.Response.Headers.XContentTypeOptions = "nosniff";
            // Merchants' pages may isolate themselves (COEP) and pin the script by its hash (SRI); both need these.
            http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            http.Response.Headers.AccessControlAllowOrigin = "*";
            return Results.Bytes(text, type, entityTag: tag);
        };
    }
}
