using System.Text.Json;
using System.Text.Json.Serialization;

namespace CalmonyPay.Cardstream;

/// <summary>Makes a type that holds card data or a secret impossible to write or read as JSON: it throws, and the message holds no data.</summary>
public sealed class RefusesJson<T> : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException($"{typeof(T).Name} is not read from JSON.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        throw new NotSupportedException($"{typeof(T).Name} is not written as JSON.");
}
