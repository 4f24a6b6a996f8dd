using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Subscriptions.Requests;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions.Items;

/// <summary>Requests on single items: each is a change of the item's subscription.</summary>
public sealed class ItemFlow(PayDb db, SubscriptionChanging changing, SubscriptionFlow flow, SubscriptionReader reader)
{
    public async Task<object> CreateAsync(SubscriptionItemCreate create, GatewayRun run)
    {
        if (!await db.Subscriptions.AnyAsync(s => s.Id == create.Subscription)) throw StripeError.NoSuchParam("subscription", create.Subscription, "subscription");
        await flow.RunAsync(create.Subscription, run, create.Fields, () => changing.UpdateAsync(create.Subscription, SubscriptionUpdate.Of(create.Item, create.Fields, create.ProrationDate), CancellationToken.None));
        // The newest; one that waits for its payment is shown as it is to be.
        var held = await HeldAsync(create.Subscription);
        var newest = held.Items.Select(item => item.Terms).Concat(held.Row.PendingUpdate?.Target.Items ?? []).MaxBy(item => item.Id, StringComparer.Ordinal)!;
        return SubscriptionItemResponse.Of(newest, held.Row, held.Catalog);
    }

    public async Task<object> UpdateAsync(string id, SubscriptionItemUpdate update, GatewayRun run)
    {
        var subscription = await OwnerAsync(id, CancellationToken.None);
        await flow.RunAsync(subscription, run, update.Fields, () => changing.UpdateAsync(subscription, SubscriptionUpdate.Of(update.Item with { Id = id }, update.Fields, update.ProrationDate), CancellationToken.None));
        return await GetAsync(id, CancellationToken.None);
    }

    public async Task<object> DeleteAsync(string id, SubscriptionItemDelete delete, GatewayRun run)
    {
        if (run.RecoveryPoint is not null && !await db.SubscriptionItems.AnyAsync(i => i.Id == id)) return new DeletedSubscriptionItem(id);
        var subscription = await OwnerAsync(id, CancellationToken.None);
        var gone = ItemParams.Gone(id, delete.ClearUsage);
        await flow.RunAsync(subscription, run, delete.Fields, () => changing.UpdateAsync(subscription, SubscriptionUpdate.Of(gone, delete.Fields, delete.ProrationDate), CancellationToken.None));
        return new DeletedSubscriptionItem(id);
    }

    public async Task<SubscriptionItemResponse> GetAsync(string id, CancellationToken ct)
    {
        var held = await HeldAsync(await OwnerAsync(id, ct));
        return SubscriptionItemResponse.Of(held.Items.Single(item => item.Id == id).Terms, held.Row, held.Catalog);
    }

    private async Task<string> OwnerAsync(string id, CancellationToken ct) =>
        await db.SubscriptionItems.Where(i => i.Id == id).Select(i => i.SubscriptionId).SingleOrDefaultAsync(ct) ?? throw StripeError.NoSuch("subscription_item", id, "item");

    private async Task<HeldSubscription> HeldAsync(string id) => (await reader.ReadAsync([await db.Subscriptions.SingleAsync(s => s.Id == id)], CancellationToken.None))[0];
}
