using System.Diagnostics;
using CalmonyPay.Simulator;
using CalmonyPay.Simulator.Wire;
using static CalmonyPay.Tests.Simulator.GatewayUnderTest;

namespace CalmonyPay.Tests.Simulator;

public sealed class LedgerTests : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"simulator-{Guid.NewGuid():N}", "ledger.jsonl");

    public void Dispose()
    {
        if (Path.GetDirectoryName(file) is { } folder && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_ledger_file_outlives_its_simulator_and_a_cut_last_line()
    {
        var clock = new StandingClock();
        var sale = Sale(("captureDelay", "-1"));
        string? xref;
        await using (var first = await StartAsync(o => o.Ledger = file, clock)) xref = (await first.PostAsync(sale))["xref"];
        await File.AppendAllTextAsync(file, "{\"Xref\":\"2611");

        await using (var second = await StartAsync(o => o.Ledger = file, clock))
        {
            Assert.Equal("65554", (await second.PostAsync(sale))["responseCode"]);
            Assert.Equal("captured", (await second.PostAsync(Manage("CAPTURE", xref, ("amount", "400"))))["state"]);
        }

        await using var third = await StartAsync(o => o.Ledger = file, clock);
        var clone = await third.PostAsync(Manage("SALE", xref, ("type", "9"), ("transactionUnique", "again")));
        Assert.Equal(("0", "424242******4242"), (clone["responseCode"], clone["cardNumberMask"]));
        var query = await third.PostAsync(Manage("QUERY", xref));
        Assert.Equal(("captured", "400"), (query["state"], query["amountReceived"]));
    }

    [Fact]
    public async Task No_card_number_security_code_or_secret_is_in_the_file()
    {
        await using (var gateway = await StartAsync(o => o.Ledger = file))
        {
            await gateway.PostAsync(Sale(("cardCVV", "737")));
            await gateway.PostAsync(SecureSale(("cardNumber", "4000000000003220"), ("cardCVV", "737")));
        }

        var text = await File.ReadAllTextAsync(file);
        Assert.DoesNotContain("4242424242424242", text);
        Assert.DoesNotContain("4242 4242 4242 4242", text);
        Assert.DoesNotContain("4000000000003220", text);
        Assert.DoesNotContain("\"737\"", text);
        Assert.DoesNotContain("cardCVV\"", text);
        Assert.DoesNotContain(Secret, text);
    }

    [Fact]
    public async Task The_program_says_where_it_listens_survives_a_kill_and_ends_with_its_parent()
    {
        var program = typeof(SimulatorHost).Assembly.Location;
        ProcessStartInfo Start() => new("dotnet", [program, "--urls", "http://127.0.0.1:0", "--ledger", file, "--exit-with-parent"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        using var killed = Process.Start(Start())!;
        var sale = Sale(("cardExpiryDate", "1249"));
        sale.Set("signature", Signature.Of(sale, Secret));
        var answer = await PostAsync(killed, sale);
        killed.Kill();
        await killed.WaitForExitAsync();

        using var child = Process.Start(Start())!;
        var query = Manage("QUERY", answer["xref"]);
        Assert.Equal("captured", (await PostAsync(child, query.Set("signature", Signature.Of(query, Secret))))["state"]);
        child.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await child.WaitForExitAsync(patience.Token);
        Assert.Equal(0, child.ExitCode);
    }

    [Fact]
    public async Task Several_hundred_sales_a_second_are_within_reach()
    {
        await using var gateway = await StartAsync(o => o.Ledger = file);
        await gateway.PostAsync(Sale());
        const int sales = 300;
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, sales), new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (_, _) => await gateway.PostAsync(Sale()));
        Assert.Equal(sales + 1, (await gateway.LookAsync("transactions?state=captured")).GetProperty("count").GetInt32());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{sales} sales took {watch.Elapsed}.");
    }

    [Fact]
    public async Task An_account_can_come_from_configuration()
    {
        await using var app = SimulatorHost.Build(
            ["--urls", "http://127.0.0.1:0", "--Simulator:Accounts:100900:Secret=Mine", "--settle-every", "0"]);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var sale = Sale(("merchantID", "100900"), ("cardExpiryDate", "1249"));
        using var response = await http.PostAsync("/direct/",
            new StringContent(sale.Set("signature", Signature.Of(sale, "Mine")).Encode()));
        Assert.Equal("0", FormParser.Parse(await response.Content.ReadAsByteArrayAsync())["responseCode"]);
        Assert.Equal("ok", await http.GetStringAsync("/healthz"));
    }

    private static async Task<Form> PostAsync(Process program, Form form)
    {
        var line = await program.StandardOutput.ReadLineAsync();
        Assert.StartsWith("listening on http://127.0.0.1:", line);
        using var http = new HttpClient();
        using var response = await http.PostAsync(line!["listening on ".Length..] + "/direct/", new StringContent(form.Encode()));
        return FormParser.Parse(await response.Content.ReadAsByteArrayAsync());
    }
}
