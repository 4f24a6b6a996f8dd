using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.House;

/// <summary>What PostgreSQL itself says of the schema that the migrations made.</summary>
internal sealed class SchemaCatalog(PayApi api)
{
    /// <summary>Our tables, partitions left out.</summary>
    public async Task<IReadOnlyList<string>> TablesAsync() => [.. (await api.SqlAsync(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname like 'pay\\_%' and not relispartition order by 1"))
        .Select(row => (string)row[0]!)];

    /// <summary>Tables of rows that belong to a project, partitions too.</summary>
    public async Task<IReadOnlyList<(string Table, bool HasMode, bool Partition)>> TenantTablesAsync() => [.. (await api.SqlAsync("""
        select c.relname, exists (select from pg_attribute m where m.attrelid = c.oid and m.attname = 'livemode'), c.relispartition
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'project_id' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1
        """)).Select(row => ((string)row[0]!, (bool)row[1]!, (bool)row[2]!))];

    /// <summary>Columns of one table: <c>amount bigint</c>, with <c>not null</c> where it is required.</summary>
    public async Task<IReadOnlyDictionary<string, (string Type, bool Required, string? Collation)>> ColumnsAsync(string table) => (await api.SqlAsync("""
        select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, l.collname
        from pg_attribute a left join pg_collation l on l.oid = a.attcollation
        where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
        """, table)).ToDictionary(row => (string)row[0]!, row => ((string)row[1]!, (bool)row[2]!, (string?)row[3]));

    /// <summary>The columns of each index of a table, in order, parted by commas; the primary key first.</summary>
    public async Task<IReadOnlyList<(string Columns, bool Primary, bool Unique)>> IndexesAsync(string table) => [.. (await api.SqlAsync("""
        select (select string_agg(a.attname, ',' order by k.place) from unnest(i.indkey::int[]) with ordinality k(column_number, place)
                join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.column_number), i.indisprimary, i.indisunique
        from pg_index i where i.indrelid = $1::regclass order by i.indisprimary desc
        """, table)).Where(row => row[0] is not null).Select(row => ((string)row[0]!, (bool)row[1]!, (bool)row[2]!))];

    public async Task<IReadOnlyList<string>> LabelsAsync(string type) => [.. (await api.SqlAsync(
        "select enumlabel::text from pg_enum where enumtypid = to_regtype($1) order by enumsortorder", type)).Select(row => (string)row[0]!)];
}
