using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CalmonyPay.Checkout.Page;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>A host that shows one screen or notice after the other, as the product's pages show them.</summary>
public sealed class ScreenHost : IAsyncLifetime
{
    private readonly WebApplication app;
    private IResult shown = HostedPage.NotFound();

    public ScreenHost()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<PublicUrl>().AddAssetCompression();
        app = builder.Build();
        app.UseAssetCompression();
        app.MapStylesheet();
        app.MapPageScripts();
        app.MapGet("/checkout/token", () => shown);
        app.MapGet("/healthz", () => Results.Ok());
    }

    public HttpClient Http { get; private set; } = null!; // InitializeAsync comes first

    public Uri Page => new(Http.BaseAddress!, "/checkout/token");

    public async Task InitializeAsync()
    {
        await app.StartAsync();
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }

    /// <summary>What a host has behind it when its first shopper comes: it has shown the form to nobody, and was asked for its health.</summary>
    internal async Task WarmUpAsync()
    {
        await PageWarmUp.RenderAsync(app.Services);
        using var health = await Http.GetAsync("/healthz");
    }

    internal void Show(IResult page) => shown = page;

    internal async Task<IDocument> PageAsync(CheckoutScreen screen)
    {
        shown = CheckoutAnswers.Form(screen);
        return Parse(await Http.GetStringAsync(Page));
    }

    internal async Task<IDocument> PageAsync(CheckoutNotice notice)
    {
        shown = CheckoutAnswers.Notice(notice);
        return Parse(await Http.GetStringAsync(Page));
    }

    /// <summary>Strict: what a browser would have to mend fails.</summary>
    internal static IDocument Parse(string html) => new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(html);
}
