using System.Globalization;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Checkout.Portal.Changing;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Pages;

namespace CalmonyPay.Checkout.Portal.Pages;

/// <summary>Changing a subscription: choosing, seeing what it costs, and doing it.</summary>
internal static class ChangePages
{
    /// <summary>How long what was shown is what is done; later it is shown anew.</summary>
    private static readonly TimeSpan Stands = TimeSpan.FromMinutes(30);

    public static void MapChangePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/subscriptions/{id}/change", (string token, string id, HttpContext http) =>
            PortalPages.ServeAsync(token, http, PortalPlace.Change, (visit, services) => ChooseAsync(visit, id, services, http), id));
        pages.MapGet("/subscriptions/{id}/confirm", (string token, string id, HttpContext http) =>
            PortalPages.ServeAsync(token, http, PortalPlace.Confirm, (visit, services) => ConfirmAsync(visit, id, services, http), id));
        pages.MapPost("/subscriptions/{id}/confirm", (string token, string id, HttpContext http) =>
            PortalPages.ServeAsync(token, http, PortalPlace.Confirm, (visit, services) => ChangeAsync(visit, id, services, http), id));
        pages.MapGet("/subscriptions/{id}/paid", (string token, string id, HttpContext http) =>
            PortalPages.ServeAsync(token, http, PortalPlace.Confirm, (visit, services) => PaidAsync(visit, id, services, http), id));
    }

    private static async Task<IResult> ChooseAsync(PortalVisit visit, string id, IServiceProvider services, HttpContext http) => await OfferAsync(visit, id, services, http) is { } offer
        ? visit.Page<ChangePage>(http.Request, new() { [nameof(ChangePage.Offer)] = offer, [nameof(ChangePage.Name)] = PortalReading.NameOf(offer.Held) })
        : http.Stuck(visit);

    private static async Task<IResult> ConfirmAsync(PortalVisit visit, string id, IServiceProvider services, HttpContext http)
    {
        if (await OfferAsync(visit, id, services, http) is not { } offer) return http.Stuck(visit);
        var at = DateTimeOffset.FromUnixTimeSeconds(visit.Now.ToUnixTimeSeconds());
        var (change, fault) = await ReadAsync(visit, offer, name => http.Request.Query[name].ToString(), at, services, http.RequestAborted);
        if (change is null || change.IsNone) return Again(visit, id, fault, http);
        try
        {
            var invoice = await services.GetRequiredService<PlanPreviews>().OfAsync(change, visit.Features.SubscriptionUpdate, http.RequestAborted);
            var card = await services.GetRequiredService<Cards.WalletService>().PayerOfAsync(visit.Customer, offer.Held.Row, http.RequestAborted);
            return visit.Page<ConfirmPage>(http.Request, new() { [nameof(ConfirmPage.Change)] = change, [nameof(ConfirmPage.Invoice)] = invoice, [nameof(ConfirmPage.Card)] = card, [nameof(ConfirmPage.Code)] = http.Request.Query["code"].ToString() });
        }
        catch (StripeError) when (change.Discount is not null) // the one thing that the customer has typed
        {
            return Again(visit, id, "code_unfit", http);
        }
    }

    private static async Task<IResult> ChangeAsync(PortalVisit visit, string id, IServiceProvider services, HttpContext http)
    {
        var form = await http.Request.FormAsync();
        if (await OfferAsync(visit, id, services, http) is not { } offer) return await TwinAsync(visit, id, services, http);
        var at = long.TryParse(form["at"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : (DateTimeOffset?)null;
        var (change, fault) = await ReadAsync(visit, offer, name => form[name].ToString(), at, services, http.RequestAborted);
        if (change is null) return Again(visit, id, fault, http);
        // The same form once more finds its change made.
        if (change.IsNone) return await http.DoneAsync(visit, "changed");
        if (at is not { } shown || shown > visit.Now || visit.Now - shown > Stands) return SeeOther.At(QueryOf(visit, id, form));
        var (feature, mark, back) = (visit.Features.SubscriptionUpdate, form["mark"].ToString(), PaidUrl(visit, id));
        var result = await services.GetRequiredService<GatewayDoor>().RunPageAsync(http, async work =>
        {
            try
            {
                return await work.GetRequiredService<PlanChanges>().MakeAsync(change, feature, mark, back);
            }
            catch (StripeError refused) when (refused.Status < 500)
            {
                return new PlanResult(PlanOutcome.Moved);
            }
        });
        return await AnswerAsync(visit, result, http);
    }

    /// <summary>A form that can do nothing now: because it was sent already and its change is being paid, or because the subscription has moved.</summary>
    private static async Task<IResult> TwinAsync(PortalVisit visit, string id, IServiceProvider services, HttpContext http)
    {
        if (await services.GetRequiredService<PortalReading>().FindAsync(visit, id, http.RequestAborted) is not { Row.PendingUpdate: not null }) return http.Stuck(visit);
        var back = PaidUrl(visit, id);
        return await AnswerAsync(visit, await services.GetRequiredService<GatewayDoor>().RunPageAsync(http, work => work.GetRequiredService<PlanChanges>().AwaitAsync(id, back)), http);
    }

    /// <summary>Back from an authentication.</summary>
    private static async Task<IResult> PaidAsync(PortalVisit visit, string id, IServiceProvider services, HttpContext http)
    {
        if (await services.GetRequiredService<PortalReading>().FindAsync(visit, id, http.RequestAborted) is null) return SeeOther.At(visit.Home);
        var back = PaidUrl(visit, id);
        return await AnswerAsync(visit, await services.GetRequiredService<GatewayDoor>().RunPageAsync(http, work => work.GetRequiredService<PlanChanges>().LookAsync(id, back)), http);
    }

    /// <summary>Where an authentication of the change's payment ends.</summary>
    private static string PaidUrl(PortalVisit visit, string id) => $"{visit.FullHome}/subscriptions/{id}/paid";

    private static async Task<IResult> AnswerAsync(PortalVisit visit, PlanResult? result, HttpContext http) => result switch
    {
        { Outcome: PlanOutcome.Done } => await http.DoneAsync(visit, "changed"),
        { Outcome: PlanOutcome.Authenticate, Url: { } url } => SeeOther.At(new Uri(url).PathAndQuery), // on this server, under whatever name the browser knows it
        { Outcome: PlanOutcome.Declined } => SeeOther.At(visit.Flow is null ? $"{visit.Home}?{PortalNotice.Problem}=declined" : $"{visit.Start}?{PortalNotice.Problem}=declined"),
        { Outcome: PlanOutcome.Moved } => SeeOther.At($"{visit.Home}?{PortalNotice.Problem}=moved"),
        _ => await http.DoneAsync(visit, "processing"), // the work goes on behind the page
    };

    private static async Task<PlanOffer?> OfferAsync(PortalVisit visit, string id, IServiceProvider services, HttpContext http) =>
        await services.GetRequiredService<PortalReading>().FindAsync(visit, id, http.RequestAborted) is { } held
            ? await services.GetRequiredService<PlanOffers>().OfAsync(visit.Features.SubscriptionUpdate, held, http.RequestAborted)
            : null;

    /// <summary>What was chosen: by the customer, or in a confirmation's deep link by the merchant.</summary>
    private static async Task<(PlanChange? Change, string? Fault)> ReadAsync(PortalVisit visit, PlanOffer offer, Func<string, string> field, DateTimeOffset? at, IServiceProvider services, CancellationToken ct)
    {
        if (visit.Flow?.SubscriptionUpdateConfirm is { Items: [var item] } fixedly)
        {
            var given = fixedly.Discounts is [var named] ? new DiscountChoice(named.Coupon, named.PromotionCode, null, "discounts") : null;
            return (offer.Choose(item.Price, item.Quantity) is { } chosen ? new(offer, chosen, given, at) : null, null);
        }
        var quantity = field("quantity") is { Length: > 0 } typed ? long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1 : (long?)null;
        if (offer.Choose(field("price") is { Length: > 0 } price ? price : null, quantity) is not { } choice) return (null, "quantity");
        if (!offer.TakesCode || field("code").Trim() is not { Length: > 0 } code) return (new(offer, choice, null, at), null);
        if (await services.GetRequiredService<PromotionCodeService>().FindAsync(code, visit.Customer.Id, ct) is not { } promotion) return (null, "code_unknown");
        // The one that is there already takes nothing more off.
        var more = offer.Held.Row.Discounts.Any(discount => discount.PromotionCode == promotion.Id) ? null : new DiscountChoice(null, promotion.Id, null, "promotion_code");
        return (new(offer, choice, more, at), null);
    }

    /// <summary>Back to the choice, where there is one.</summary>
    private static IResult Again(PortalVisit visit, string id, string? fault, HttpContext http) => visit.Flow?.SubscriptionUpdateConfirm is not null ? http.Stuck(visit)
        : SeeOther.At(fault is null ? $"{visit.Home}/subscriptions/{id}/change" : $"{visit.Home}/subscriptions/{id}/change?{PortalNotice.Problem}={fault}");

    private static string QueryOf(PortalVisit visit, string id, IFormCollection form) =>
        $"{visit.Home}/subscriptions/{id}/confirm?{string.Join('&', ((string[])["price", "quantity", "code"]).Where(name => form[name].Count > 0).Select(name => $"{name}={Uri.EscapeDataString(form[name].ToString())}"))}";
}
