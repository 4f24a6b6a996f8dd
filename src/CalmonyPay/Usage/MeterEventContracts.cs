using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Usage;

/// <summary>A report of usage.</summary>
/// <param name="Payload">In the order of arrival; which keys matter, the meter says.</param>
/// <param name="Identifier">Null: one is made.</param>
/// <param name="Timestamp">Null: now.</param>
public sealed record MeterEventCreate(string EventName, Dictionary<string, string> Payload, string? Identifier, DateTimeOffset? Timestamp) : IParams<MeterEventCreate>
{
    private const int LongestName = 100, LongestValue = 500, MostKeys = 50;

    public static MeterEventCreate Read(Params p) => new(
        p.Required("event_name", LongestName), ReadPayload(p.RequiredChild("payload")), p.Text("identifier", LongestName), p.Timestamp("timestamp"));

    private static Dictionary<string, string> ReadPayload(Params payload)
    {
        var read = new Dictionary<string, string>();
        foreach (var name in payload.Names)
        {
            if (name.Length > LongestName) throw StripeError.Invalid($"Keys of the payload can have up to {LongestName} characters.", "payload");
            read[name] = payload.Text(name, LongestValue) ?? "";
        }
        return read.Count <= MostKeys ? read : throw StripeError.Invalid($"The payload can have up to {MostKeys} keys.", "payload");
    }
}

/// <summary>A meter event on the API: what was sent, with what was filled in.</summary>
public sealed record MeterEventResponse(long Created, string EventName, string Identifier, bool Livemode, Dictionary<string, string> Payload, long Timestamp)
{
    public string Object => "billing.meter_event";

    public static MeterEventResponse Of(MeterEvent e, MeterEventCreate sent) => new(
        e.CreatedAt.ToUnixTimeSeconds(), sent.EventName, e.Identifier, e.Livemode, sent.Payload, e.Timestamp.ToUnixTimeSeconds());
}

/// <summary>Takes back one event.</summary>
public sealed record MeterEventAdjust(string EventName, string Identifier) : IParams<MeterEventAdjust>
{
    public static MeterEventAdjust Read(Params p)
    {
        var name = p.Required("event_name", 100);
        _ = p.OneOf("type", "cancel") ?? throw StripeError.Missing("type");
        return new(name, p.RequiredChild("cancel").Required("identifier", 100));
    }
}

/// <summary>An adjustment on the API. Here it is done when it is answered, so its status is <c>complete</c>.</summary>
public sealed record MeterEventAdjustmentResponse(MeterEventCancel Cancel, string EventName, bool Livemode)
{
    public string Object => "billing.meter_event_adjustment";
    public string Status => "complete";
    public string Type => "cancel";
}

public sealed record MeterEventCancel(string Identifier);
