using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Platform.Http;

namespace CalmonyPay.Platform.Pages;

/// <summary>The one stylesheet of the hosted pages, served with a project's colours. Its address changes with its content, so browsers keep it.</summary>
public static class Stylesheet
{
    private const string Route = "/pages/{file}.css";
    private const string ForEver = "public, max-age=31536000, immutable";

    /// <summary>The embedded files, in the order in which their rules hold: <c>checkout</c> for <c>checkout.css</c>.</summary>
    private static readonly string[] Parts = ["page", "checkout"];

    private static readonly string Rules = string.Concat(Parts.Select(Read));
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Rules)))[..12];

    /// <param name="accent">As <see cref="Accents.Of"/> gave it.</param>
    /// <param name="surface">The colour of larger surfaces; null leaves them light.</param>
    /// <param name="server">Says whether the server is reached below a path.</param>
    public static string AddressOf(Rgb accent, Rgb? surface, PublicUrl server) => $"{server.BelowPath}/pages/{Hash}-{accent.Hex}{(surface is { } color ? $"-{color.Hex}" : "")}.css";

    /// <summary>Where browsers fetch it.</summary>
    public static void MapStylesheet(this IEndpointRouteBuilder routes) => routes.MapGet(Route, (string file, HttpContext http) =>
    {
        if (file.Split('-') is not [var hash, { Length: 6 } color, .. var more] || more.Length > 1 || !Rgb.TryParse(color, out var accent)) return Results.NotFound();
        Rgb surface = default;
        if (more is [var second] && (second.Length != 6 || !Rgb.TryParse(second, out surface))) return Results.NotFound();
        // While hosts are exchanged, a page of one may ask another: better the other's rules than none, but not to be kept.
        http.Response.Headers.CacheControl = hash == Hash ? ForEver : "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Text($"{Rules}\n:root{{--accent:{accent}{(more.Length == 0 ? "" : $";--surface:{surface};--on-surface:{surface.TextOnIt()};--on-surface-grey:{surface.TextOnIt()}")}}}", "text/css", Encoding.UTF8);
    }).ExcludeFromDescription();

    private static string Read(string part)
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream($"CalmonyPay.Platform.Pages.{part}.css")
            ?? throw new InvalidOperationException($"The stylesheet {part} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
