using System.Reflection;

namespace CalmonyPay.Platform.Data;

/// <summary>An enum that is a native PostgreSQL enum of this name; its labels are the members' names in snake_case.</summary>
[AttributeUsage(AttributeTargets.Enum)]
public sealed class PgEnumAttribute(string name) : Attribute
{
    public string Name { get; } = name;

    /// <summary>Every enum of the product that lives in the database.</summary>
    public static IReadOnlyList<(Type Type, string Name)> All { get; } =
    [
        .. typeof(PgEnumAttribute).Assembly.GetTypes()
            .Select(type => (Type: type, type.GetCustomAttribute<PgEnumAttribute>()?.Name))
            .Where(found => found.Name is not null)
            .Select(found => (found.Type, found.Name!))
            .OrderBy(found => found.Item2, StringComparer.Ordinal),
    ];
}
