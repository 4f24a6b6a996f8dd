using CalmonyPay.Catalog.Products;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Catalog.Prices;

/// <summary>Plans are prices that recur: what is made here is read there, and the other way round.</summary>
public sealed class PlanService(PayDb db, EventLog events, ProductService products, PriceService prices, ScopeTime time)
{
    public async Task<Price> CreateAsync(PlanCreate create, CancellationToken ct)
    {
        if (create.Id is not null) db.WhenTaken(PriceMap.Key, () => OwnIds.AlreadyExists("Plan"));
        var product = create.Product is { } named ? await products.RequireAsync(named, "product", ct) : products.Create(create.ProductData!, true, "product[id]");
        await prices.RequireMeterAsync(create.Shape, "meter", ct);
        var now = time.Now;
        var plan = Price.From(create.Shape, product.Id, now, create.Id ?? PayId.New("plan", now));
        (plan.Active, plan.Nickname, plan.Metadata) = (create.Active, create.Nickname, create.Metadata.ForNew());
        return prices.Added(plan);
    }

    /// <exception cref="StripeError">404 if there is no such price, or it does not recur.</exception>
    public async Task<Price> GetAsync(string id, CancellationToken ct) =>
        await db.Prices.SingleOrDefaultAsync(p => p.Id == id && p.Interval != null, ct) ?? throw StripeError.NoSuch("plan", id, "plan");

    public async Task<Price> UpdateAsync(string id, PlanUpdate update, CancellationToken ct)
    {
        var product = update.Product is { } named ? await products.RequireAsync(named, "product", ct) : null;
        var plan = await LockAsync(id, ct);
        var before = PriceService.Shown.Of(plan);
        plan.Active = update.Active ?? plan.Active;
        plan.Nickname = update.Nickname.Over(plan.Nickname);
        plan.ProductId = product?.Id ?? plan.ProductId;
        plan.TrialPeriodDays = (int?)update.TrialPeriodDays.Over((long?)plan.TrialPeriodDays);
        plan.Metadata = update.Metadata.Over(plan.Metadata);
        prices.Changed(plan, before);
        return plan;
    }

    /// <summary>New subscriptions cannot take a deleted plan; those that have it go on.</summary>
    public async Task<DeletedPlan> DeleteAsync(string id, CancellationToken ct)
    {
        var plan = await LockAsync(id, ct);
        (plan.DeletedAt, plan.Active, plan.LookupKey) = (time.Now, false, null);
        events.Record("price.deleted", plan, PriceResponse.Of(plan));
        events.Record("plan.deleted", plan, PlanResponse.Of(plan));
        return new(id);
    }

    private async Task<Price> LockAsync(string id, CancellationToken ct) =>
        await prices.LockAsync(id, ct, "plan") is { Recurring: not null } plan ? plan : throw StripeError.NoSuch("plan", id, "plan");
}
