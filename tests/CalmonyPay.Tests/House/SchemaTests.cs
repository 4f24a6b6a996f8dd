using System.Text.RegularExpressions;
using CalmonyPay.Platform.Data;
using CalmonyPay.Tests.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace CalmonyPay.Tests.House;

/// <summary>The model, the migrations and the database say the same, and what the founding documents name is there.</summary>
public sealed partial class SchemaTests(PayApi api) : IClassFixture<PayApi>
{
    private static readonly string[] Prefixes =
        ["cus", "pm", "pi", "seti", "setatt", "ch", "re", "dp", "txn", "prod", "price", "sub", "si", "inv", "il", "ii", "cn", "cs_test", "cs_live", "we", "evt", "req", "clock", "tok", "card", "src", "file", "link", "po", "du", "pyr", "plan", "coupon", "promo", "di", "txr", "mtr", "cbtxn", "inpay", "sub_sched", "cnli", "upcoming_in", "shr", "li", "plink", "bpc", "bps"];

    private readonly SchemaCatalog catalog = new(api);

    public static TheoryData<string> SeedTables => [.. SeedNames.Tables.Select(seed => seed.Table)];

    [Fact]
    public async Task The_migrations_make_what_the_model_says()
    {
        await using var db = Design();
        Assert.False(db.Database.HasPendingModelChanges(), "The model has changed: dotnet ef migrations add NAME --project src/CalmonyPay --startup-project src/CalmonyPay.Design");
    }

    /// <summary>Covers the tables that are made by hand, too, of which EF's comparison knows nothing.</summary>
    [Fact]
    public async Task Every_column_in_the_database_is_as_the_model_has_it()
    {
        await using var db = Design();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            var modelled = entity.GetProperties().Select(p => $"{table}.{p.GetColumnName()} {TypeOf(p)}{(p.IsNullable ? "" : " not null")}");
            var found = (await catalog.ColumnsAsync(table)).Select(column => $"{table}.{column.Key} {column.Value.Type}{(column.Value.Required ? " not null" : "")}");
            Assert.Equal(modelled.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Every_index_of_the_model_is_in_the_database()
    {
        await using var db = Design();
        foreach (var entity in db.Model.GetEntityTypes())
        {
            var found = await catalog.IndexesAsync(entity.GetTableName()!);
            Assert.Equal(string.Join(',', entity.FindPrimaryKey()!.Properties.Select(p => p.GetColumnName())), found[0].Columns);
            foreach (var index in entity.GetIndexes())
                Assert.Contains(found, there => StartsWith(there.Columns, string.Join(',', index.Properties.Select(p => p.GetColumnName()))) && (there.Unique || !index.IsUnique));
        }
    }

    [Fact]
    public async Task Every_table_is_in_the_model_but_the_epoch_of_the_event_log()
    {
        await using var db = Design();
        Assert.Equal(["pay_event_epoch"], (await catalog.TablesAsync()).Except(db.Model.GetEntityTypes().Select(entity => entity.GetTableName()!)));
    }

    [Theory]
    [MemberData(nameof(SeedTables))]
    public async Task A_table_of_the_founding_documents_is_there_with_all_they_name(string table)
    {
        var seed = SeedNames.Tables.Single(known => known.Table == table);
        Assert.Contains(table, await catalog.TablesAsync());
        var columns = (await catalog.ColumnsAsync(table)).Select(column => $"{column.Key} {column.Value.Type}");
        Assert.Empty(seed.Columns.Except(columns));
        var indexes = await catalog.IndexesAsync(table);
        Assert.All(seed.Indexes, wanted => Assert.Contains(indexes, there => StartsWith(there.Columns, wanted)));
        Assert.Equal(SeedNames.PrimaryKeyOf(table), indexes.Single(index => index.Primary).Columns);
    }

    [Fact]
    public async Task The_enums_of_the_founding_documents_are_native_ones()
    {
        foreach (var (name, labels) in SeedNames.Enums) Assert.Empty(labels.Except(await catalog.LabelsAsync(name)));
        foreach (var (type, name) in PgEnumAttribute.All)
            Assert.Equal(Enum.GetValues(type).Cast<Enum>().Select(SnakeCase.Of).Order(StringComparer.Ordinal), (await catalog.LabelsAsync(name)).Order(StringComparer.Ordinal));
    }

    /// <summary>Lists page by id alone, so ids are compared byte by byte wherever they stand.</summary>
    [Fact]
    public async Task Ids_are_compared_byte_by_byte()
    {
        foreach (var table in await catalog.TablesAsync())
            foreach (var (name, (type, _, collation)) in await catalog.ColumnsAsync(table))
                if (type == "text" && (name == "id" || name.EndsWith("_id", StringComparison.Ordinal)))
                    Assert.True(collation == "C", $"{table}.{name} has collation {collation}");
    }

    /// <summary>One project cannot refer to another's row, because the reference carries the project.</summary>
    [Fact]
    public async Task Every_foreign_key_between_tenant_tables_carries_the_project()
    {
        await using var db = Design();
        var tenant = (await catalog.TenantTablesAsync()).Select(table => table.Table).ToHashSet();
        foreach (var row in await api.SqlAsync("""
            select c.conname::text, c.conrelid::regclass::text, c.confrelid::regclass::text, pg_get_constraintdef(c.oid)
            from pg_constraint c where c.contype = 'f' and c.conparentid = 0
            """))
        {
            if (!tenant.Contains((string)row[1]!) || !tenant.Contains((string)row[2]!)) continue;
            Assert.Matches(@"^FOREIGN KEY \(project_id, (livemode, )?\w+\) REFERENCES \w+\(project_id, (livemode, )?\w+\)", (string)row[3]!);
        }
    }

    [Fact]
    public void Ids_have_the_prefixes_that_are_agreed()
    {
        var made = SourceTree.Files("CalmonyPay").SelectMany(file => PrefixMade().Matches(file.Text)).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Empty(made.Except(Prefixes));
        Assert.All((string[])["cus", "pm", "pi", "ch", "evt", "req"], prefix => Assert.Contains(prefix, made));
    }

    private static PayDb Design() => new(PayDbPools.Options(NpgsqlDataSource.Create("Host=localhost;Username=nobody")));

    private static string TypeOf(IProperty property) => property.GetColumnType() switch
    {
        "timestamptz" => "timestamp with time zone",
        var type => type,
    };

    private static bool StartsWith(string columns, string wanted) => $"{columns},".StartsWith($"{wanted},", StringComparison.Ordinal);

    [GeneratedRegex("PayId\\.New\\(\"(\\w+)\"")]
    private static partial Regex PrefixMade();
}
