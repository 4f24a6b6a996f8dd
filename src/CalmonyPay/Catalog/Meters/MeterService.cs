using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Catalog.Meters;

public sealed class MeterService(PayDb db, EventLog events, ScopeTime time)
{
    private const string Kind = "billing.meter";

    /// <exception cref="StripeError">400, from the save, if an active meter has the event name already.</exception>
    public Meter Create(MeterCreate create)
    {
        var meter = Meter.From(create, time.Now);
        RefuseTaken(meter);
        db.Add(meter);
        events.Record("billing.meter.created", meter, MeterResponse.Of(meter));
        return meter;
    }

    /// <exception cref="StripeError">404 if the project has no such meter.</exception>
    public async Task<Meter> GetAsync(string id, CancellationToken ct) =>
        await db.Meters.SingleOrDefaultAsync(m => m.Id == id, ct) ?? throw StripeError.NoSuch(Kind, id);

    /// <summary>A meter that a new price may use.</summary>
    /// <param name="id">The meter.</param>
    /// <param name="param">Where the id stood, for errors.</param>
    /// <param name="ct">The request's.</param>
    /// <exception cref="StripeError">400 if the project has no such meter, or it is inactive.</exception>
    public async Task<Meter> RequireActiveAsync(string id, string param, CancellationToken ct)
    {
        var meter = await db.Meters.SingleOrDefaultAsync(m => m.Id == id, ct) ?? throw StripeError.NoSuchParam(Kind, id, param);
        return meter.Status == MeterStatus.Active ? meter : throw StripeError.Invalid($"The meter {id} is inactive. Reactivate it, or use another.", param);
    }

    /// <exception cref="StripeError">404 if the project has no such meter.</exception>
    public async Task<Meter> UpdateAsync(string id, MeterUpdate update, CancellationToken ct)
    {
        var meter = await LockAsync(id, ct);
        var before = MeterResponse.Of(meter);
        (meter.DisplayName, meter.UpdatedAt) = (update.DisplayName ?? meter.DisplayName, time.Now);
        events.Record("billing.meter.updated", meter, MeterResponse.Of(meter), before);
        return meter;
    }

    /// <exception cref="StripeError">404 if the project has no such meter; 400 if it is inactive already.</exception>
    public async Task<Meter> DeactivateAsync(string id, CancellationToken ct)
    {
        var meter = await LockAsync(id, ct);
        if (meter.Status == MeterStatus.Inactive) throw StripeError.Invalid($"The meter {id} is already inactive.", "id");
        meter.Deactivate(time.Now);
        events.Record("billing.meter.deactivated", meter, MeterResponse.Of(meter));
        return meter;
    }

    /// <exception cref="StripeError">404 if the project has no such meter; 400 if it is active, or another active one has its event name by now.</exception>
    public async Task<Meter> ReactivateAsync(string id, CancellationToken ct)
    {
        var meter = await LockAsync(id, ct);
        if (meter.Status == MeterStatus.Active) throw StripeError.Invalid($"The meter {id} is already active.", "id");
        RefuseTaken(meter);
        meter.Reactivate(time.Now);
        events.Record("billing.meter.reactivated", meter, MeterResponse.Of(meter));
        return meter;
    }

    private async Task<Meter> LockAsync(string id, CancellationToken ct) => await db.LockAsync<Meter>(id, ct) ?? throw StripeError.NoSuch(Kind, id);

    private void RefuseTaken(Meter meter) => db.WhenTaken(MeterMap.EventNameIndex, () => StripeError.Invalid(
        $"An active meter with the event name '{meter.EventName}' exists already. Deactivate it first, or choose another name.", "event_name", "resource_already_exists"));
}
