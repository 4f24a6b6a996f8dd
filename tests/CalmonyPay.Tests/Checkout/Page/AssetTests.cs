using System.IO.Compression;
using System.Net;
using CalmonyPay.Checkout.Elements;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>The styles and scripts of pages on their way to a browser.</summary>
public sealed class AssetTests(PayApi api) : IClassFixture<PayApi>, IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = api.A.Url };

    public void Dispose() => http.Dispose();

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip;q=0.9, br;q=0.1", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("br;q=0", null)]
    [InlineData("zstd", null)]
    [InlineData("identity", null)]
    [InlineData("", null)]
    public async Task They_come_as_the_browser_likes_them(string accepts, string? coding)
    {
        foreach (var (address, cached) in await AddressesAsync())
        {
            using var plain = await GetAsync(address, "");
            using var answer = await GetAsync(address, accepts);
            Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
            Assert.Equal(cached, answer.Headers.CacheControl!.ToString());
            if (accepts.Length > 0) Assert.Equal("Accept-Encoding", answer.Headers.Vary.Single());
            var (whole, sent) = (await plain.Content.ReadAsByteArrayAsync(), await answer.Content.ReadAsByteArrayAsync());
            Assert.Equal(whole, Unpack(sent, coding));
            if (coding is not null) Assert.InRange(sent.Length, 1, whole.Length * 2 / 3);
        }
    }

    [Fact]
    public async Task What_holds_secrets_is_sent_as_it_is()
    {
        var session = (await api.A.SessionAsync()).Ok();
        foreach (var address in (string[])[session.Text("url")!, "/checkout/nothing", "/v1/payment_intents?limit=1"])
        {
            using var answer = await GetAsync(address, "gzip, br");
            Assert.Empty(answer.Content.Headers.ContentEncoding);
        }
    }

    [Fact]
    public async Task The_merchants_script_is_asked_for_again_and_not_sent_again()
    {
        foreach (var accepts in (string[])["br", "gzip", ""])
        {
            using var answer = await GetAsync(ElementPages.ScriptPath, accepts);
            using var again = new HttpRequestMessage(HttpMethod.Get, ElementPages.ScriptPath);
            again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
            again.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
            using var same = await http.SendAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        }
    }

    /// <summary>Those of the checkout's page, and the script of merchants' pages, each with how long it is kept.</summary>
    private async Task<List<(string Address, string Cached)>> AddressesAsync()
    {
        using var shopper = new Shopper((await api.A.SessionAsync()).Ok().Text("url")!);
        var page = await shopper.OpenAsync();
        var own = page.QuerySelectorAll("link[rel=stylesheet], script").Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!).ToList();
        Assert.Equal(3, own.Count);
        return [.. own.Select(address => (address, "public, max-age=31536000, immutable")), (ElementPages.ScriptPath, "public, max-age=600")];
    }

    private Task<HttpResponseMessage> GetAsync(string address, string accepts)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (accepts.Length > 0) request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        return http.SendAsync(request);
    }

    private static byte[] Unpack(byte[] sent, string? coding)
    {
        if (coding is null) return sent;
        using var packed = new MemoryStream(sent);
        using Stream stream = coding == "br" ? new BrotliStream(packed, CompressionMode.Decompress) : new GZipStream(packed, CompressionMode.Decompress);
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        return whole.ToArray();
    }
}
