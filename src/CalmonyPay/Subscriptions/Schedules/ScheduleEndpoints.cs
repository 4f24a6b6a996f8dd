using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions.Schedules;

public static class ScheduleEndpoints
{
    public static void MapSubscriptionSchedules(this IEndpointRouteBuilder v1)
    {
        var schedules = v1.MapGroup("/subscription_schedules").WithTags("SubscriptionSchedules");
        schedules.MapPost("/", async (ScheduleCreate create, ScheduleService service, CancellationToken ct) => TypedResults.Ok((await service.CreateAsync(create, ct)).Shown));
        schedules.MapGet("/", async (ScheduleList list, PayDb db, ScheduleBooks books, CancellationToken ct) =>
        {
            var page = await Narrow(db, list).PageAsync(list.Page, s => s.Id, "/v1/subscription_schedules", s => s, ct);
            return TypedResults.Ok(new PagedList<ScheduleResponse>(page.Url, page.HasMore, (await books.ReadAsync(page.Data, ct)).ConvertAll(held => held.Shown)));
        });
        schedules.MapGet("/{schedule}", async (string schedule, NoParams none, PayDb db, ScheduleBooks books, CancellationToken ct) =>
        {
            var row = await db.SubscriptionSchedules.SingleOrDefaultAsync(s => s.Id == schedule, ct) ?? throw ScheduleBooks.NoSuch(schedule);
            return TypedResults.Ok((await books.ReadAsync([row], ct))[0].Shown);
        });
        schedules.MapPost("/{schedule}", (string schedule, ScheduleUpdate update, GatewayDoor door, HttpContext http) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<ScheduleFlow>().UpdateAsync(schedule, update, run))).CallsGateway();
        schedules.MapPost("/{schedule}/cancel", async (string schedule, ScheduleCancel cancel, ScheduleService service, CancellationToken ct) => TypedResults.Ok((await service.CancelAsync(schedule, cancel, ct)).Shown));
        schedules.MapPost("/{schedule}/release", async (string schedule, ScheduleRelease release, ScheduleService service, CancellationToken ct) => TypedResults.Ok((await service.ReleaseAsync(schedule, release, ct)).Shown));
    }

    internal static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var rows = await services.GetRequiredService<PayDb>().SubscriptionSchedules.Where(s => ids.Contains(s.Id)).ToListAsync(ct);
        return (await services.GetRequiredService<ScheduleBooks>().ReadAsync(rows, ct)).ToDictionary(held => held.Row.Id, held => (object)held.Shown);
    }

    private static IQueryable<SubscriptionSchedule> Narrow(PayDb db, ScheduleList list)
    {
        var wanted = db.SubscriptionSchedules.CreatedIn(list.Created, "sub_sched", s => s.Id, s => s.CreatedAt);
        // What lives on a test clock is shown where one of its customers is asked for.
        wanted = list.Customer is { } customer ? wanted.Where(s => s.CustomerId == customer) : wanted.Where(s => s.TestClockId == null);
        if (list.Scheduled) wanted = wanted.Where(s => s.Status == ScheduleStatus.NotStarted);
        if (list.CanceledAt is { } canceled) wanted = canceled.Narrow(wanted.Where(s => s.CanceledAt != null), s => s.CanceledAt!.Value);
        if (list.CompletedAt is { } completed) wanted = completed.Narrow(wanted.Where(s => s.CompletedAt != null), s => s.CompletedAt!.Value);
        return list.ReleasedAt is { } released ? released.Narrow(wanted.Where(s => s.ReleasedAt != null), s => s.ReleasedAt!.Value) : wanted;
    }
}
