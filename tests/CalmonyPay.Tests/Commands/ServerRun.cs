using System.Net.Http.Headers;
using CalmonyPay.Platform.Data;

namespace CalmonyPay.Tests.Commands;

/// <summary>How a server is configured through its environment.</summary>
/// <param name="Application">The application's own connection string; null has it derived.</param>
internal sealed record ServerSettings(DatabaseLogins Logins, string? Keys, string? PublicUrl, string? Application)
{
    public Dictionary<string, string?> Environment() => new()
    {
        ["ConnectionStrings__CalmonyPay"] = Logins.Owner,
        ["ConnectionStrings__CalmonyPayApplication"] = Application,
        ["ConnectionStrings__CalmonyPayWorker"] = Application is null ? null : Logins.Worker,
        ["CalmonyPay__Encryption__Keys"] = Keys,
        ["CalmonyPay__PublicUrl"] = PublicUrl,
    };
}

/// <summary>A server process that listens.</summary>
internal sealed class ServerRun : IAsyncDisposable
{
    private readonly PayProcess process;

    private ServerRun(PayProcess process, Uri url) => (this.process, Url, Http) = (process, url, new HttpClient { BaseAddress = url });

    public Uri Url { get; }
    public HttpClient Http { get; }

    public static async Task<ServerRun> StartAsync(Dictionary<string, string?> environment, string[] arguments)
    {
        var url = PayProcess.FreeUrl();
        var process = PayProcess.Start(environment, [.. arguments, "--urls", url.AbsoluteUri]);
        try
        {
            await process.SayAsync("CalmonyPay listens on");
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
        return new(process, url);
    }

    /// <summary>The status of a small request under this key.</summary>
    public async Task<int> TryAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/customers?limit=1");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await process.DisposeAsync();
    }
}
