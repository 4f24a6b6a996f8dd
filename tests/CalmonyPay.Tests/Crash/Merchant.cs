using System.Collections.Concurrent;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Crash;

/// <summary>A request that was answered for good, to be asked again later.</summary>
internal sealed record Asked(string Path, Form Form, string Key, Reply Reply);

/// <summary>
/// A merchant's backend as Stripe's SDKs make it: a key with every POST, and the same request again after a broken connection, a
/// 409, a 429 or a 5xx. More patient than they are, and it tries the other host.
/// </summary>
internal sealed class Merchant(IReadOnlyList<ApiClient> hosts)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Every answer that counts.</summary>
    public ConcurrentQueue<Asked> Answers { get; } = new();

    /// <summary>How often a request was repeated, by why.</summary>
    public ConcurrentDictionary<string, int> Retries { get; } = new();

    public async Task<Reply> PostAsync(string path, Form form, string key)
    {
        var reply = await RepeatAsync(api => api.PostAsync(path, form, key));
        Answers.Enqueue(new(path, form, key, reply));
        return reply;
    }

    public Task<Reply> GetAsync(string path) => RepeatAsync(api => api.GetAsync(path));

    private async Task<Reply> RepeatAsync(Func<ApiClient, Task<Reply>> ask)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        var until = DateTime.UtcNow + Patience;
        for (var tries = 0; ; tries++)
        {
            string why;
            try
            {
                var reply = await ask(hosts[tries % hosts.Count]);
                if (reply.Code is not (409 or 429 or >= 500)) return reply;
                why = $"{reply.Code}";
                if (DateTime.UtcNow > until) throw new TimeoutException($"No answer but {reply.Code} {reply.Body}");
            }
            catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException && DateTime.UtcNow < until)
            {
                why = "connection";
            }
            Retries.AddOrUpdate(why, 1, (_, count) => count + 1);
            await Task.Delay(pause);
            if (pause < TimeSpan.FromSeconds(1)) pause *= 1.5;
        }
    }
}
