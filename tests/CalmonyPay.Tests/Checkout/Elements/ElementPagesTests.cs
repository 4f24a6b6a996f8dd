using System.Net;
using CalmonyPay.Accounts;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Checkout.Elements;

/// <summary>What a merchant's page gets of calmony.js over HTTP; how it works in a browser is for the browser tests.</summary>
public sealed class ElementPagesTests(PayApi api) : IClassFixture<PayApi>, IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = api.A.Url };

    [Theory]
    [InlineData("/v1/calmony.js", "text/javascript")]
    [InlineData("/v1/calmony.d.ts", "text/plain")]
    public async Task The_script_and_its_types_need_no_key_and_are_kept_for_a_while(string path, string type)
    {
        using var answer = await http.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, type, "public, max-age=600"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Headers.CacheControl?.ToString()));
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await http.SendAsync(again)).StatusCode);
    }

    [Fact]
    public async Task The_script_stays_small() => Assert.InRange((await http.GetByteArrayAsync("/v1/calmony.js")).Length, 1, 15 * 1024);

    [Fact]
    public async Task Other_addresses_below_v1_need_a_key_as_before() => Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/v1/calmony.json")).StatusCode);

    [Fact]
    public async Task Only_registered_origins_may_frame_the_card_element()
    {
        Assert.Equal("frame-ancestors 'none'", await AncestorsAsync("/elements/card"));
        await OpenToAsync("https://Shop.Example", "http://localhost:8080");
        Assert.Equal("frame-ancestors https://shop.example http://localhost:8080", await AncestorsAsync("/elements/card"));
        Assert.Equal("frame-ancestors https://shop.example http://localhost:8080", await AncestorsAsync("/elements/bridge"));
        await OpenToAsync();
        Assert.Equal("frame-ancestors 'none'", await AncestorsAsync("/elements/card"));
    }

    [Fact]
    public async Task A_frame_opens_for_publishable_keys_alone()
    {
        foreach (var key in new[] { api.A.Key, "pk_test_nobody", "" })
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/elements/card?key={key}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/elements/card")).StatusCode);
    }

    [Theory]
    [InlineData("http://shop.example")]
    [InlineData("https://shop.example/basket")]
    [InlineData("shop.example")]
    [InlineData("https://*.example")]
    [InlineData("https://shop.example; script-src *")]
    public void What_is_no_origin_is_not_registered(string text) => Assert.Throws<OperatorException>(() => PageOrigins.Checked([text]));

    public void Dispose() => http.Dispose();

    private async Task<string> AncestorsAsync(string path)
    {
        using var answer = await http.GetAsync($"{path}?key={api.Browser.Key}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        return policy.Split("; ")[^1];
    }

    private async Task OpenToAsync(params string[] origins)
    {
        await using var scope = api.Worker();
        await scope.ServiceProvider.GetRequiredService<Projects>().OpenToAsync(api.ProjectA.ToString(), _ => PageOrigins.Checked(origins), CancellationToken.None);
    }
}
