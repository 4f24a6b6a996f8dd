using CalmonyPay.Platform.Data;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Commands;

/// <summary>The server and its verbs as processes, over a database of the test's own.</summary>
public sealed class ServerModeTests : IAsyncLifetime
{
    private const string OldKey = PayApi.EncryptionKeys, NewKey = "k2:YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXowMTIzNDU=";

    private DatabaseLogins logins = null!; // InitializeAsync comes first

    public async Task InitializeAsync() => logins = await TestDatabase.CreateAsync();

    public Task DisposeAsync() => TestDatabase.DropAsync(logins);

    [Fact]
    public async Task It_refuses_to_serve_where_that_would_not_be_safe()
    {
        await RefusedAsync("set CalmonyPay__Encryption__Keys", Server() with { Keys = null });
        await RefusedAsync("is a superuser, so row-level security", Server() with { Application = logins.Owner });
        var empty = await TestDatabase.CreateEmptyAsync();
        await RefusedAsync("CalmonyPay migrate", Server() with { Logins = empty });
        await TestDatabase.DropAsync(empty);
    }

    [Fact]
    public async Task Live_keys_need_a_public_address_to_be_made_and_to_be_served()
    {
        await RunAsync("projects", "create", "Shop");
        var refused = await PayProcess.RunAsync(Server().Environment(), ["keys", "create", "--project", "Shop", "--live"]);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        var raw = (await PayProcess.RunAsync((Server() with { PublicUrl = "https://pay.example.com" }).Environment(), ["keys", "create", "--project", "Shop", "--live"])).Output;
        Assert.StartsWith("sk_live_", raw, StringComparison.Ordinal);
        await RefusedAsync("live keys need CalmonyPay__PublicUrl", Server());
        await RefusedAsync("begins with https://", Server() with { PublicUrl = "http://pay.example.com" });
    }

    [Fact]
    public async Task An_empty_database_is_migrated_and_served_on_request()
    {
        var empty = await TestDatabase.CreateEmptyAsync();
        await using (var host = await HostAsync(Server() with { Logins = empty }, "--migrate"))
        {
            Assert.Contains("\"schema\":\"current\"", await host.Http.GetStringAsync("/readyz"), StringComparison.Ordinal);
            var well = await PayProcess.RunAsync([], ["healthcheck", "--url", new Uri(host.Url, "/readyz").AbsoluteUri]);
            Assert.Equal(0, well.ExitCode);
        }
        await TestDatabase.DropAsync(empty);
    }

    [Fact]
    public async Task A_key_lives_from_its_making_to_its_revocation_on_a_host_that_runs()
    {
        await RunAsync("projects", "create", "Shop");
        await using var host = await HostAsync(Server());
        var first = await RunAsync("keys", "create", "--project", "Shop", "--name", "backend");
        Assert.Equal(200, await host.TryAsync(first));
        Assert.Equal(401, await host.TryAsync("sk_test_sandbox"));

        var id = (await RunAsync("keys", "list", "--project", "Shop", "--json")).Split("\"id\": \"")[1][..36];
        var second = await RunAsync("keys", "roll", id, "--overlap", "6s");
        Assert.Equal((200, 200), (await host.TryAsync(first), await host.TryAsync(second)));

        var publishable = await RunAsync("keys", "create", "--project", "Shop", "--publishable", "--expires", "1d");
        Assert.Equal((403, true), (await host.TryAsync(publishable), publishable.StartsWith("pk_test_", StringComparison.Ordinal)));
        while (await host.TryAsync(first) == 200) await Task.Delay(200); // the overlap ends it; the run has a limit if it does not
        Assert.Equal((401, 200), (await host.TryAsync(first), await host.TryAsync(second)));

        var secondId = (await RunAsync("keys", "list", "--project", "Shop", "--json")).Split("\"id\": \"")[2][..36];
        await RunAsync("keys", "revoke", secondId);
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(401, await host.TryAsync(second));
    }

    [Fact]
    public async Task Everything_is_encrypted_again_while_requests_run()
    {
        await RunAsync("projects", "create", "Shop");
        var key = await RunAsync("keys", "create", "--project", "Shop");
        var both = Server() with { Keys = $"{OldKey},{NewKey}" };
        await PayProcess.RunAsync(
            Server().Environment(), ["gateways", "set", "--project", "Shop", "--merchant-id", "100001", "--url", "http://127.0.0.1:1/direct/"], input: "gateway secret");
        await using (var host = await HostAsync(both))
        {
            using var api = new ApiClient(host.Url, key);
            using var stop = new CancellationTokenSource();
            var requests = Task.Run(async () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                    (await api.PostAsync("/v1/customers", new() { ["name"] = $"Customer {i}" }, idempotencyKey: $"k{i}")).Ok();
            });
            var rotated = await PayProcess.RunAsync(both.Environment(), ["encryption", "rotate"]);
            await stop.CancelAsync();
            await requests;
            Assert.Equal((0, true), (rotated.ExitCode, rotated.Errors.Contains("encrypted with k2", StringComparison.Ordinal)));
        }
        await using var after = await HostAsync(Server() with { Keys = NewKey }); // the old key is gone
        using var again = new ApiClient(after.Url, key);
        var replay = (await again.PostAsync("/v1/customers", new() { ["name"] = "Customer 0" }, idempotencyKey: "k0")).Ok();
        Assert.Equal("true", replay.Header("Idempotent-Replayed"));
        var gateways = await PayProcess.RunAsync((Server() with { Keys = NewKey }).Environment(), ["gateways", "list", "--project", "Shop", "--json"]);
        Assert.Contains("\"merchant_id\": \"100001\"", gateways.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("gateway secret", gateways.Output + gateways.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_answers_for_its_health_and_for_nothing_else()
    {
        await using var host = await HostAsync(Server(), "--role", "worker");
        Assert.Equal("alive", await host.Http.GetStringAsync("/healthz"));
        Assert.Equal(404, await host.TryAsync("sk_test_whatever"));
    }

    private ServerSettings Server() => new(logins, OldKey, null, null);

    private async Task<string> RunAsync(params string[] verb)
    {
        var ended = await PayProcess.RunAsync(Server().Environment(), verb);
        Assert.True(ended.ExitCode == 0, ended.Errors);
        return ended.Output.Trim();
    }

    private static async Task RefusedAsync(string because, ServerSettings server)
    {
        var refused = await PayProcess.RunAsync(server.Environment(), ["--urls", PayProcess.FreeUrl().AbsoluteUri]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(because, refused.Errors, StringComparison.Ordinal);
        Assert.Single(refused.Errors.Trim().Split('\n'));
    }

    private static Task<ServerRun> HostAsync(ServerSettings server, params string[] arguments) => ServerRun.StartAsync(server.Environment(), arguments);
}
