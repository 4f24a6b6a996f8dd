using System.Text.Json;
using CalmonyPay.Platform.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CalmonyPay.Platform.Data;

/// <summary>A record that lives in one <c>jsonb</c> column, spelled as on the wire.</summary>
public static class JsonColumn
{
    public static PropertyBuilder<T> HasJson<T>(this PropertyBuilder<T> property)
    {
        property.HasColumnType("jsonb").HasConversion(new Converter<T>(), new Comparer<T>());
        return property;
    }

    private sealed class Converter<T>() : ValueConverter<T, string>(
        v => JsonSerializer.Serialize(v, PayJson.Options), v => JsonSerializer.Deserialize<T>(v, PayJson.Options)!);

    /// <summary>Records are replaced, never changed in place, so equality decides and no copy is needed.</summary>
    private sealed class Comparer<T>() : ValueComparer<T>((a, b) => EqualityComparer<T>.Default.Equals(a, b), v => v == null ? 0 : v.GetHashCode(), v => v);
}
