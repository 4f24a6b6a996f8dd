using CalmonyPay.Catalog.Prices;
using CalmonyPay.Checkout.Lines;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Links;

public static class PaymentLinkEndpoints
{
    /// <summary>The expansion kind of a link's lines.</summary>
    internal const string LinesKind = "payment_link.line_items";

    internal static IServiceCollection AddPaymentLinks(this IServiceCollection services) => services
        .AddScoped<PaymentLinkService>().AddScoped<LinkSessions>().AddScoped<LinkPlaces>()
        .AddSingleton(new ExpansionKind("payment_link", LoadAsync)).AddSingleton(new ExpansionKind(LinesKind, LoadLinesAsync))
        .AddLinkPages();

    internal static void MapPaymentLinks(this IEndpointRouteBuilder v1)
    {
        var links = v1.MapGroup("/payment_links").WithTags("Payment links");
        links.MapPost("/", async (PaymentLinkCreate create, PaymentLinkService service, CheckoutUrls urls, CancellationToken ct) => TypedResults.Ok(PaymentLinkResponse.Of(await service.CreateAsync(create, ct), urls)));
        links.MapGet("/", async (PaymentLinkList list, PayDb db, CheckoutUrls urls, CancellationToken ct) =>
        {
            var wanted = list.Active is { } active ? db.PaymentLinks.Where(l => l.Active == active) : db.PaymentLinks;
            return TypedResults.Ok(await wanted.PageAsync(list.Page, l => l.Id, "/v1/payment_links", l => PaymentLinkResponse.Of(l, urls), ct));
        });
        links.MapGet("/{payment_link}", async (string payment_link, NoParams none, PaymentLinkService service, CheckoutUrls urls, CancellationToken ct) =>
            TypedResults.Ok(PaymentLinkResponse.Of(await service.GetAsync(payment_link, ct), urls)));
        links.MapPost("/{payment_link}", async (string payment_link, PaymentLinkUpdate update, PaymentLinkService service, CheckoutUrls urls, CancellationToken ct) =>
            TypedResults.Ok(PaymentLinkResponse.Of(await service.UpdateAsync(payment_link, update, ct), urls)));
        links.MapGet("/{payment_link}/line_items", async (string payment_link, PageParams page, PaymentLinkService service, PriceService prices, CancellationToken ct) =>
            TypedResults.Ok(await SoldBy(await service.GetAsync(payment_link, ct)).PageAsync(page, prices, ct)));
    }

    private static SoldLines SoldBy(PaymentLink l) => new($"/v1/payment_links/{l.Id}/line_items", l.LineItems, l.Currency, [], l.Livemode);

    /// <summary>Links by id, those that this request has just made among them.</summary>
    private static async Task<List<PaymentLink>> FindAsync(PayDb db, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var found = db.Tracked<PaymentLink>().Where(l => ids.Contains(l.Id)).ToList();
        var rest = ids.Except(found.Select(l => l.Id)).ToList();
        if (rest.Count > 0) found.AddRange(await db.PaymentLinks.Where(l => rest.Contains(l.Id)).ToListAsync(ct));
        return found;
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var urls = services.GetRequiredService<CheckoutUrls>();
        return (await FindAsync(services.GetRequiredService<PayDb>(), ids, ct)).ToDictionary(l => l.Id, l => (object)PaymentLinkResponse.Of(l, urls));
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadLinesAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var prices = services.GetRequiredService<PriceService>();
        var shown = new Dictionary<string, object>();
        foreach (var link in await FindAsync(services.GetRequiredService<PayDb>(), ids, ct)) shown[link.Id] = await SoldBy(link).PageAsync(SoldLines.Expanded, prices, ct);
        return shown;
    }
}
