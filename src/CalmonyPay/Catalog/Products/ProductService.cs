using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Catalog.Products;

public sealed class ProductService(PayDb db, EventLog events, ScopeTime time)
{
    /// <param name="idParam">Where its own id stands, for errors.</param>
    /// <exception cref="StripeError">400, from the save, if its own id was given before.</exception>
    public Product Create(ProductCreate create, string idParam = "id")
    {
        if (create.Id is not null) db.WhenTaken(ProductMap.Key, () => OwnIds.AlreadyExists("Product", idParam));
        var now = time.Now;
        var product = Product.From(create, now);
        var price = create.DefaultPrice is { } shape ? Price.From(shape, product.Id, now) : null;
        product.DefaultPriceId = price?.Id;
        db.Add(product);
        events.Record("product.created", product, ProductResponse.Of(product));
        if (price is null) return product;

        price.Metadata = create.DefaultPriceMetadata.ForNew();
        db.Add(price);
        events.Record("price.created", price, PriceResponse.Of(price));
        if (price.Recurring is not null) events.Record("plan.created", price, PlanResponse.Of(price));
        return product;
    }

    /// <summary>A product that is made with a price.</summary>
    /// <param name="active">Unless the data says otherwise: not for what is sold once only.</param>
    /// <param name="idParam">Where its own id stands, for errors.</param>
    public Product Create(ProductData data, bool active, string idParam) => Create(
        new ProductCreate(data.Id, data.Name, ProductType.Service, data.Fields with { Active = data.Fields.Active ?? active }, null, MetadataChange.Absent), idParam);

    /// <exception cref="StripeError">404 if the project has no such product, or it was deleted.</exception>
    public async Task<Product> GetAsync(string id, CancellationToken ct) =>
        await db.Products.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw StripeError.NoSuch("product", id);

    /// <summary>A product that a parameter names.</summary>
    /// <exception cref="StripeError">400 if there is none.</exception>
    public async Task<Product> RequireAsync(string id, string param, CancellationToken ct) =>
        await db.Products.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw StripeError.NoSuchParam("product", id, param);

    /// <summary>Those products of the given ids that there are, deleted ones too, in one query.</summary>
    public Task<IReadOnlyDictionary<string, Product>> LoadAsync(IReadOnlyCollection<string> ids, CancellationToken ct) => db.ByIdAsync<Product>(ids, ct);

    /// <exception cref="StripeError">400 naming those of the ids that the project has not.</exception>
    public async Task RequireAllAsync(IReadOnlyCollection<string> ids, string param, CancellationToken ct)
    {
        if (ids.Count == 0) return;
        var found = await db.Products.Where(p => ids.Contains(p.Id)).Select(p => p.Id).ToListAsync(ct);
        if (ids.FirstOrDefault(id => !found.Contains(id)) is { } missing) throw StripeError.NoSuchParam("product", missing, param);
    }

    public async Task<Product> UpdateAsync(string id, ProductUpdate update, CancellationToken ct)
    {
        var product = await LockAsync(id, ct);
        var before = ProductResponse.Of(product);
        if (update.DefaultPrice is { } named)
        {
            var price = await db.Prices.SingleOrDefaultAsync(p => p.Id == named, ct) ?? throw StripeError.NoSuchParam("price", named, "default_price");
            if (price.ProductId != id) throw StripeError.Invalid($"The price `{named}` belongs to another product, so it cannot be the default price of `{id}`.", "default_price");
            if (!price.Active) throw StripeError.Invalid("The price specified is inactive. This field only accepts active prices.", "default_price");
            product.DefaultPriceId = named;
        }
        product.Name = update.Name ?? product.Name;
        product.Apply(update.Fields);
        product.UpdatedAt = time.Now;
        events.Record("product.updated", product, ProductResponse.Of(product), before);
        return product;
    }

    /// <exception cref="StripeError">400 while the product has prices of the merchant's, active or not.</exception>
    public async Task<DeletedProduct> DeleteAsync(string id, CancellationToken ct)
    {
        var product = await LockAsync(id, ct);
        if (await db.Prices.AnyAsync(p => p.ProductId == id && !p.Inline, ct))
            throw StripeError.Invalid("This product cannot be deleted because it has one or more user-created prices.", "id");
        (product.Active, product.DeletedAt) = (false, time.Now);
        events.Record("product.deleted", product, ProductResponse.Of(product));
        return new(id);
    }

    private async Task<Product> LockAsync(string id, CancellationToken ct) =>
        await db.LockAsync<Product>(id, ct) is { DeletedAt: null } product ? product : throw StripeError.NoSuch("product", id);
}
