using System.Globalization;
using System.Text;
using CalmonyPay.Simulator.Admin;

namespace CalmonyPay.Simulator.Callbacks;

/// <summary>A signed copy of an answer, and how it travels.</summary>
/// <param name="Url">The merchant's address.</param>
/// <param name="Body">The encoded form, signature included.</param>
/// <param name="After">How long it is held back.</param>
/// <param name="Twice">Whether it is sent again after it was taken.</param>
public sealed record CallbackPost(string Url, string Body, TimeSpan After, bool Twice);

/// <summary>
/// Posts callbacks beside the answers, a few tries each; the merchant's 2xx ends them. What waits is in memory only and is lost
/// with the process, as a gateway's callback may be lost too.
/// </summary>
public sealed class CallbackSender : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 32 })
    {
        Timeout = TimeSpan.FromSeconds(15),
    };

    private readonly Lock gate = new();
    private readonly List<CallbackPost> held = [];
    private readonly IReadOnlyList<TimeSpan> pauses;
    private readonly Counters counters;
    private readonly CancellationTokenSource stopping = new();

    public CallbackSender(SimulatorOptions options, Counters counters)
    {
        this.counters = counters;
        pauses = [.. options.CallbackPauses.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(pause => TimeSpan.FromSeconds(double.Parse(pause, CultureInfo.InvariantCulture)))];
    }

    /// <summary>How many wait for <see cref="Release"/>.</summary>
    public int Held
    {
        get { lock (gate) return held.Count; }
    }

    public void Hold(CallbackPost post)
    {
        lock (gate) held.Add(post);
        counters.Add("callback:held");
    }

    /// <returns>How many were let go.</returns>
    public int Release()
    {
        List<CallbackPost> released;
        lock (gate)
        {
            released = [.. held];
            held.Clear();
        }

        released.ForEach(Send);
        return released.Count;
    }

    /// <summary>Starts the tries and returns at once.</summary>
    public void Send(CallbackPost post) => _ = Task.Run(async () =>
    {
        await Task.Delay(post.After, stopping.Token);
        for (var sent = 0; sent < (post.Twice ? 2 : 1); sent++) await TryAsync(post);
    });

    public void Dispose()
    {
        stopping.Cancel();
        http.Dispose();
        stopping.Dispose();
    }

    private async Task TryAsync(CallbackPost post)
    {
        for (var tries = 0; tries <= pauses.Count; tries++)
        {
            if (await TakenAsync(post))
            {
                counters.Add("callback:taken");
                return;
            }

            counters.Add("callback:refused");
            if (tries < pauses.Count) await Task.Delay(pauses[tries], stopping.Token);
        }

        counters.Add("callback:given_up");
    }

    private async Task<bool> TakenAsync(CallbackPost post)
    {
        try
        {
            using var content = new StringContent(post.Body, Encoding.ASCII, "application/x-www-form-urlencoded");
            using var response = await http.PostAsync(new Uri(post.Url), content, stopping.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or UriFormatException or TaskCanceledException
            or NotSupportedException or InvalidOperationException)
        {
            return false;
        }
    }
}
