using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions.Items;

public static class ItemEndpoints
{
    public static void MapSubscriptionItems(this IEndpointRouteBuilder v1)
    {
        var items = v1.MapGroup("/subscription_items").WithTags("SubscriptionItems");
        items.MapPost("/", (SubscriptionItemCreate create, GatewayDoor door, HttpContext http) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<ItemFlow>().CreateAsync(create, run))).CallsGateway();
        items.MapGet("/", async (SubscriptionItemList list, PayDb db, SubscriptionReader reader, CancellationToken ct) =>
        {
            var row = await db.Subscriptions.SingleOrDefaultAsync(s => s.Id == list.Subscription, ct) ?? throw StripeError.NoSuchParam("subscription", list.Subscription, "subscription");
            var held = (await reader.ReadAsync([row], ct))[0];
            return TypedResults.Ok(await db.SubscriptionItems.Where(i => i.SubscriptionId == row.Id)
                .PageAsync(list.Page, i => i.Id, "/v1/subscription_items", i => SubscriptionItemResponse.Of(i.Terms, row, held.Catalog), ct));
        });
        items.MapGet("/{item}", async (string item, NoParams none, ItemFlow flow, CancellationToken ct) => TypedResults.Ok(await flow.GetAsync(item, ct)));
        items.MapPost("/{item}", (string item, SubscriptionItemUpdate update, GatewayDoor door, HttpContext http) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<ItemFlow>().UpdateAsync(item, update, run))).CallsGateway();
        items.MapDelete("/{item}", (string item, SubscriptionItemDelete delete, GatewayDoor door, HttpContext http) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<ItemFlow>().DeleteAsync(item, delete, run))).CallsGateway();
    }
}
