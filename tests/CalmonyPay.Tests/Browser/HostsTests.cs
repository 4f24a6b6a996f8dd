using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace CalmonyPay.Tests.Browser;

/// <summary>The reader of responses finds what it is there to find.</summary>
public sealed class HostsTests
{
    [Theory]
    [InlineData("<script src=\"https://cdn.example/a.js\">", "cdn.example")]
    [InlineData("<script src=//cdn.example:8443/a.js>", "cdn.example:8443")]
    [InlineData("<script src='HTTPS://CDN.Example./a.js'>", "cdn.example")]
    [InlineData("<img src=\"&#x2F;&#47;cdn.example/a.png\">", "cdn.example")]
    [InlineData("<a href=\"https:\\\\cdn.example\">", "cdn.example")]
    [InlineData("<a href=\"https:cdn.example/\">", "cdn.example")]
    [InlineData("<a href=\"https://127.0.0.1:5252@cdn.example/\">", "cdn.example")]
    [InlineData("<a href=\"/go?to=https%3A%2F%2Fcdn.example%2Fa\">", "cdn.example")]
    [InlineData("<svg><image href=\"ftp://cdn.example/a\"/></svg>", "cdn.example")]
    [InlineData("@import \"//cdn.example/a.css\";", "cdn.example")]
    [InlineData("body { background: url(https://cdn.example/a.png) }", "cdn.example")]
    [InlineData("body { background: url(//cdn.example/a.png) }", "cdn.example")]
    [InlineData("body { background: url('\\2f\\2f cdn.example/a.png') }", "cdn.example")]
    [InlineData("const a = 'https://cdn.example/a';", "cdn.example")]
    [InlineData("const a = `//cdn/${b}`;", "cdn")]
    [InlineData("const a = 'https:\\/\\/cdn.example\\/a';", "cdn.example")]
    [InlineData("const a = '\\u002f\\x2fcdn.example/a';", "cdn.example")]
    [InlineData("new WebSocket('wss://cdn.example/')", "cdn.example")]
    [InlineData("{\"url\":\"https:\\/\\/cdn.example\\/a\"}", "cdn.example")]
    [InlineData("0;url=//cdn.example/", "cdn.example")]
    [InlineData("<https://cdn.example/a.css>; rel=preload", "cdn.example")]
    [InlineData("http://[::1]:8080/", "[::1]:8080")]
    public void A_host_is_found(string text, string host) => Assert.Contains(host, Hosts.In(text));

    [Theory]
    [InlineData("<a href=\"/checkout/a//b\"><a href=\"mailto:ada@cdn.example\"><link rel=icon href=\"data:,\">")]
    [InlineData("const plain = a.replace(/\\//g, '').replace(/\\/v1\\/a.js$/, ''); // a comment\n// another: with a colon")]
    [InlineData("text.replace(/\\s+/g, ' ') || half / 2 // 3")]
    [InlineData("a { color: red } /* https: and http: are schemes */")]
    public void What_names_no_host_is_none(string text) => Assert.Empty(Hosts.In(text));

    [Theory]
    [InlineData("default-src 'none'; script-src 'self' https://cdn.example/a/", "cdn.example")]
    [InlineData("img-src 'self' data: cdn.example:443", "cdn.example:443")]
    [InlineData("frame-ancestors *.cdn.example", "*.cdn.example")]
    [InlineData("connect-src *", "*")]
    [InlineData("script-src-elem https:", "https")]
    public void A_source_of_a_policy_is_found(string policy, string source) => Assert.Equal([source], Hosts.InPolicy(policy));

    [Fact]
    public void A_policy_that_keeps_to_the_server_names_nobody() =>
        Assert.Empty(Hosts.InPolicy("default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'nonce-abc'; form-action 'self'; frame-ancestors 'none'; sandbox allow-forms"));

    /// <summary>Through the browser and the relay: wherever a stranger is named, the visit tells it.</summary>
    [Theory]
    [InlineData("/html")]
    [InlineData("/style")]
    [InlineData("/script")]
    [InlineData("/compressed")]
    [InlineData("/policy")]
    [InlineData("/preload")]
    [InlineData("/redirect")]
    [InlineData("/data")]
    public async Task A_visit_tells_who_is_named(string page)
    {
        await using var server = await PlantedAsync();
        var address = new Uri(server.Urls.Single());
        await using var visit = await Visit.StartAsync(read: true);
        await visit.Page.GotoAsync(new Uri(address, "/clean").ToString());
        await visit.AssertNothingElseIsNamedAsync(null, address);
        await visit.Page.GotoAsync(new Uri(address, page).ToString(), new() { WaitUntil = WaitUntilState.NetworkIdle }); // what a script asks for too
        var told = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => visit.AssertNothingElseIsNamedAsync(null, address));
        Assert.Contains("stranger.example is named by", told.Message, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> PlantedAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/clean", () => Page("<p>Nobody."));
        app.MapGet("/html", () => Page("<a href='https://stranger.example/'>There</a>"));
        app.MapGet("/style", () => Page("<link rel=stylesheet href=/a.css>"));
        app.MapGet("/a.css", () => Results.Text(".never { background: url(//stranger.example/a.png) }", "text/css"));
        app.MapGet("/script", () => Page("<script src=/a.js></script>"));
        app.MapGet("/a.js", () => Results.Text("const never = 'https://stranger.example/a';", "text/javascript"));
        app.MapGet("/compressed", () => Page("<link rel=stylesheet href=/b.css>"));
        app.MapGet("/b.css", (HttpContext http) =>
        {
            using var packed = new MemoryStream();
            using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest)) brotli.Write(Encoding.UTF8.GetBytes(".never { background: url(https://stranger.example/) }"));
            http.Response.Headers.ContentEncoding = "br";
            return Results.Bytes(packed.ToArray(), "text/css");
        });
        app.MapGet("/policy", (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = "script-src 'self' stranger.example";
            return Page("");
        });
        app.MapGet("/preload", (HttpContext http) =>
        {
            http.Response.Headers.Link = "<https://stranger.example/a.css>; rel=next";
            return Page("");
        });
        app.MapGet("/redirect", async (HttpContext http) =>
        {
            (http.Response.StatusCode, http.Response.Headers.Location) = (303, "/clean");
            await http.Response.WriteAsync("<a href='//stranger.example/'>");
        });
        app.MapGet("/data", () => Page("<script>fetch('/a.json')</script>"));
        app.MapGet("/a.json", () => Results.Text("""{"url":"https:\/\/stranger.example\/a"}""", "application/json"));
        await app.StartAsync();
        return app;
    }

    private static IResult Page(string body) => Results.Text($"<!doctype html><html lang=en><link rel=icon href='data:,'><title>Page</title>{body}", "text/html");
}
