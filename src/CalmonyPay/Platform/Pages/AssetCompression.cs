using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace CalmonyPay.Platform.Pages;

/// <summary>
/// Styles and scripts go over the wire compressed, as the browser likes them (<c>Accept-Encoding</c>): browsers keep them, so each is compressed once a
/// shopper. Pages and JSON are not and shall not be: secrets stand in them (an address's token, a client's secret) beside text that a stranger can
/// put there, and from the length of the two compressed together the stranger could guess the secret (BREACH, CVE-2013-3587).
/// </summary>
public static class AssetCompression
{
    private static readonly string[] Types = ["text/css", "text/javascript"];

    public static IServiceCollection AddAssetCompression(this IServiceCollection services) => services
        .AddResponseCompression(options =>
        {
            options.MimeTypes = Types;
            options.EnableForHttps = true; // nothing of these types is secret
        })
        .Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal)
        .Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal);

    /// <summary>Before the endpoints that serve them.</summary>
    public static void UseAssetCompression(this IApplicationBuilder app) => app.UseResponseCompression();
}
