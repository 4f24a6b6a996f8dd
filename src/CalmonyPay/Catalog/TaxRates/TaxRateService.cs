using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Catalog.TaxRates;

public sealed class TaxRateService(PayDb db, EventLog events, ScopeTime time)
{
    public TaxRate Create(TaxRateCreate create)
    {
        var rate = TaxRate.From(create, time.Now);
        db.Add(rate);
        events.Record("tax_rate.created", rate, TaxRateResponse.Of(rate));
        return rate;
    }

    /// <exception cref="StripeError">404 if the project has no such rate.</exception>
    public async Task<TaxRate> GetAsync(string id, CancellationToken ct) =>
        await db.TaxRates.SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw StripeError.NoSuch("tax rate", id, "tax_rate");

    /// <summary>The rates that a parameter names, in its order, in one query.</summary>
    /// <param name="param">The parameter with its brackets, for errors.</param>
    /// <param name="known">Rates that the object has already: those may be inactive.</param>
    /// <exception cref="StripeError">400 for one that there is not, or that is not active.</exception>
    public async Task<IReadOnlyList<TaxRate>> LoadAsync(IReadOnlyCollection<string> ids, string param, CancellationToken ct, IReadOnlyCollection<string>? known = null)
    {
        if (ids.Count == 0) return [];
        var found = await db.TaxRates.Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
        var rates = ids.Distinct().Select(id => found.GetValueOrDefault(id) ?? throw StripeError.NoSuchParam("tax rate", id, param)).ToList();
        return rates.Find(rate => !rate.Active && known?.Contains(rate.Id) != true) is { } inactive
            ? throw StripeError.Invalid($"The tax rate {inactive.Id} is inactive, so it cannot be used for anything new.", param)
            : rates;
    }

    public async Task<TaxRate> UpdateAsync(string id, TaxRateUpdate update, CancellationToken ct)
    {
        var rate = await db.LockAsync<TaxRate>(id, ct) ?? throw StripeError.NoSuch("tax rate", id, "tax_rate");
        var before = TaxRateResponse.Of(rate);
        rate.Apply(update);
        events.Record("tax_rate.updated", rate, TaxRateResponse.Of(rate), before);
        return rate;
    }
}
