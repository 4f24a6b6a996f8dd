using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CalmonyPay.Tests.Sdk;

namespace CalmonyPay.Tests.Commands;

/// <summary>The sandbox as processes: what somebody sees who clones the project and types one command.</summary>
public sealed class SandboxModeTests : IAsyncLifetime
{
    private readonly string root = Path.Combine(Path.GetTempPath(), "calmonypay-sandbox-" + Guid.NewGuid().ToString("N")[..12]);

    private string Folder => Path.Combine(root, ".calmonypay");

    public Task InitializeAsync()
    {
        Directory.CreateDirectory(root); // not CreateTempSubdirectory, which shuts PostgreSQL's user out
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_banner_speaks_the_truth_and_Ctrl_C_stops_everything()
    {
        await using var sandbox = await SandboxRun.StartAsync(Folder);
        var pasted = await ChildProcess.RunAsync("sh", ["-c", sandbox.CurlLine], root, [], TimeSpan.FromSeconds(60));
        var explorer = await Http.GetStringAsync(new Uri(sandbox.Api.Url, "/swagger/v1/swagger.json"));
        var simulator = new Uri(await File.ReadAllTextAsync(Path.Combine(Folder, "simulator.url")));

        Assert.Contains("\"status\":\"succeeded\"", pasted.Output, StringComparison.Ordinal);
        Assert.Contains("\"/v1/customers/{id}\"", explorer, StringComparison.Ordinal);
        Assert.Equal("ok", await Http.GetStringAsync(new Uri(simulator, "/healthz")));
        var ended = await sandbox.Process.InterruptAsync();
        Assert.Equal(0, ended.ExitCode);
        Assert.Null(SandboxRun.Postmaster(Folder)); // PostgreSQL removes the file as its last deed
        await Assert.ThrowsAsync<HttpRequestException>(() => Http.GetStringAsync(new Uri(simulator, "/healthz")));
        Assert.DoesNotContain("4242424242424242", ended.Output + ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_kill_9_the_next_start_takes_over_and_nothing_is_lost()
    {
        string ada;
        await using (var first = await SandboxRun.StartAsync(Folder))
        {
            ada = (await first.Api.PostAsync("/v1/customers", new() { ["name"] = "Ada" })).Ok().Id;
            await first.Process.KillAsync();
        }
        Assert.True(IsAlive(SandboxRun.Postmaster(Folder)!.Value), "Nothing was left to take over.");

        await using var second = await SandboxRun.StartAsync(Folder);
        Assert.Equal("Ada", (await second.Api.GetAsync($"/v1/customers/{ada}")).Ok().Text("name"));
        (await second.Api.PostAsync("/v1/payment_intents", new()
        {
            ["amount"] = "2000",
            ["currency"] = "gbp",
            ["payment_method"] = "pm_card_visa",
            ["payment_method_types[]"] = "card",
            ["confirm"] = "true",
        })).Ok();
        await second.Process.InterruptAsync();
        Assert.Null(SandboxRun.Postmaster(Folder));
    }

    [Fact]
    public async Task Two_folders_run_side_by_side_and_one_folder_runs_once()
    {
        await using var here = await SandboxRun.StartAsync(Folder);
        await using var there = await SandboxRun.StartAsync(Path.Combine(root, "other"));
        var ada = (await here.Api.PostAsync("/v1/customers", new() { ["name"] = "Ada" })).Ok().Id;
        (await there.Api.GetAsync($"/v1/customers/{ada}")).Fails(404);

        var twin = await PayProcess.RunAsync([], ["--data", Folder, "--urls", PayProcess.FreeUrl().AbsoluteUri]);
        Assert.Equal(1, twin.ExitCode);
        Assert.Contains("Another CalmonyPay sandbox runs", twin.Errors, StringComparison.Ordinal);

        var list = await PayProcess.RunAsync([], ["keys", "list", "--project", "Sandbox", "--data", Folder]); // beside the running one
        Assert.Equal(0, list.ExitCode);
        Assert.Contains("sk_test_…dbox", list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_address_is_one_line_and_exit_code_1()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        var refused = await PayProcess.RunAsync([], ["--data", Folder, "--urls", url]);

        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith($"{url} is in use", refused.Errors, StringComparison.Ordinal);
        Assert.Single(refused.Errors.Trim().Split('\n'));
        Assert.Null(SandboxRun.Postmaster(Folder));
    }

    private static readonly HttpClient Http = new();

    private static bool IsAlive(int process)
    {
        try
        {
            return !Process.GetProcessById(process).HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
