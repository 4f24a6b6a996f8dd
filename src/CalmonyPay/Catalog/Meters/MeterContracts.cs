using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Catalog.Meters;

/// <summary>A new meter.</summary>
/// <param name="EventName">Up to 100 characters.</param>
/// <param name="CustomerKey">Null for <see cref="Meter.DefaultCustomerKey"/>.</param>
/// <param name="ValueKey">Null for <see cref="Meter.DefaultValueKey"/>.</param>
public sealed record MeterCreate(string DisplayName, string EventName, MeterFormula Formula, string? CustomerKey, string? ValueKey, MeterEventTimeWindow? EventTimeWindow) : IParams<MeterCreate>
{
    private const int LongestName = 250, LongestKey = 100;

    public static MeterCreate Read(Params p) => new(
        p.Required("display_name", LongestName), p.Required("event_name", LongestKey), p.RequiredChild("default_aggregation").RequiredEnum<MeterFormula>("formula"),
        ReadMapping(p.Child("customer_mapping")), p.Child("value_settings")?.Required("event_payload_key", LongestKey), p.Enum<MeterEventTimeWindow>("event_time_window"));

    private static string? ReadMapping(Params? mapping)
    {
        if (mapping is null) return null;
        _ = mapping.Required("type");
        _ = mapping.OneOf("type", "by_id");
        return mapping.Required("event_payload_key", LongestKey);
    }
}

/// <summary>What of a meter can change.</summary>
public sealed record MeterUpdate(string? DisplayName) : IParams<MeterUpdate>
{
    public static MeterUpdate Read(Params p) => new(p.Has("display_name") ? p.Required("display_name", 250) : null);
}

public sealed record MeterList(PageParams Page, MeterStatus? Status) : IParams<MeterList>
{
    public static MeterList Read(Params p) => new(PageParams.Read(p), p.Enum<MeterStatus>("status"));
}

/// <summary>A meter on the API.</summary>
public sealed record MeterResponse(
    string Id, long Created, MeterCustomerMapping CustomerMapping, MeterAggregation DefaultAggregation, string DisplayName, string EventName, MeterEventTimeWindow? EventTimeWindow,
    bool Livemode, MeterStatus Status, MeterStatusTransitions StatusTransitions, long Updated, MeterValueSettings ValueSettings)
{
    public string Object => "billing.meter";

    public static MeterResponse Of(Meter m) => new(
        m.Id, m.CreatedAt.ToUnixTimeSeconds(), new(m.CustomerKey), new(m.Formula), m.DisplayName, m.EventName, m.EventTimeWindow,
        m.Livemode, m.Status, new(m.DeactivatedAt?.ToUnixTimeSeconds()), m.UpdatedAt.ToUnixTimeSeconds(), new(m.ValueKey));
}

public sealed record MeterCustomerMapping(string EventPayloadKey)
{
    public string Type => "by_id";
}

public sealed record MeterAggregation(MeterFormula Formula);

public sealed record MeterStatusTransitions(long? DeactivatedAt);

public sealed record MeterValueSettings(string EventPayloadKey);
