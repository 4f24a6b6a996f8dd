using System.Collections.Frozen;
using System.Security.Cryptography;
using CalmonyPay.Platform.Http;

namespace CalmonyPay.Platform.Pages;

/// <summary>
/// The scripts of hosted pages: every file <c>*.page.js</c> of the source, embedded. Pages work without them. A script's address changes with its
/// content, so browsers keep it.
/// </summary>
public static class PageScript
{
    private const string Prefix = "CalmonyPay.Scripts.";
    private const string ForEver = "public, max-age=31536000, immutable";

    private static readonly FrozenDictionary<string, (string Hash, byte[] Text)> All = Read();

    /// <param name="name">Of the file: <c>checkout</c> for <c>checkout.page.js</c>.</param>
    /// <param name="server">Says whether the server is reached below a path.</param>
    public static string AddressOf(string name, PublicUrl server) => $"{server.BelowPath}/pages/{name}.{All[name].Hash}.js";

    /// <summary>Where browsers fetch them.</summary>
    public static void MapPageScripts(this IEndpointRouteBuilder routes) => routes.MapGet("/pages/{name}.{hash}.js", (string name, string hash, HttpContext http) =>
    {
        if (!All.TryGetValue(name, out var script)) return Results.NotFound();
        // While hosts are exchanged, a page of one may ask another: better the other's script than none, but not to be kept.
        http.Response.Headers.CacheControl = hash == script.Hash ? ForEver : "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(script.Text, "text/javascript; charset=utf-8");
    }).ExcludeFromDescription();

    private static FrozenDictionary<string, (string Hash, byte[] Text)> Read()
    {
        var assembly = typeof(PageScript).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(
            name => name[Prefix.Length..],
            name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!; // its name was just read
                var text = new byte[stream.Length];
                stream.ReadExactly(text);
                return (Convert.ToHexStringLower(SHA256.HashData(text))[..12], text);
            });
    }
}
