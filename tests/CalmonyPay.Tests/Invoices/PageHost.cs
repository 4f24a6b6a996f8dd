using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CalmonyPay.Accounts;
using CalmonyPay.Invoices.Documents;
using CalmonyPay.Invoices.Page;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CalmonyPay.Tests.Invoices;

/// <summary>A host that shows one document after the other, as the product's pages show them.</summary>
public sealed class PageHost : IAsyncLifetime
{
    private readonly WebApplication app;
    private InvoiceDocument? shown;
    private InvoicePageLinks links = new("/invoice/token/pdf");

    public PageHost()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<PublicUrl>();
        app = builder.Build();
        app.MapStylesheet();
        app.MapGet("/invoice/{token}", IResult (string token) => token == "token" && shown is not null ? InvoicePages.Render(shown, links) : HostedPage.NotFound());
        app.MapGet("/invoice/{token}/pdf", IResult () => InvoicePages.Pdf([1, 2, 3], InvoicePdf.FileName(shown!)));
        app.MapGet("/invoice/{token}/logo", IResult () => LogoFile.Of(shown!.Seller.Logo));
    }

    public HttpClient Http { get; private set; } = null!; // InitializeAsync comes first

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

    internal async Task<HttpResponseMessage> AnswerAsync(InvoiceDocument document, InvoicePageLinks? pageLinks = null)
    {
        (shown, links) = (document, pageLinks ?? new("/invoice/token/pdf"));
        return await Http.GetAsync("/invoice/token");
    }

    internal async Task<IDocument> PageAsync(InvoiceDocument document, InvoicePageLinks? pageLinks = null)
    {
        using var answer = await AnswerAsync(document, pageLinks);
        return Parse(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Strict: what a browser would have to mend fails.</summary>
    internal static IDocument Parse(string html) => new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(html);
}
