using CalmonyPay.Catalog;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Shipping;

/// <summary>Shipping rates. Stripe tells of no events about them.</summary>
public sealed class ShippingRateService(PayDb db, TimeProvider clock)
{
    public ShippingRate Create(ShippingRateCreate create, bool inline = false)
    {
        var rate = ShippingRate.From(create, clock.GetUtcNow(), inline);
        db.Add(rate);
        return rate;
    }

    /// <exception cref="StripeError">404 if the project has no such rate.</exception>
    public async Task<ShippingRate> GetAsync(string id, CancellationToken ct) =>
        await db.ShippingRates.SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw StripeError.NoSuch("shipping rate", id, "shipping_rate_token");

    /// <summary>A rate that a session offers.</summary>
    /// <exception cref="StripeError">400 if there is none, or it is not active.</exception>
    public async Task<ShippingRate> RequireAsync(string id, string param, CancellationToken ct)
    {
        var rate = await db.ShippingRates.SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw StripeError.NoSuchParam("shipping rate", id, param);
        return rate.Active ? rate : throw StripeError.Invalid($"The shipping rate {id} is inactive, so no new session can offer it.", param);
    }

    public async Task<ShippingRate> UpdateAsync(string id, ShippingRateUpdate update, CancellationToken ct)
    {
        var rate = await db.LockAsync<ShippingRate>(id, ct) ?? throw StripeError.NoSuch("shipping rate", id, "shipping_rate_token");
        if (update.TaxBehavior is { } tax)
        {
            if (rate.TaxBehavior != TaxBehavior.Unspecified && rate.TaxBehavior != tax)
                throw StripeError.Invalid("You cannot change the `tax_behavior` of a shipping rate once it has been set to `inclusive` or `exclusive`.", "tax_behavior");
            rate.TaxBehavior = tax;
        }
        if (update.CurrencyOptions?.ContainsKey(rate.Currency) == true)
            throw StripeError.Invalid($"The currency `{rate.Currency}` is the rate's own: leave it out of `currency_options`.", $"fixed_amount[currency_options][{rate.Currency}]");
        rate.CurrencyOptions = update.CurrencyOptions.Over(rate.CurrencyOptions);
        rate.Active = update.Active ?? rate.Active;
        rate.Metadata = update.Metadata.Over(rate.Metadata);
        return rate;
    }
}
