using CalmonyPay.Catalog.Prices;
using CalmonyPay.Checkout.Lines;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Sessions;

public static class SessionEndpoints
{
    /// <summary>The expansion kind of a session's lines.</summary>
    internal const string LinesKind = "checkout.line_items";

    internal static IServiceCollection AddSessions(this IServiceCollection services) => services
        .AddScoped<SessionService>().AddScoped<SessionEnding>().AddScoped<SessionBooks>()
        .AddSingleton(new ExpansionKind(LinesKind, LoadLinesAsync));

    internal static void MapSessions(this IEndpointRouteBuilder v1)
    {
        var sessions = v1.MapGroup("/checkout/sessions").WithTags("Checkout sessions");
        sessions.MapPost("/", async (SessionCreate create, SessionService service, CheckoutUrls urls, CancellationToken ct) => TypedResults.Ok(SessionResponse.Of(await service.CreateAsync(create, ct), urls)));
        sessions.MapGet("/", async (SessionList list, PayDb db, CheckoutUrls urls, CancellationToken ct) =>
        {
            var wanted = db.CheckoutSessions.CreatedIn(list.Created, CheckoutSession.Prefix(db.Livemode), s => s.Id, s => s.CreatedAt);
            if (list.Customer is { } customer) wanted = wanted.Where(s => s.CustomerId == customer);
            if (list.Email is { } email) wanted = wanted.Where(s => s.BuyerEmail == email);
            if (list.PaymentIntent is { } intent) wanted = wanted.Where(s => s.PaymentIntentId == intent);
            if (list.PaymentLink is { } link) wanted = wanted.Where(s => s.PaymentLinkId == link);
            if (list.Subscription is { } subscription) wanted = wanted.Where(s => s.SubscriptionId == subscription);
            if (list.Status is { } status) wanted = wanted.Where(s => s.Status == status);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, s => s.Id, "/v1/checkout/sessions", s => SessionResponse.Of(s, urls), ct));
        });
        sessions.MapGet("/{session}", async (string session, NoParams none, SessionService service, CheckoutUrls urls, CancellationToken ct) => TypedResults.Ok(SessionResponse.Of(await service.GetAsync(session, ct), urls)));
        sessions.MapPost("/{session}", async (string session, SessionUpdate update, SessionService service, CheckoutUrls urls, CancellationToken ct) =>
            TypedResults.Ok(SessionResponse.Of(await service.UpdateAsync(session, update, ct), urls)));
        sessions.MapPost("/{session}/expire", async (string session, NoParams none, SessionEnding ending, CheckoutUrls urls, CancellationToken ct) =>
            TypedResults.Ok(SessionResponse.Of(await ending.ExpireForRequestAsync(session, ct), urls)));
        sessions.MapGet("/{session}/line_items", async (string session, PageParams page, SessionService service, PriceService prices, CancellationToken ct) =>
            TypedResults.Ok(await SoldIn(await service.GetAsync(session, ct)).PageAsync(page, prices, ct)));
    }

    private static SoldLines SoldIn(CheckoutSession s) => new($"/v1/checkout/sessions/{s.Id}/line_items", s.LineItems ?? [], s.Currency, s.Discounts, s.Livemode);

    private static async Task<IReadOnlyDictionary<string, object>> LoadLinesAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var (db, prices) = (services.GetRequiredService<PayDb>(), services.GetRequiredService<PriceService>());
        // A session that this request has just made is not in the database yet.
        var made = db.ChangeTracker.Entries<CheckoutSession>().Select(entry => entry.Entity).Where(s => ids.Contains(s.Id)).ToList();
        var rest = ids.Except(made.Select(s => s.Id)).ToList();
        if (rest.Count > 0) made.AddRange(await db.CheckoutSessions.Where(s => rest.Contains(s.Id)).ToListAsync(ct));
        var shown = new Dictionary<string, object>();
        foreach (var session in made) shown[session.Id] = await SoldIn(session).PageAsync(SoldLines.Expanded, prices, ct);
        return shown;
    }
}
