using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CalmonyPay.Platform.Data;

/// <summary>Names in the database: snake_case columns, keys and indexes named after their table; ids compared byte by byte.</summary>
internal static class PayNames
{
    public static void Apply(IMutableEntityType entity)
    {
        var table = entity.GetTableName() ?? throw new InvalidOperationException($"{entity.ClrType.Name} names no table.");
        foreach (var property in entity.GetProperties())
        {
            property.SetColumnName(SnakeCase.Of(property.GetColumnName()));
            if (property.ClrType == typeof(string) && IsId(property)) property.SetCollation("C");
        }
        foreach (var key in entity.GetKeys()) key.SetName(key.IsPrimaryKey() ? $"{table}_pkey" : $"{table}_{Columns(key.Properties)}_key");
        foreach (var index in entity.GetIndexes()) index.SetDatabaseName(index.GetDatabaseName() is { } named && named.StartsWith(table, StringComparison.Ordinal) ? named : $"{table}_{Columns(index.Properties)}_idx");
        foreach (var key in entity.GetForeignKeys())
        {
            key.SetConstraintName($"{table}_{Columns(key.Properties)}_fkey");
            key.DeleteBehavior = DeleteBehavior.Restrict;
        }
    }

    private static bool IsId(IReadOnlyProperty property) =>
        property.Name == "Id" || property.Name.EndsWith("Id", StringComparison.Ordinal) || property.IsForeignKey();

    private static string Columns(IEnumerable<IReadOnlyProperty> properties) =>
        string.Join('_', properties.Where(p => p.Name != nameof(IProjectOwned.ProjectId)).Select(p => SnakeCase.Of(p.Name)));
}
