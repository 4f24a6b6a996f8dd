using System.Text.RegularExpressions;
using CalmonyPay.Tests.House;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Platform.Tenancy;

/// <summary>A neighbour sees nothing: every route of the host, with every id that project A has anywhere in the database.</summary>
public sealed partial class ApiTenancyTests(Neighbourhood api) : IClassFixture<Neighbourhood>
{
    [Fact]
    public async Task A_neighbour_finds_changes_and_learns_nothing_by_any_route()
    {
        var ids = await IdsAsync();
        var before = await PrintAsync();
        foreach (var (method, pattern) in Routes().Where(route => route.Pattern.Contains('{', StringComparison.Ordinal)))
            foreach (var id in ids)
                foreach (var stranger in (ApiClient[])[api.B, api.Live])
                {
                    var path = Placeholder().Replace(pattern, id);
                    var reply = await stranger.SendAsync(new(method), path, method == "POST" ? new FormUrlEncodedContent([]) : null, null);
                    Assert.True(reply.Code is 400 or 404, $"{method} {path}: {reply.Code} {reply.Body}");
                    Assert.DoesNotContain(Neighbourhood.Mark, reply.Body, StringComparison.Ordinal);
                }
        Assert.Equal(before, await PrintAsync());
    }

    [Fact]
    public async Task A_neighbour_s_lists_hold_nothing_of_ours()
    {
        var ids = await IdsAsync();
        foreach (var (_, path) in Routes().Where(route => route.Method == "GET" && !route.Pattern.Contains('{', StringComparison.Ordinal)))
            foreach (var stranger in (ApiClient[])[api.B, api.Live])
                foreach (var query in (string[])["?limit=100", "", "?query=" + Uri.EscapeDataString($"metadata['mark']:'{Neighbourhood.Mark}'"), .. ids.Select(id => $"?starting_after={id}")])
                {
                    var reply = await stranger.GetAsync(path + query);
                    Assert.True(reply.Code is 200 or 400 or 404, $"{path}{query}: {reply.Code} {reply.Body}");
                    Assert.DoesNotContain(Neighbourhood.Mark, reply.Body, StringComparison.Ordinal);
                    if (reply.Code == 200) Assert.DoesNotContain(ids, id => reply.Body.Contains($"\"{id}\"", StringComparison.Ordinal));
                }
    }

    /// <summary>An id in a parameter reaches no further than one in a path.</summary>
    [Fact]
    public async Task A_neighbour_cannot_refer_to_ours()
    {
        var before = await PrintAsync();
        var customer = await IdAsync("pay_customers");
        var method = await IdAsync("pay_payment_methods");
        (await api.B.PostAsync("/v1/payment_intents", new() { ["amount"] = "1000", ["currency"] = "gbp", ["customer"] = customer })).Fails(400, "resource_missing", "customer");
        (await api.B.PostAsync("/v1/payment_intents", new() { ["amount"] = "1000", ["currency"] = "gbp", ["payment_method"] = method })).Fails(400, "resource_missing", "payment_method");
        (await api.B.PostAsync("/v1/payment_intents", new() { ["amount"] = "1000", ["currency"] = "gbp", ["payment_method"] = method, ["confirm"] = "true" })).Fails(400, "resource_missing");
        (await api.B.PostAsync("/v1/customers", new() { ["payment_method"] = method })).Fails(400, "resource_missing");
        var own = (await api.B.PostAsync("/v1/customers", new() { ["name"] = "Eve" })).Ok();
        Assert.InRange((await api.B.PostAsync($"/v1/payment_methods/{method}/attach", new() { ["customer"] = own.Id })).Code, 400, 404);
        Assert.InRange((await api.B.PostAsync("/v1/payment_methods/pm_card_visa/attach", new() { ["customer"] = customer })).Code, 400, 404);
        Assert.InRange((await api.B.PostAsync("/v1/charges", new() { ["amount"] = "1000", ["currency"] = "gbp", ["customer"] = customer })).Code, 400, 404);
        Assert.Equal(before, await PrintAsync());
    }

    [Fact]
    public async Task One_idempotency_key_means_other_things_to_other_projects()
    {
        var ours = (await api.A.PostAsync("/v1/customers", new() { ["name"] = "Ada" }, "shared-key")).Ok();
        var theirs = (await api.B.PostAsync("/v1/customers", new() { ["name"] = "Bob" }, "shared-key")).Ok();
        var live = (await api.Live.PostAsync("/v1/customers", new() { ["name"] = "Cy" }, "shared-key")).Ok();
        Assert.Equal(3, new[] { ours.Id, theirs.Id, live.Id }.Distinct().Count());
        Assert.All(new[] { ours, theirs, live }, reply => Assert.Null(reply.Header("Idempotent-Replayed")));
    }

    private async Task<string> IdAsync(string table) => (string)(await api.SqlAsync($"select id from {table} where project_id = $1 and not livemode limit 1", api.ProjectA))[0][0]!;

    /// <summary>One id of each kind that project A has in test mode, from every table.</summary>
    private async Task<List<string>> IdsAsync()
    {
        var ids = new List<string>();
        foreach (var (table, hasMode, partition) in await new SchemaCatalog(api).TenantTablesAsync())
        {
            if (partition || !hasMode || !(await new SchemaCatalog(api).ColumnsAsync(table)).ContainsKey("id")) continue;
            var rows = await api.SqlAsync($"select id::text from {table} where project_id = $1 and not livemode limit 2", api.ProjectA);
            ids.AddRange(rows.Select(row => (string)row[0]!));
        }
        return ids;
    }

    /// <summary>A hash of all that project A has in tables that its own requests alone may change.</summary>
    private async Task<string> PrintAsync()
    {
        var print = "";
        foreach (var (table, _, partition) in await new SchemaCatalog(api).TenantTablesAsync())
        {
            if (partition || table is "pay_api_keys" or "pay_ledger_balances" or "pay_invoice_papers") continue;
            print += $"{table} {(await api.SqlAsync($"select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t where project_id = $1", api.ProjectA))[0][0]}\n";
        }
        return print;
    }

    private IEnumerable<(string Method, string Pattern)> Routes() =>
        from endpoint in api.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where pattern.StartsWith("/v1/", StringComparison.Ordinal) && !pattern.Contains("**", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (method, pattern);

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Placeholder();
}
