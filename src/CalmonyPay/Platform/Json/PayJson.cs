using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CalmonyPay.Platform.Expansion;

namespace CalmonyPay.Platform.Json;

/// <summary>How an answer is spelled: snake_case, null fields written, enums in Stripe's words, <c>object</c> and <c>id</c> first.</summary>
public static class PayJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    public static byte[] Bytes(object value) => JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Options);

    public static string Text(object value) => JsonSerializer.Serialize(value, value.GetType(), Options);

    public static JsonNode? Node(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), Options);

    private static JsonSerializerOptions Make()
    {
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(Shape);
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // answers are application/json, never part of a page
            TypeInfoResolver = resolver,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        options.MakeReadOnly();
        return options;
    }

    private static void Shape(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var property in type.Properties)
        {
            property.Order = property.Name switch { "id" => -2, "object" => -1, _ => 0 };
            // A list that Stripe includes only on request is absent until it was expanded.
            if (property.AttributeProvider?.IsDefined(typeof(OmitNullAttribute), inherit: false) == true) property.ShouldSerialize = static (_, value) => value is not null;
            if (property.PropertyType == typeof(Included)) property.ShouldSerialize = static (_, value) => value is Included { Value: not null };
        }
    }
}

/// <summary>A field that Stripe leaves out rather than write null.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OmitNullAttribute : Attribute;

/// <summary>JSON that is stored as text and goes out as it is.</summary>
[JsonConverter(typeof(Converter))]
public sealed record RawJson(string Text)
{
    private sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonElement.ParseValue(ref reader).GetRawText());

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text, skipInputValidation: true);
    }
}
