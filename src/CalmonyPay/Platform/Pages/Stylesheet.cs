using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Platform.Http;

namespace CalmonyPay.Platform.Pages;

/// <summary>The one stylesheet of the hosted pages, served with a project's accent colour. Its address changes with its content, so browsers keep it.</summary>
public static class Stylesheet
{
    private const string Route = "/pages/{file}.css";
    private const string ForEver = "public, max-age=31536000, immutable";

    private static readonly string Rules = Read();
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Rules)))[..12];

    /// <param name="accent">As <see cref="Accents.Of"/> gave it.</param>
    /// <param name="server">Says whether the server is reached below a path.</param>
    public static string AddressOf(Rgb accent, PublicUrl server) => $"{server.BelowPath}/pages/{Hash}-{accent.Hex}.css";

    /// <summary>Where browsers fetch it.</summary>
    public static void MapStylesheet(this IEndpointRouteBuilder routes) => routes.MapGet(Route, (string file, HttpContext http) =>
    {
        if (file.Split('-') is not [var hash, { Length: 6 } color] || !Rgb.TryParse(color, out var accent)) return Results.NotFound();
        // While hosts are exchanged, a page of one may ask another: better the other's rules than none, but not to be kept.
        http.Response.Headers.CacheControl = hash == Hash ? ForEver : "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Text($":root{{--accent:{accent}}}\n{Rules}", "text/css", Encoding.UTF8);
    }).ExcludeFromDescription();

    private static string Read()
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream("CalmonyPay.Platform.Pages.page.css")
            ?? throw new InvalidOperationException("The stylesheet is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
