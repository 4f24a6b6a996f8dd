using CalmonyPay.Accounts;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Catalog.Products;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Portal.Configurations;

public sealed class PortalConfigurationService(PayDb db, EventLog events, TimeProvider clock)
{
    public async Task<PortalConfiguration> CreateAsync(PortalConfigurationCreate create, CancellationToken ct)
    {
        create.Features.SubscriptionCancel.Check();
        await CheckAsync(create.Features.SubscriptionUpdate, ct);
        var made = PortalConfiguration.From(create, clock.GetUtcNow());
        db.Add(made);
        events.Record("billing_portal.configuration.created", made, PortalConfigurationResponse.Of(made));
        return made;
    }

    /// <exception cref="StripeError">404 if the project has no such configuration.</exception>
    public async Task<PortalConfiguration> GetAsync(string id, CancellationToken ct) =>
        await db.PortalConfigurations.SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw StripeError.NoSuch("configuration", id, "configuration");

    /// <exception cref="StripeError">404; 400 for the default where it is to be switched off, and for prices that cannot be changed to.</exception>
    public async Task<PortalConfiguration> UpdateAsync(string id, PortalConfigurationUpdate update, CancellationToken ct)
    {
        var configuration = await db.LockAsync<PortalConfiguration>(id, ct) ?? throw StripeError.NoSuch("configuration", id, "configuration");
        if (configuration.IsDefault && update.Active == false) throw StripeError.Invalid("The default configuration cannot be deactivated.", "active");
        var (before, features) = (PortalConfigurationResponse.Of(configuration), update.Features(configuration.Features));
        features.SubscriptionCancel.Check();
        if (!ReferenceEquals(features.SubscriptionUpdate.Products, configuration.Features.SubscriptionUpdate.Products)) await CheckAsync(features.SubscriptionUpdate, ct);
        configuration.Apply(update, features, clock.GetUtcNow());
        events.Record("billing_portal.configuration.updated", configuration, PortalConfigurationResponse.Of(configuration), before);
        return configuration;
    }

    /// <summary>
    /// The project's default, which is written down when it is first asked for. Saves at once, so call it before anything else is
    /// added. No event tells of it: nobody has made it.
    /// </summary>
    public async Task<PortalConfiguration> DefaultAsync(CancellationToken ct)
    {
        if (await db.PortalConfigurations.SingleOrDefaultAsync(c => c.IsDefault, ct) is { } known) return known;
        var made = PortalConfiguration.Default(await db.Set<Project>().Where(p => p.Id == db.ProjectId).Select(p => p.CreatedAt).SingleAsync(ct));
        db.Add(made);
        db.WhenTaken(PortalConfigurationMap.DefaultIndex, StripeError.LockTimeout);
        try
        {
            await db.SaveChangesAsync(ct);
            return made;
        }
        catch (StripeError) // another request was first
        {
            await db.ForgetAsync();
            return await db.PortalConfigurations.SingleAsync(c => c.IsDefault, ct);
        }
    }

    /// <summary>Products and prices are there, belong together, and can be subscribed to in fixed quantities.</summary>
    private async Task CheckAsync(PortalUpdate update, CancellationToken ct)
    {
        const string At = "features[subscription_update][products]";
        var (named, priced) = (update.Products.Select(p => p.Product).ToList(), update.Products.SelectMany(p => p.Prices).ToList());
        var products = await db.Products.Where(p => named.Contains(p.Id)).Select(p => p.Id).ToListAsync(ct);
        var prices = await db.Prices.Where(p => priced.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        for (var i = 0; i < update.Products.Count; i++)
        {
            var product = update.Products[i];
            if (!products.Contains(product.Product)) throw StripeError.NoSuchParam("product", product.Product, $"{At}[{i}][product]");
            for (var j = 0; j < product.Prices.Count; j++)
            {
                var param = $"{At}[{i}][prices][{j}]";
                var price = prices.GetValueOrDefault(product.Prices[j]) ?? throw StripeError.NoSuchParam("price", product.Prices[j], param);
                if (price.ProductId != product.Product) throw StripeError.Invalid($"The price `{price.Id}` is not one of the product `{product.Product}`.", param);
                if (!price.Active) throw StripeError.Invalid("The price specified is inactive. This field only accepts active prices.", param);
                if (price.Recurring is null) throw StripeError.Invalid("The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.", param);
                if (price.UsageType == UsageType.Metered) throw StripeError.Invalid("Customers cannot change to a metered price: its quantity is what was used.", param);
            }
        }
    }
}
