using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CalmonyPay.Simulator.Admin;

namespace CalmonyPay.Tests.Crash;

/// <summary>The simulator's admin calls: make it misbehave, and read its books.</summary>
/// <param name="url">The simulator's root.</param>
public sealed class GatewayAdmin(Uri url) : IDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private readonly HttpClient http = new() { BaseAddress = url };

    /// <summary>Switches a fault on, for as many requests as <paramref name="scope"/> says (<c>count</c>, <c>action</c>, <c>ms</c>, …).</summary>
    public Task FaultAsync(string kind, params ReadOnlySpan<(string Name, object Value)> scope)
    {
        var form = new List<KeyValuePair<string, string>> { new("kind", kind) };
        foreach (var (name, value) in scope) form.Add(new(name, Convert.ToString(value, CultureInfo.InvariantCulture)!));
        return PostAsync("faults", form);
    }

    /// <summary>Switches every fault off.</summary>
    public async Task BehaveAsync() => (await http.DeleteAsync(new Uri("/_simulator/faults", UriKind.Relative))).EnsureSuccessStatusCode();

    /// <summary>Lets held callbacks go.</summary>
    public Task ReleaseAsync() => PostAsync("callbacks/release", []);

    /// <summary>How many callbacks are held.</summary>
    public async Task<int> HeldAsync() => (await http.GetFromJsonAsync<JsonElement>("/_simulator/callbacks")).GetProperty("held").GetInt32();

    /// <summary>The gateway's books, the oldest transaction first.</summary>
    /// <param name="transactionUnique">Only those of one attempt.</param>
    public async Task<IReadOnlyList<TransactionView>> BooksAsync(string? transactionUnique = null) =>
        (await http.GetFromJsonAsync<TransactionList>("/_simulator/transactions" + (transactionUnique is null ? "" : "?transactionUnique=" + transactionUnique), Web))!.Transactions;

    /// <summary>What has happened, by name: <c>request:SALE</c>, <c>fault:drop_after</c>, …</summary>
    public async Task<SortedDictionary<string, long>> CountersAsync() => (await http.GetFromJsonAsync<SortedDictionary<string, long>>("/_simulator/counters"))!;

    /// <summary>Posts a form the way a browser does and gives back the answer as it is, redirections included.</summary>
    public async Task<HttpResponseMessage> BrowseAsync(Uri page, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        return await browser.PostAsync(page, new FormUrlEncodedContent(fields));
    }

    public void Dispose() => http.Dispose();

    private async Task PostAsync(string path, IEnumerable<KeyValuePair<string, string>> form) =>
        (await http.PostAsync(new Uri("/_simulator/" + path, UriKind.Relative), new FormUrlEncodedContent(form))).EnsureSuccessStatusCode();
}
