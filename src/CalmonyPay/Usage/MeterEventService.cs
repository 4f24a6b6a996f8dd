using CalmonyPay.Catalog.Meters;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Usage;

/// <summary>
/// Takes usage in. One read finds the meter and the customer; the event, its identifier and the answer under the idempotency key are
/// one batch of inserts without a look ahead: the identifier's unique key decides.
/// </summary>
public sealed class MeterEventService(PayDb db, ScopeTime time, TimeProvider wall)
{
    /// <summary>How far from now an event may lie.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(35), Newest = TimeSpan.FromMinutes(5);

    /// <exception cref="StripeError">
    /// 400: no active meter of that name, no such customer, no number where one is needed, a time out of bounds; and from the save, if the
    /// identifier is taken.
    /// </exception>
    public async Task<MeterEvent> CreateAsync(MeterEventCreate create, CancellationToken ct)
    {
        var (meter, customer) = await FindAsync(create, ct);
        var now = time.Now;
        var received = wall.GetUtcNow();
        var made = new MeterEvent
        {
            Id = Guid.CreateVersion7(received),
            MeterId = meter.Id,
            CustomerId = customer,
            Identifier = create.Identifier ?? Guid.CreateVersion7(received).ToString("D"),
            Value = MeterEventValue.Of(meter, create.Payload),
            Extra = ExtraOf(meter, create.Payload),
            Timestamp = TimestampOf(create.Timestamp, now),
            CreatedAt = now,
        };
        db.WhenTaken(MeterEventIdentifierMap.Key, () => StripeError.Invalid($"An event already exists with identifier {made.Identifier}.", "identifier", "duplicate_meter_event"));
        db.Add(new MeterEventIdentifier { Identifier = made.Identifier, EventId = made.Id, ReceivedAt = received });
        db.Add(made);
        return made;
    }

    /// <summary>The active meter of that name, and the customer that the payload names by the meter's key, in one statement.</summary>
    private async Task<(Meter Meter, string CustomerId)> FindAsync(MeterEventCreate create, CancellationToken ct)
    {
        // Under which key the customer stands only the meter knows, so every text that could be an id is looked up: one, as a rule.
        var named = create.Payload.Values.Where(value => value.StartsWith("cus_", StringComparison.Ordinal)).Distinct().ToArray();
        var found = await (from m in db.Meters.Where(m => m.EventName == create.EventName)
                           from c in db.Set<Customer>().Where(c => named.Contains(c.Id)).DefaultIfEmpty()
                           select new { Meter = m, CustomerId = (string?)c.Id, TestClockId = (string?)c.TestClockId }).ToListAsync(ct);
        var meter = found.Find(row => row.Meter.Status == MeterStatus.Active)?.Meter ?? throw NoMeter(create.EventName, archived: found.Count > 0);
        var param = $"payload[{meter.CustomerKey}]";
        if (!create.Payload.TryGetValue(meter.CustomerKey, out var customer) || customer.Length == 0)
            throw StripeError.Invalid($"The payload has no '{meter.CustomerKey}': the meter {meter.Id} finds the customer there.", param, "meter_event_no_customer_defined");
        var theirs = found.Find(row => row.CustomerId == customer)
            ?? throw StripeError.Invalid($"No such customer: '{customer}'", param, "meter_event_customer_not_found");
        await time.EnterAsync(db, theirs.TestClockId, ct);
        return (meter, customer);
    }

    private static StripeError NoMeter(string eventName, bool archived) => StripeError.Invalid(
        $"No active meter found for event name {eventName}.{(archived ? " The meter of that name is inactive." : "")}", "event_name", archived ? "archived_meter" : "no_meter");

    private static DateTimeOffset TimestampOf(DateTimeOffset? sent, DateTimeOffset now)
    {
        if (sent is not { } at) return DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        if (at < now - Oldest) throw StripeError.Invalid("The timestamp must be within the past 35 calendar days.", "timestamp", "timestamp_too_far_in_past");
        return at <= now + Newest ? at : throw StripeError.Invalid("The timestamp must not be more than 5 minutes in the future.", "timestamp", "timestamp_in_future");
    }

    private static Dictionary<string, string>? ExtraOf(Meter meter, Dictionary<string, string> payload)
    {
        var extra = payload.Where(pair => pair.Key != meter.CustomerKey && pair.Key != meter.ValueKey).ToDictionary();
        return extra.Count == 0 ? null : extra;
    }
}
