namespace CalmonyPay.Tests.Platform.Paging;

/// <summary>250 customers, walked through forwards and backwards.</summary>
public sealed class PagingTests(PagingTests.Filled api) : IClassFixture<PagingTests.Filled>
{
    [Theory]
    [InlineData(1, 30)]
    [InlineData(7, 250)]
    [InlineData(100, 250)]
    public async Task Forwards_every_row_comes_once_and_newest_first(int limit, int rows)
    {
        var seen = new List<string>();
        string? cursor = null;
        while (seen.Count < rows)
        {
            var page = (await api.A.GetAsync($"/v1/customers?limit={limit}{(cursor is null ? "" : $"&starting_after={cursor}")}")).Ok();
            var ids = page.List().Select(row => row.GetProperty("id").GetString()!).ToList();
            Assert.Equal(Math.Min(limit, api.Ids.Count - seen.Count), ids.Count);
            seen.AddRange(ids);
            Assert.Equal(seen.Count < api.Ids.Count, page.Flag("has_more"));
            cursor = seen[^1];
        }
        Assert.Equal(api.Ids.AsEnumerable().Reverse().Take(seen.Count), seen);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Backwards_every_row_comes_once_and_each_page_is_newest_first(int limit)
    {
        var seen = new List<string>();
        var cursor = api.Ids[0];
        while (true)
        {
            var page = (await api.A.GetAsync($"/v1/customers?limit={limit}&ending_before={cursor}")).Ok();
            var ids = page.List().Select(row => row.GetProperty("id").GetString()!).ToList();
            seen.InsertRange(0, ids);
            if (!page.Flag("has_more")) break;
            cursor = ids[0];
        }
        Assert.Equal(api.Ids.Skip(1).Reverse(), seen);
    }

    [Fact]
    public async Task A_page_keeps_its_place_while_new_rows_come_in()
    {
        var first = (await api.B.PostAsync("/v1/customers", new() { ["name"] = "1" })).Ok();
        var second = (await api.B.PostAsync("/v1/customers", new() { ["name"] = "2" })).Ok();
        Assert.Equal(second.Id, (await api.B.GetAsync("/v1/customers?limit=1")).Ok().Text("data[0].id"));
        (await api.B.PostAsync("/v1/customers", new() { ["name"] = "3" })).Ok();
        Assert.Equal(first.Id, (await api.B.GetAsync($"/v1/customers?limit=1&starting_after={second.Id}")).Ok().Text("data[0].id"));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=-1")]
    [InlineData("limit=ten")]
    [InlineData("limit=1.5")]
    [InlineData("limit=99999999999999999999")]
    [InlineData("limit[]=5")]
    public async Task A_limit_is_a_number_from_1_to_100(string query) => (await api.A.GetAsync($"/v1/customers?{query}")).Fails(400, param: "limit");

    [Fact]
    public async Task A_page_has_ten_rows_unless_it_is_said_otherwise()
    {
        var page = (await api.A.GetAsync("/v1/customers")).Ok();
        Assert.Equal(10, page.List().Count);
        Assert.Equal(("list", "/v1/customers"), (page.Text("object"), page.Text("url")));
        Assert.Equal(100, (await api.A.GetAsync("/v1/customers?limit=100")).Ok().List().Count);
    }

    [Fact]
    public async Task Two_cursors_at_once_are_refused() =>
        (await api.A.GetAsync($"/v1/customers?starting_after={api.Ids[3]}&ending_before={api.Ids[5]}")).Fails(400);

    [Fact]
    public async Task Rows_are_found_by_when_they_were_made()
    {
        var newest = (await api.A.GetAsync($"/v1/customers/{api.Ids[^1]}")).Ok().Number("created");
        var oldest = (await api.A.GetAsync($"/v1/customers/{api.Ids[0]}")).Ok().Number("created");
        Assert.Equal(api.Ids.Count, await CountAsync($"created[gte]={oldest}"));
        Assert.Equal(api.Ids.Count, await CountAsync($"created[gt]={oldest - 1}&created[lte]={newest}"));
        Assert.Equal(0, await CountAsync($"created[gt]={newest}"));
        Assert.Equal(0, await CountAsync($"created[lt]={oldest}"));
        var atOldest = await CountAsync($"created={oldest}");
        Assert.InRange(atOldest, 1, api.Ids.Count);
        Assert.Equal(atOldest, await CountAsync($"created[lte]={oldest}"));
        Assert.Equal(api.Ids.Count - atOldest, await CountAsync($"created[gt]={oldest}"));
        (await api.A.GetAsync("/v1/customers?created[gte]=yesterday")).Fails(400);
        (await api.A.GetAsync("/v1/customers?created[about]=5")).Fails(400);
        Assert.Equal(0, await CountAsync("created[gt]=99999999999"));
    }

    private async Task<int> CountAsync(string filter)
    {
        var (count, cursor) = (0, "");
        while (true)
        {
            var page = (await api.A.GetAsync($"/v1/customers?limit=100&{filter}{cursor}")).Ok();
            count += page.List().Count;
            if (!page.Flag("has_more")) return count;
            cursor = $"&starting_after={page.List()[^1].GetProperty("id").GetString()}";
        }
    }

    public sealed class Filled : PayApi
    {
        /// <summary>Oldest first.</summary>
        public IReadOnlyList<string> Ids { get; private set; } = [];

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            var made = await Task.WhenAll(Enumerable.Range(0, 250).Select(i => A.PostAsync("/v1/customers", new() { ["name"] = $"Customer {i}" })));
            Ids = [.. made.Select(reply => reply.Ok().Id).Order(StringComparer.Ordinal)];
        }
    }
}
