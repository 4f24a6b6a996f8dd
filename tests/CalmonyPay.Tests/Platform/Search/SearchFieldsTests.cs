using System.Text.Json;
using CalmonyPay.Platform.Search;
using CalmonyPay.Tests.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Tests.Platform.Search;

/// <summary>What PostgreSQL is asked; what it answers is tested through the API of each resource.</summary>
public sealed class SearchFieldsTests
{
    private enum Status { RequiresAction, Succeeded }

    private static readonly SearchFields<Thing> Fields = new SearchFields<Thing>()
        .Token("email", t => t.Email, substring: true).Text("name", t => t.Name).Exact("customer", t => t.Customer)
        .Number("amount", t => t.Amount).Number("refunded", t => t.Refunded).Time("created", t => t.CreatedAt)
        .Enum("status", t => t.Status).Bool("disputed", t => t.Disputed).Metadata(t => t.Metadata);

    [Theory]
    [InlineData("email:'Amy@Example.com'", "t.\"Email\" IS NOT NULL AND lower(t.\"Email\") =")]
    [InlineData("email~'amy'", "t.\"Email\" ILIKE @")]
    [InlineData("name:'one two'", "' ' || t.\"Name\" || ' ' ILIKE @")]
    [InlineData("email:null", "t.\"Email\" IS NULL")]
    [InlineData("-email:null", "t.\"Email\" IS NOT NULL")]
    [InlineData("customer:'cus_1'", "t.\"Customer\" IS NOT NULL AND t.\"Customer\" = @")]
    [InlineData("-customer:'cus_1'", "t.\"Customer\" IS NULL OR t.\"Customer\" <> @")]
    [InlineData("amount:1000", "WHERE t.\"Amount\" = @")]
    [InlineData("amount>'1000'", "WHERE t.\"Amount\" > @")]
    [InlineData("amount<=1000", "WHERE t.\"Amount\" <= @")]
    [InlineData("-refunded<5", "t.\"Refunded\" IS NULL OR t.\"Refunded\" >= @")]
    [InlineData("created>1700000000", "WHERE t.\"CreatedAt\" >= @")]
    [InlineData("created:1700000000", "WHERE t.\"CreatedAt\" >= @value AND t.\"CreatedAt\" < @")]
    [InlineData("status:'requires_action'", "WHERE t.\"Status\" = @")]
    [InlineData("status:'nonsense'", "WHERE FALSE")]
    [InlineData("disputed:'true'", "WHERE t.\"Disputed\"")]
    [InlineData("disputed:'false'", "WHERE NOT (t.\"Disputed\")")]
    [InlineData("metadata['order']:'6735'", "t.\"Metadata\" @> @")]
    [InlineData("-metadata['order']:'6735'", "NOT (t.\"Metadata\" @> @")]
    [InlineData("metadata['order']:null", "NOT (t.\"Metadata\" ? @")]
    [InlineData("-metadata['order']:null", "WHERE t.\"Metadata\" ? @")]
    [InlineData("amount:1 OR disputed:'true'", "WHERE t.\"Amount\" = @value OR t.\"Disputed\"")]
    public void A_clause_becomes_SQL(string query, string sql)
    {
        using var db = new Db();
        var text = db.Set<Thing>().Where(Fields.Where(query)).ToQueryString();

        Assert.Contains(sql, string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_has_no_wildcards_but_ours()
    {
        using var db = new Db();

        Assert.Contains(@"%50\%\_\\x%", db.Set<Thing>().Where(Fields.Where(@"email~'50%_\\x'")).ToQueryString(), StringComparison.Ordinal);
        Assert.Contains("""{"a\u0022b":"c\u0027d"}""", db.Set<Thing>().Where(Fields.Where("""metadata['a"b']:"c'd" """)).ToQueryString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nope:'x'", "the field nope cannot be searched")]
    [InlineData("email['x']:'y'", "the field email cannot be searched")]
    [InlineData("email>'x'", "does not support this operator")]
    [InlineData("customer~'cus_1'", "does not support this operator")]
    [InlineData("email~'ab'", "at least 3 characters")]
    [InlineData("email~null", "at least 3 characters")]
    [InlineData("amount:'x'", "must be an integer")]
    [InlineData("amount~'100'", "does not support this operator")]
    [InlineData("created>99999999999999", "Unix timestamp")]
    [InlineData("created>'2024'-01", "position 15")]
    [InlineData("metadata:'x'", "metadata needs a key")]
    [InlineData("metadata['a']~'xyz'", "does not support this operator")]
    [InlineData("disputed:'maybe'", "either \"true\" or \"false\"")]
    [InlineData("status>'succeeded'", "does not support this operator")]
    public void What_a_field_cannot_do_is_refused(string query, string why)
    {
        var refused = Sent.Refused(() => Fields.Where(query));

        Assert.Equal((400, "query"), (refused.Status, refused.Param));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_continues_its_own_search_only()
    {
        var search = SearchParams.Read(Sent.Query("query=email:'a'&limit=5"));
        var page = search.PageAfter("cus_000abc");

        Assert.Equal(new("email:'a'", 5, "cus_000abc"), SearchParams.Read(Sent.Query($"query=email:'a'&limit=5&page={page}")));
        string[] garbage = [page[..^2], "A" + page[1..], "x", "%20", "%C3%A9%C3%A9", "AAAAAAAAAAAAAAAA", ""];
        foreach (var bad in garbage[..^1]) Assert.Equal("page", Sent.Refused(() => SearchParams.Read(Sent.Query($"query=email:'a'&page={bad}"))).Param);
        Assert.Equal("page", Sent.Refused(() => SearchParams.Read(Sent.Query($"query=email:'b'&page={page}"))).Param);
        Assert.Equal("parameter_missing", Sent.Refused(() => SearchParams.Read(Sent.Query("limit=5"))).Code);
        Assert.Equal("limit", Sent.Refused(() => SearchParams.Read(Sent.Query("query=x&limit=101"))).Param);
    }

    private sealed class Thing
    {
        public required string Id { get; init; }
        public string? Email { get; init; }
        public string? Name { get; init; }
        public string? Customer { get; init; }
        public long Amount { get; init; }
        public long? Refunded { get; init; }
        public Status Status { get; init; }
        public bool Disputed { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public Dictionary<string, string> Metadata { get; init; } = [];
    }

    private sealed class Db : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Thing>().ToTable("things")
            .Property(t => t.Metadata).HasColumnType("jsonb").HasConversion(
                pairs => JsonSerializer.Serialize(pairs, JsonSerializerOptions.Default),
                json => JsonSerializer.Deserialize<Dictionary<string, string>>(json, JsonSerializerOptions.Default)!);
    }
}
