using System.Collections;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Parameters;
using Microsoft.OpenApi;

namespace CalmonyPay.Platform.Swagger;

/// <summary>
/// Describes a parameter record by its own constructor: a record is named after what it reads, so its parameters in
/// snake_case are the request's. Parts that are parameter records themselves (a page, the fields of an update) are spread out.
/// </summary>
internal static class ParamsSchema
{
    private const int MostLevels = 5;
    private static readonly string[] Bounds = ["gt", "gte", "lt", "lte"];

    /// <summary>Name and schema of each parameter, in the record's order.</summary>
    public static IEnumerable<(string Name, OpenApiSchema Schema)> Of(Type record, int level = 0)
    {
        foreach (var parameter in record.GetConstructors().MaxBy(c => c.GetParameters().Length)?.GetParameters() ?? [])
        {
            var type = Bare(parameter.ParameterType);
            if (IsParams(type))
                foreach (var inner in Of(type, level)) yield return inner;
            else
                yield return (SnakeCase.Of(parameter.Name!), Schema(type, level));
        }
    }

    /// <summary>Whether the type is one that the binder reads from a request.</summary>
    public static bool IsParams(Type type) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParams<>));

    private static OpenApiSchema Schema(Type type, int level)
    {
        if (type == typeof(string)) return new() { Type = JsonSchemaType.String };
        if (type == typeof(bool)) return new() { Type = JsonSchemaType.Boolean };
        if (type == typeof(long) || type == typeof(int)) return new() { Type = JsonSchemaType.Integer };
        if (type == typeof(decimal) || type == typeof(double)) return new() { Type = JsonSchemaType.Number };
        if (type == typeof(DateTimeOffset)) return new() { Type = JsonSchemaType.Integer, Description = "Unix seconds" };
        if (type == typeof(MetadataChange)) return new() { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String } };
        if (type == typeof(TimeRange)) return Object([.. Bounds.Select(name => (name, new OpenApiSchema { Type = JsonSchemaType.Integer }))]);
        if (type.IsEnum) return new() { Type = JsonSchemaType.String, Enum = [.. Enum.GetNames(type).Select(name => System.Text.Json.Nodes.JsonValue.Create(SnakeCase.Of(name)))] };
        if (ElementOf(type) is { } element) return new() { Type = JsonSchemaType.Array, Items = Schema(Bare(element), level + 1) };
        return type.Namespace?.StartsWith(nameof(CalmonyPay), StringComparison.Ordinal) == true && type.IsClass && level < MostLevels
            ? Object([.. Of(type, level + 1)])
            : new() { Type = JsonSchemaType.String };
    }

    private static OpenApiSchema Object(IReadOnlyList<(string Name, OpenApiSchema Schema)> fields) => fields.Count == 0
        ? new() { Type = JsonSchemaType.String } // a value type of ours that is one text on the wire
        : new() { Type = JsonSchemaType.Object, Properties = fields.DistinctBy(f => f.Name).ToDictionary(f => f.Name, f => (IOpenApiSchema)f.Schema) };

    private static Type Bare(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Change<>) ? Bare(type.GetGenericArguments()[0]) : type;
    }

    private static Type? ElementOf(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type)
        ? type.IsArray ? type.GetElementType() : type.IsGenericType ? type.GetGenericArguments()[^1] : null
        : null;
}
