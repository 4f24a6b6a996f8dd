using System.Diagnostics;
using System.Net;
using CalmonyPay.Webhooks;

namespace CalmonyPay.Benchmarks;

/// <summary>Signed POSTs of one body and nothing else, no database: what .NET alone could deliver on this machine.</summary>
internal static class HttpOnly
{
    /// <param name="most">How many at once, as <see cref="WebhookOptions.AtOnce"/> has it.</param>
    public static async Task<TimeSpan> RunAsync(string url, byte[] body, long count, int most, CancellationToken ct)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None });
        string[] secrets = [WebhookSecrets.New()];
        var begin = Stopwatch.GetTimestamp();
        var next = 0L;
        await Task.WhenAll(Enumerable.Range(0, most).Select(_ => Task.Run(SendAsync, ct)));
        return Stopwatch.GetElapsedTime(begin);

        async Task SendAsync()
        {
            for (var number = Interlocked.Increment(ref next); number <= count; number = Interlocked.Increment(ref next))
            {
                using var request = Request(url, body, secrets, $"evt_{number}");
                using var answer = await http.SendAsync(request, ct);
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"The receiver answered {(int)answer.StatusCode}.");
            }
        }
    }

    private static HttpRequestMessage Request(string url, byte[] body, string[] secrets, string id)
    {
        var now = DateTimeOffset.UtcNow;
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.TryAddWithoutValidation("Stripe-Signature", WebhookSignature.OfStripe(secrets, now, body));
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", WebhookSignature.Seconds(now));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.OfStandard(secrets, id, now, body));
        return request;
    }
}
