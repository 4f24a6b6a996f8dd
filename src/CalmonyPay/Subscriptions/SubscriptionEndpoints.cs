using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Search;
using CalmonyPay.Subscriptions.Items;
using CalmonyPay.Subscriptions.Requests;
using CalmonyPay.Subscriptions.Schedules;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions;

public static class SubscriptionEndpoints
{
    public static void MapSubscriptions(this IEndpointRouteBuilder v1)
    {
        var subscriptions = v1.MapGroup("/subscriptions").WithTags("Subscriptions");
        subscriptions.MapPost("/", (SubscriptionCreate create, GatewayDoor door, HttpContext http) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<SubscriptionFlow>().CreateAsync(create, run))).CallsGateway();
        subscriptions.MapGet("/", async (SubscriptionList list, PayDb db, SubscriptionReader reader, CancellationToken ct) =>
            TypedResults.Ok(await ShownAsync(await Narrow(db, list).PageAsync(list.Page, s => s.Id, "/v1/subscriptions", s => s, ct), reader, ct)));
        subscriptions.MapGet("/search", async (SearchParams search, PayDb db, SubscriptionReader reader, CancellationToken ct) =>
        {
            var found = await db.Subscriptions.SearchAsync(search, Found, s => s.Id, s => s.Id, "/v1/subscriptions/search", s => s, ct);
            var shown = (await reader.ReadAsync(found.Data, ct)).ConvertAll(held => held.Shown);
            return TypedResults.Ok(new SearchResult<SubscriptionResponse>(found.Url, found.HasMore, found.NextPage, shown));
        });
        subscriptions.MapGet("/{id}", async (string id, NoParams none, PayDb db, SubscriptionReader reader, CancellationToken ct) =>
        {
            var row = await db.Subscriptions.SingleOrDefaultAsync(s => s.Id == id, ct) ?? throw SubscriptionBooks.NoSuch(id);
            return TypedResults.Ok((await reader.ReadAsync([row], ct))[0].Shown);
        });
        subscriptions.MapPost("/{id}", (string id, SubscriptionUpdate update, GatewayDoor door, HttpContext http) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<SubscriptionFlow>().UpdateAsync(id, update, run))).CallsGateway();
        subscriptions.MapPost("/{id}/resume", (string id, SubscriptionResume resume, GatewayDoor door, HttpContext http) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<SubscriptionFlow>().ResumeAsync(id, resume, run))).CallsGateway();
        subscriptions.MapPost("/{id}/pause", async (string id, SubscriptionPause pause, SubscriptionPausing service, CancellationToken ct) => TypedResults.Ok((await service.PauseAsync(id, pause, ct)).Shown));
        subscriptions.MapDelete("/{id}", async (string id, SubscriptionCancel cancel, SubscriptionCancelling service, CancellationToken ct) => TypedResults.Ok((await service.CancelAsync(id, cancel, ct)).Shown));
        subscriptions.MapDelete("/{id}/discount", async (string id, NoParams none, SubscriptionCancelling service, CancellationToken ct) => TypedResults.Ok(await service.DeleteDiscountAsync(id, ct)));
        v1.MapSubscriptionItems();
        v1.MapSubscriptionSchedules();
        v1.MapPost("/invoices/create_preview", async (InvoicePreviewCreate create, InvoicePreview preview, CancellationToken ct) => TypedResults.Ok(await preview.ShowAsync(create, ct))).WithTags("Invoices");
    }

    internal static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var rows = await services.GetRequiredService<PayDb>().Subscriptions.Where(s => ids.Contains(s.Id)).ToListAsync(ct);
        return (await services.GetRequiredService<SubscriptionReader>().ReadAsync(rows, ct)).ToDictionary(held => held.Row.Id, held => (object)held.Shown);
    }

    private static readonly SearchFields<Subscription> Found = new SearchFields<Subscription>()
        .Enum("status", s => s.Status).Time("created", s => s.CreatedAt).Time("canceled_at", s => s.CanceledAt).Exact("customer", s => s.CustomerId).Metadata(s => s.Metadata);

    private static IQueryable<Subscription> Narrow(PayDb db, SubscriptionList list)
    {
        var wanted = db.Subscriptions.CreatedIn(list.Created, "sub", s => s.Id, s => s.CreatedAt);
        wanted = list.Status switch
        {
            null => wanted.Where(s => s.Status != SubscriptionStatus.Canceled && s.Status != SubscriptionStatus.IncompleteExpired),
            "all" => wanted,
            "ended" => wanted.Where(s => s.Status == SubscriptionStatus.Canceled || s.Status == SubscriptionStatus.IncompleteExpired),
            var word => Of(word) is var status ? wanted.Where(s => s.Status == status) : wanted,
        };
        // What lives on a test clock is shown where the clock, or one of its customers, is asked for.
        if (list.TestClock is { } clock) wanted = wanted.Where(s => s.TestClockId == clock);
        else if (list.Customer is null) wanted = wanted.Where(s => s.TestClockId == null);
        if (list.Customer is { } customer) wanted = wanted.Where(s => s.CustomerId == customer);
        if (list.CollectionMethod is { } method) wanted = wanted.Where(s => s.CollectionMethod == method);
        if (list.Price is { } price) wanted = wanted.Where(s => db.Set<SubscriptionItem>().Any(i => i.SubscriptionId == s.Id && i.PriceId == price));
        if (list.PeriodStart is { } start) wanted = start.Narrow(wanted, s => s.CurrentPeriodStart);
        return list.PeriodEnd is { } end ? end.Narrow(wanted, s => s.CurrentPeriodEnd) : wanted;
    }

    private static SubscriptionStatus Of(string word) => Enum.GetValues<SubscriptionStatus>().Single(status => SnakeCase.Of(status) == word);

    private static async Task<PagedList<SubscriptionResponse>> ShownAsync(PagedList<Subscription> page, SubscriptionReader reader, CancellationToken ct) =>
        new(page.Url, page.HasMore, (await reader.ReadAsync(page.Data, ct)).ConvertAll(held => held.Shown));
}
