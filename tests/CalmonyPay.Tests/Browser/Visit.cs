using System.Collections.Concurrent;
using CalmonyPay.PaymentMethods;
using Microsoft.Playwright;

namespace CalmonyPay.Tests.Browser;

/// <summary>The screens that pages are looked at on, in CSS pixels: 1280 x 900 and 390 x 844.</summary>
internal enum Screen { Desktop, Phone }

/// <summary>
/// A shopper with a browser of their own: nothing is kept from another visit. Writes down every request and every complaint of the
/// browser's console, violations of a page's policy among them.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>The merchant's shop, to which pages lead back. It answers every address with a page of one heading.</summary>
    public const string Shop = "https://shop.example";

    private static readonly TimeSpan ToAnswer = TimeSpan.FromSeconds(10);

    private readonly IBrowserContext context;
    private readonly Relay? relay;
    private readonly ConcurrentQueue<Uri> requests = new();
    private readonly ConcurrentQueue<string> complaints = new();

    private Visit(IBrowserContext context, IPage page, Relay? relay) => (this.context, Page, this.relay) = (context, page, relay);

    public IPage Page { get; private set; }

    /// <summary>Every address that was asked for, in order, in frames too; <c>data:</c> left out.</summary>
    public IReadOnlyCollection<Uri> Requests => requests;

    /// <param name="language">As in <c>Accept-Language</c>.</param>
    /// <param name="read">Writes down every response too, for <see cref="AssertNothingElseIsNamedAsync"/>.</param>
    public static async Task<Visit> StartAsync(Screen screen = Screen.Desktop, bool javaScript = true, string language = "en-GB", bool read = false)
    {
        var browser = await TestBrowser.GetAsync();
        var relay = read ? await Relay.StartAsync() : null;
        var phone = screen == Screen.Phone;
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 900 },
            ScreenSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 900 },
            HasTouch = phone,
            IsMobile = phone,
            DeviceScaleFactor = phone ? 2 : 1,
            JavaScriptEnabled = javaScript,
            Locale = language,
            TimezoneId = "Europe/London",
            // Browsers ask this machine directly, whatever proxy they have, unless they are told not to.
            Proxy = relay is null ? null : new() { Server = relay.Address, Bypass = "<-loopback>" },
        });
        await context.RouteAsync($"{Shop}/**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<!doctype html><html lang=en><link rel=icon href='data:,'><title>Shop</title><h1>The shop</h1>" }));
        var visit = new Visit(context, await context.NewPageAsync(), relay);
        context.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: not "data" } url) visit.requests.Enqueue(url);
        };
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") visit.complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
        };
        context.WebError += (_, error) => visit.complaints.Enqueue(error.Error);
        return visit;
    }

    /// <summary>Leaves, and opens a new tab in the same browser.</summary>
    public async Task CloseTabAsync()
    {
        await Page.CloseAsync();
        Page = await context.NewPageAsync();
    }

    /// <summary>Nobody but these servers and the shop was asked for anything, and the browser had nothing to complain of.</summary>
    /// <param name="hosts">Addresses of ours, and of an issuer where one was met.</param>
    public void AssertKeptTo(params Uri[] hosts)
    {
        string[] known = [.. hosts.Select(host => host.GetLeftPart(UriPartial.Authority)), Shop];
        Assert.Empty(requests.Select(url => url.GetLeftPart(UriPartial.Authority)).Except(known));
        Assert.Empty(complaints);
    }

    /// <summary>
    /// Every response of these servers was read, and none names a host but theirs and the shop's: not in its status line, its headers or its body.
    /// </summary>
    /// <param name="issuer">The bank of the gateway's answer, which the page of 3-D Secure may name and the bank's own pages; null where there was none.</param>
    /// <param name="hosts">Addresses of ours, and of a merchant's page.</param>
    public async Task AssertNothingElseIsNamedAsync(Uri? issuer, params Uri[] hosts)
    {
        Assert.NotNull(relay);
        // What a script has just asked for may still be on its way.
        for (var until = DateTime.UtcNow + ToAnswer; Unanswered().Count > 0 && DateTime.UtcNow < until;) await Task.Delay(50);
        Assert.Empty(Unanswered());
        string[] known = [.. hosts.Select(host => host.Authority), new Uri(Shop).Authority];
        var strangers =
            from answer in relay.Answers
            let mayNameIssuer = issuer is not null && (answer.Address.Authority == issuer.Authority || answer.Address.AbsolutePath.StartsWith(AuthenticationUrls.Path, StringComparison.Ordinal))
            from host in answer.NamedHosts()
            where !known.Contains(host) && !(mayNameIssuer && host == issuer!.Authority)
            select $"{host} is named by {answer.Address} ({answer.Type})";
        Assert.Empty(strangers);

        HashSet<string> Unanswered() => [.. requests.Where(url => url.GetLeftPart(UriPartial.Authority) != Shop).Select(Asked).Except(relay.Answers.Select(answer => Asked(answer.Address)))];

        static string Asked(Uri url) => url.GetLeftPart(UriPartial.Query);
    }

    /// <summary>The browser complains of every answer that is no success; it had nothing else to complain of.</summary>
    public void AssertOnlyStatusComplaints() => Assert.All(complaints, complaint => Assert.Contains("responded with a status of 4", complaint, StringComparison.Ordinal));

    /// <summary>Saves what is to be seen, where the environment variable <c>CALMONYPAY_SCREENSHOTS</c> names a folder.</summary>
    public async Task ShotAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("CALMONYPAY_SCREENSHOTS") is not { Length: > 0 } folder) return;
        // A window as high as the page: in a picture beyond the window's edge Chromium draws frames of other sites at a wrong size.
        var size = Page.ViewportSize!;
        var height = await Page.EvaluateAsync<int>("document.documentElement.scrollHeight");
        await Page.SetViewportSizeAsync(size.Width, Math.Max(size.Height, height));
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
        await Page.SetViewportSizeAsync(size.Width, size.Height);
    }

    public async ValueTask DisposeAsync()
    {
        await context.CloseAsync();
        if (relay is not null) await relay.DisposeAsync();
    }
}
