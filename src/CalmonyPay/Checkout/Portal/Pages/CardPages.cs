using CalmonyPay.Checkout.Page;
using CalmonyPay.Checkout.Portal.Cards;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Pages;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Checkout.Portal.Pages;

/// <summary>A customer's cards: which pays, which goes, and a new one.</summary>
internal static class CardPages
{
    private const int LongestName = 256, LongestCode = 20;

    public static void MapCardPages(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/cards/{id}/default", (string token, string id, HttpContext http) => ServeAsync(token, http, PortalPlace.Cards, async (visit, services) =>
            SeeOther.At(await services.GetRequiredService<WalletService>().MakeDefaultAsync(visit.Customer.Id, id, CancellationToken.None) ? $"{visit.Home}?{PortalNotice.Done}=default" : visit.Home)));
        pages.MapPost("/cards/{id}/remove", (string token, string id, HttpContext http) => ServeAsync(token, http, PortalPlace.Cards, async (visit, services) =>
            SeeOther.At(await services.GetRequiredService<WalletService>().RemoveAsync(visit.Customer.Id, id, CancellationToken.None) ? $"{visit.Home}?{PortalNotice.Done}=removed" : $"{visit.Home}?{PortalNotice.Problem}=card_in_use")));
        pages.MapGet("/cards/new", (string token, HttpContext http) => ServeAsync(token, http, PortalPlace.NewCard, (visit, services) => FormAsync(visit, services, http, TypedForm.Nothing, [])));
        pages.MapPost("/cards/new", (string token, HttpContext http) => ServeAsync(token, http, PortalPlace.NewCard, (visit, services) => AddAsync(visit, services, http)));
        pages.MapGet("/cards/added", (string token, HttpContext http) => ServeAsync(token, http, PortalPlace.NewCard, (visit, _) => AddedAsync(visit, http)));
    }

    private static Task<IResult> ServeAsync(string token, HttpContext http, PortalPlace place, Func<PortalVisit, IServiceProvider, Task<IResult>> serve) =>
        PortalPages.ServeAsync(token, http, place, (visit, services) => visit.Features.PaymentMethodUpdate.Enabled ? serve(visit, services) : Task.FromResult(http.Stuck(visit)));

    private static async Task<IResult> AddAsync(PortalVisit visit, IServiceProvider services, HttpContext http)
    {
        var typed = await TypedForm.ReadAsync(http.Request, http.RequestAborted);
        var words = visit.Words.Shared;
        var codes = new Dictionary<string, string>();
        var card = CardReading.Read(typed.Fields, services.GetRequiredService<TimeProvider>().GetUtcNow(), codes);
        var messages = codes.ToDictionary(code => code.Key, code => FieldMessages.OfCard(code.Key, code.Value, words));
        var (name, postal, country) = (typed[FieldNames.Name], typed[FieldNames.Of(FieldNames.Billing, "postal_code")], typed[FieldNames.Of(FieldNames.Billing, "country")]?.ToUpperInvariant());
        if (name is null or { Length: > LongestName }) messages[FieldNames.Name] = words.NameMissing;
        if (country is null || !Countries.Knows(country)) messages[FieldNames.Of(FieldNames.Billing, "country")] = words.CountryMissing;
        if (postal?.Length > LongestCode || (postal is null && country is not null && PostalCodes.NeededIn(country))) messages[FieldNames.Of(FieldNames.Billing, "postal_code")] = words.PostalCodeMissing;
        if (card is null || messages.Count > 0) return await FormAsync(visit, services, http, typed, messages);
        if (!services.GetRequiredService<PayRates>().Take(http.Connection.RemoteIpAddress)) return await FormAsync(visit, services, http, typed, [], words.TooManyNow, StatusCodes.Status429TooManyRequests);
        var browser = BrowserFacts.Of(http.Request, typed.Fields);
        var holder = new BillingDetails(new(null, country, null, null, postal, null), visit.Customer.Email, name, visit.Customer.Phone);
        var (session, customer, back) = (visit.Session.Id, visit.Customer.Id, $"{visit.FullHome}/cards/added");
        var result = await services.GetRequiredService<GatewayDoor>().RunPageAsync(http, async work =>
        {
            try
            {
                return await work.GetRequiredService<NewCards>().AddAsync(session, customer, card, holder, browser, back);
            }
            catch (StripeError refused)
            {
                return new NewCardResult(false, null, new("card_error", refused.Code ?? "processing_error", refused.Message, refused.DeclineCode, null, null));
            }
        });
        return await AnswerAsync(visit, result, http) ?? await FormAsync(visit, services, http, typed, [], DeclineMessages.Of(result?.Error?.Code ?? "processing_error", result?.Error?.DeclineCode, words), StatusCodes.Status402PaymentRequired);
    }

    /// <summary>Back from an authentication, with the setup intent's id in the address.</summary>
    private static async Task<IResult> AddedAsync(PortalVisit visit, HttpContext http)
    {
        var (id, session, customer) = (http.Request.Query["setup_intent"].ToString(), visit.Session.Id, visit.Customer.Id);
        var result = await http.RequestServices.GetRequiredService<GatewayDoor>().RunPageAsync(http, work => work.GetRequiredService<NewCards>().LookAsync(id, session, customer));
        return await AnswerAsync(visit, result, http) ?? SeeOther.At($"{visit.Home}/cards/new?{PortalNotice.Problem}=authentication");
    }

    private static async Task<IResult?> AnswerAsync(PortalVisit visit, NewCardResult? result, HttpContext http) => result switch
    {
        { Saved: true } => await http.DoneAsync(visit, "card"),
        { Url: { } url } => SeeOther.At(url),
        _ => null,
    };

    private static async Task<IResult> FormAsync(
        PortalVisit visit, IServiceProvider services, HttpContext http, TypedForm typed, Dictionary<string, string> errors, string? problem = null, int status = StatusCodes.Status200OK) => visit.Page<NewCardPage>(
        http.Request, new()
        {
            [nameof(NewCardPage.Typed)] = typed,
            [nameof(NewCardPage.Errors)] = errors,
            [nameof(NewCardPage.Problem)] = problem,
            [nameof(NewCardPage.TestCards)] = visit.Session.Livemode ? [] : await CheckoutTestCards.ReadAsync(visit.Words.Shared, services, http.RequestAborted),
        }, errors.Count > 0 ? StatusCodes.Status400BadRequest : status, PagePolicy.Form);
}
