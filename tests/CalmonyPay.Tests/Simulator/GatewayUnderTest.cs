using System.Net.Http.Json;
using System.Text.Json;
using CalmonyPay.Simulator;
using CalmonyPay.Simulator.Wire;
using Microsoft.AspNetCore.Builder;

namespace CalmonyPay.Tests.Simulator;

/// <summary>A clock that stands until the test moves it.</summary>
public sealed class StandingClock : TimeProvider
{
    private DateTimeOffset now = new(2026, 11, 21, 9, 15, 30, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan by) => now += by;
}

/// <summary>A simulator on a socket of its own, and a client that does little more than post forms to it.</summary>
public sealed class GatewayUnderTest : IAsyncDisposable
{
    public const string Merchant = "100001";
    public const string Secret = "Circle4Take40Idea";
    public const string SecureMerchant = "100856";
    public const string SecureSecret = "Threeds2Test60System";

    private readonly WebApplication app;

    private GatewayUnderTest(WebApplication app, StandingClock clock)
    {
        (this.app, Clock) = (app, clock);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public StandingClock Clock { get; }

    public HttpClient Http { get; }

    public static async Task<GatewayUnderTest> StartAsync(Action<SimulatorOptions>? adjust = null, StandingClock? clock = null)
    {
        clock ??= new StandingClock();
        var app = SimulatorHost.Build(["--urls", "http://127.0.0.1:0"], options =>
        {
            options.CallbackPauses = "0.05,0.05";
            options.SettleEvery = 0;
            adjust?.Invoke(options);
        }, clock);
        await app.StartAsync();
        return new GatewayUnderTest(app, clock);
    }

    /// <summary>A SALE of 10.99 pounds on Visa's best known test card; name what shall differ, null leaves a field out.</summary>
    public static Form Sale(params (string Name, string? Text)[] changes)
    {
        var form = new Form()
            .Set("merchantID", Merchant).Set("action", "SALE").Set("type", "1").Set("amount", 1099)
            .Set("currencyCode", "GBP").Set("countryCode", "GB").Set("cardNumber", "4242 4242 4242 4242")
            .Set("cardExpiryDate", "1234").Set("cardCVV", "123").Set("transactionUnique", Guid.NewGuid().ToString("N"));
        foreach (var (name, text) in changes)
        {
            if (text is null) form.Remove(name);
            else form.SetAt(name.Split('[').Select(part => part.TrimEnd(']')).ToList(), text);
        }

        return form;
    }

    /// <summary>The same on the 3-D Secure account, with what a browser tells.</summary>
    public static Form SecureSale(params (string Name, string? Text)[] changes) => Sale(
    [
        ("merchantID", SecureMerchant), ("threeDSRedirectURL", "https://shop.example/3ds?attempt=1"), ("remoteAddress", "203.0.113.7"),
        ("deviceIdentity", "Mozilla/5.0"), ("deviceAcceptContent", "text/html"), ("deviceAcceptLanguage", "en-GB"),
        ("deviceCapabilities", "javascript"), ("deviceTimeZone", "0"), ("deviceScreenResolution", "1920x1080x24"), .. changes,
    ]);

    public static Form Manage(string action, string? xref, params (string Name, string Text)[] more)
    {
        var form = new Form().Set("merchantID", Merchant).Set("action", action).Set("xref", xref);
        foreach (var (name, text) in more) form.Set(name, text);
        return form;
    }

    /// <summary>Signs, posts, and checks the answer's signature on the way back.</summary>
    public async Task<Form> PostAsync(Form form)
    {
        var secret = form["merchantID"] == SecureMerchant ? SecureSecret : Secret;
        form.Remove(Signature.FieldName);
        var answer = await PostRawAsync(form.Set(Signature.FieldName, Signature.Of(form, secret)).Encode());
        Assert.True(Signature.Verifies(answer, secret), "The answer's signature does not fit.");
        return answer;
    }

    public async Task<Form> PostRawAsync(string body)
    {
        using var response = await SendAsync(body);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        return FormParser.Parse(await response.Content.ReadAsByteArrayAsync());
    }

    public Task<HttpResponseMessage> SendAsync(string body, string path = "/direct/") => Http.PostAsync(path,
        new StringContent(body, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"));

    /// <summary>An admin call with fields as curl's <c>-d</c> sends them.</summary>
    public async Task<JsonElement> AdminAsync(string path, string body = "")
    {
        using var response = await SendAsync(body, "/_simulator/" + path);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public Task<JsonElement> LookAsync(string path) => Http.GetFromJsonAsync<JsonElement>("/_simulator/" + path);

    public async Task<Form> SettledAsync(Form sale)
    {
        var answer = await PostAsync(sale);
        await AdminAsync("settle", "xref=" + answer["xref"]);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
