using CalmonyPay.Catalog.Meters;
using CalmonyPay.Catalog.Products;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Catalog.Prices;

public sealed class PriceService(PayDb db, EventLog events, ProductService products, MeterService meters, ScopeTime time)
{
    public async Task<Price> CreateAsync(PriceCreate create, CancellationToken ct)
    {
        var product = create.Product is { } named ? await products.RequireAsync(named, "product", ct) : products.Create(create.ProductData!, true, "product_data[id]");
        await RequireMeterAsync(create.Shape, "recurring[meter]", ct);
        if (create.LookupKey is { } key) await FreeKeyAsync(key, create.TransferLookupKey, ct);
        var price = Price.From(create.Shape, product.Id, time.Now);
        (price.Active, price.Nickname, price.LookupKey, price.Metadata) = (create.Active, create.Nickname, create.LookupKey, create.Metadata.ForNew());
        return Added(price);
    }

    /// <summary>The price that is made for one use from its <c>price_data</c>: inactive and not listed.</summary>
    /// <exception cref="StripeError">400 if its product is not there.</exception>
    public async Task<Price> FromDataAsync(PriceData data, CancellationToken ct)
    {
        var product = data.Product is { } named
            ? await products.RequireAsync(named, $"{data.At}[product]", ct)
            : products.Create(data.ProductData!, false, $"{data.At}[product_data][id]");
        return Added(Price.From(data.Shape, product.Id, time.Now, inline: true));
    }

    /// <summary>What a metered price counts by has to be there.</summary>
    internal async Task RequireMeterAsync(PriceShape shape, string param, CancellationToken ct)
    {
        if (shape.Recurring?.MeterId is { } meter) await meters.RequireActiveAsync(meter, param, ct);
    }

    /// <summary>A price that is not deleted.</summary>
    /// <exception cref="StripeError">404 if the project has no such price.</exception>
    public async Task<Price> GetAsync(string id, CancellationToken ct, string param = "price") =>
        await db.Prices.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw StripeError.NoSuch("price", id, param);

    /// <summary>A price that a parameter names.</summary>
    /// <param name="param">The parameter with its brackets, for errors.</param>
    /// <param name="active">Whether it has to be active, as for everything that is sold anew.</param>
    /// <exception cref="StripeError">400 if there is none, or it is not active.</exception>
    public async Task<Price> RequireAsync(string id, string param, CancellationToken ct, bool active = true)
    {
        var price = await db.Prices.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw StripeError.NoSuchParam("price", id, param);
        return price.Active || !active ? price : throw StripeError.Invalid("The price specified is inactive. This field only accepts active prices.", param);
    }

    /// <summary>Those prices of the given ids that there are, deleted plans too, in one query.</summary>
    public Task<IReadOnlyDictionary<string, Price>> LoadAsync(IReadOnlyCollection<string> ids, CancellationToken ct) => db.ByIdAsync<Price>(ids, ct);

    public async Task<Price> UpdateAsync(string id, PriceUpdate update, CancellationToken ct)
    {
        var key = update.LookupKey.OrNull();
        if (key is not null) await FreeKeyAsync(key, update.TransferLookupKey, ct, id);
        var price = await LockAsync(id, ct);
        var before = Shown.Of(price);
        if (update.TaxBehavior is { } tax)
        {
            if (price.TaxBehavior != TaxBehavior.Unspecified && price.TaxBehavior != tax)
                throw StripeError.Invalid("You cannot change the `tax_behavior` of a price once it has been set to `inclusive` or `exclusive`.", "tax_behavior");
            price.TaxBehavior = tax;
        }
        if (update.CurrencyOptions is { } options)
        {
            PriceShape.CheckOptions(price, options);
            price.CurrencyOptions = options.Over(price.CurrencyOptions);
        }
        price.Active = update.Active ?? price.Active;
        price.LookupKey = update.LookupKey.Over(price.LookupKey);
        price.Nickname = update.Nickname.Over(price.Nickname);
        price.Metadata = update.Metadata.Over(price.Metadata);
        Changed(price, before);
        return price;
    }

    /// <summary>The row of a price that is not deleted, locked until the transaction ends.</summary>
    internal async Task<Price> LockAsync(string id, CancellationToken ct, string kind = "price") =>
        await db.LockAsync<Price>(id, ct) is { DeletedAt: null } price ? price : throw StripeError.NoSuch(kind, id, kind);

    /// <summary>A new price, noted: what recurs is news of a plan as well.</summary>
    internal Price Added(Price price)
    {
        db.Add(price);
        events.Record("price.created", price, PriceResponse.Of(price));
        if (price.Recurring is not null) events.Record("plan.created", price, PlanResponse.Of(price));
        return price;
    }

    internal void Changed(Price price, Shown before)
    {
        events.Record("price.updated", price, PriceResponse.Of(price), before.Price);
        if (price.Recurring is not null) events.Record("plan.updated", price, PlanResponse.Of(price), before.Plan);
    }

    /// <summary>Sees to it that nobody has the lookup key.</summary>
    private async Task FreeKeyAsync(string key, bool transfer, CancellationToken ct, string? forPrice = null)
    {
        // One claim for all keys of the project: whoever moves keys about locks two rows, and two of them must not meet crosswise.
        await db.ClaimAsync("price.lookup_key", "", ct);
        var holder = await db.Prices.IgnoreQueryFilters(["erased"]).Where(p => p.LookupKey == key).Select(p => p.Id).SingleOrDefaultAsync(ct);
        if (holder is null || holder == forPrice) return;
        if (!transfer) throw StripeError.Invalid($"A price (`{holder}`) already uses that lookup key.", "lookup_key");
        var price = (await db.LockAsync<Price>(holder, ct))!;
        var before = Shown.Of(price);
        price.LookupKey = null;
        Changed(price, before);
        await db.SaveChangesAsync(ct); // before the key's new price is written: the index knows no order within a save
    }

    /// <summary>A price as both resources show it, for what events tell of its past.</summary>
    internal sealed record Shown(PriceResponse Price, PlanResponse? Plan)
    {
        public static Shown Of(Price price) => new(PriceResponse.Of(price), price.Recurring is null ? null : PlanResponse.Of(price));
    }
}
