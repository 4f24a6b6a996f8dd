using System.ComponentModel.DataAnnotations;
using CalmonyPay.Accounts;
using CalmonyPay.Checkout.Page;
using CalmonyPay.Checkout.Page.Words;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Checkout.Links;

/// <summary>How often one address may follow links at one host: <c>CalmonyPay:Checkout:LinkRate</c>.</summary>
public sealed record LinkRateOptions
{
    /// <summary>Visits a minute, in the long run.</summary>
    [Range(1, 100_000)] public int PerMinute { get; set; } = 60;

    /// <summary>Visits at once, after a pause.</summary>
    [Range(1, 100_000)] public int Burst { get; set; } = 60;
}

/// <summary>Each visit writes a session, so floods are kept out.</summary>
public sealed class LinkRates(IOptions<LinkRateOptions> options) : AddressRates(options.Value.PerMinute, options.Value.Burst);

/// <summary>The addresses of payment links: each visit is sent on to the page of a session of its own.</summary>
public static class LinkPages
{
    private static readonly string[] Head = ["HEAD"];

    internal static IServiceCollection AddLinkPages(this IServiceCollection services)
    {
        services.AddOptions<LinkRateOptions>().BindConfiguration("CalmonyPay:Checkout:LinkRate").ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<LinkRates>();
    }

    public static void MapLinkPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(CheckoutUrls.BuyPath, async (string token, HttpContext http, CancellationToken ct) =>
            await http.EnterAsync(CheckoutUrls.BuyPurpose, token) is { } id ? await VisitAsync(id, token, http, ct) : HostedPage.NotFound()).ExcludeFromDescription();
        // What only looks whether the address is there, as previews and monitors do, is no visit.
        routes.MapMethods(CheckoutUrls.BuyPath, Head, async (string token, HttpContext http) =>
        {
            HostedPage.Close(http.Response.Headers);
            return Results.StatusCode(await http.EnterAsync(CheckoutUrls.BuyPurpose, token) is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
        }).ExcludeFromDescription();
        routes.MapGet($"{CheckoutUrls.BuyPath}/logo", async (string token, HttpContext http, CancellationToken ct) =>
            await http.EnterAsync(CheckoutUrls.BuyPurpose, token) is null ? HostedPage.NotFound() : await http.LogoAsync(ct)).ExcludeFromDescription();
    }

    private static async Task<IResult> VisitAsync(string id, string token, HttpContext http, CancellationToken ct)
    {
        var services = http.RequestServices;
        var visitor = LinkVisitor.Read(http.Request.Query);
        var words = CheckoutLanguages.For(visitor.Locale, http.Request.Headers.AcceptLanguage);
        if (!services.GetRequiredService<LinkRates>().Take(http))
        {
            var self = $"{services.GetRequiredService<PublicUrl>().BelowPath}/buy/{token}{http.Request.QueryString}";
            return CheckoutAnswers.Notice(new(words, null, LinkTexts.For(words.Locale).BusyTitle, LinkTexts.For(words.Locale).Busy, new(words.TryAgain, self)), StatusCodes.Status429TooManyRequests);
        }
        var db = services.GetRequiredService<PayDb>();
        if (await db.PaymentLinks.SingleOrDefaultAsync(l => l.Id == id, ct) is not { } link) return HostedPage.NotFound();
        if (link.IsOpen && await OpenAsync(link, visitor, db, services, ct) is { } page) return SeeOther.At(new Uri(page).PathAndQuery);
        var (texts, seller) = (LinkTexts.For(words.Locale), await CheckoutSeller.ReadAsync($"/buy/{token}", services, ct));
        return CheckoutAnswers.Notice(new(words, seller, texts.OverTitle, link.InactiveMessage ?? texts.Over), StatusCodes.Status410Gone);
    }

    /// <returns>The page of a new session; null if what the link sells cannot be sold any more.</returns>
    private static async Task<string?> OpenAsync(PaymentLink link, LinkVisitor visitor, PayDb db, IServiceProvider services, CancellationToken ct)
    {
        try
        {
            var session = await services.GetRequiredService<LinkSessions>().MakeAsync(link, visitor, ct);
            db.Add(session);
            await db.SaveChangesAsync(ct);
            return services.GetRequiredService<CheckoutUrls>().PageOf(session.UrlToken);
        }
        catch (StripeError)
        {
            return null;
        }
    }
}
