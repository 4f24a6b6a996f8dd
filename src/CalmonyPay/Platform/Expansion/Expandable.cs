using System.Text.Json;
using System.Text.Json.Serialization;

namespace CalmonyPay.Platform.Expansion;

/// <summary>A place in an answer that <c>expand[]</c> can fill.</summary>
/// <param name="kind">Which loader fills it: the object's name (<c>customer</c>), or one of the room's own.</param>
/// <param name="key">What the loader is asked for, mostly an id.</param>
public abstract class Expansion(string kind, string key)
{
    public string Kind { get; } = kind;
    public string Key { get; } = key;

    /// <summary>The object, where it is at hand already: expanding it loads nothing.</summary>
    public object? Known { get; protected init; }

    /// <summary>The object, once expanded.</summary>
    public object? Value { get; set; }
}

/// <summary>An id, or the object itself when the client asked for it.</summary>
[JsonConverter(typeof(ExpandableConverter))]
public sealed class Expandable(string kind, string key) : Expansion(kind, key)
{
    public static Expandable? Of(string kind, string? id) => id is null ? null : new(kind, id);

    /// <summary>An id whose object is part of the row that shows it (a discount).</summary>
    public static Expandable Of(string kind, string id, object known) => new(kind, id) { Known = known };
}

/// <summary>A field that is absent until the client asks for it (a charge's <c>refunds</c>).</summary>
[JsonConverter(typeof(ExpandableConverter))]
public sealed class Included(string kind, string key) : Expansion(kind, key)
{
    /// <summary>A field that is part of the row that shows it (a price's <c>tiers</c>); null where the row has none.</summary>
    public static Included? Of(string kind, string key, object? known) => known is null ? null : new(kind, key) { Known = known };
}

internal sealed class ExpandableConverter : JsonConverter<Expansion>
{
    public override bool CanConvert(Type typeToConvert) => typeof(Expansion).IsAssignableFrom(typeToConvert);

    public override Expansion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, Expansion value, JsonSerializerOptions options)
    {
        if (value.Value is null) writer.WriteStringValue(value.Key);
        else JsonSerializer.Serialize(writer, value.Value, value.Value.GetType(), options);
    }
}
