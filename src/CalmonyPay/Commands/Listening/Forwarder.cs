using System.Diagnostics;
using System.Text;
using CalmonyPay.Commands.Remote;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Webhooks;

namespace CalmonyPay.Commands.Listening;

/// <summary>What the receiver made of an event.</summary>
/// <param name="Status">HTTP status; null if nothing was answered.</param>
/// <param name="Failure">Why nothing was answered.</param>
internal sealed record Forwarded(int? Status, string? Failure, TimeSpan Took)
{
    public bool IsOk => Status is >= 200 and < 300;

    public override string ToString() => Status is { } status ? $"{status} in {Took.TotalMilliseconds:0} ms" : $"failed after {Took.TotalMilliseconds:0} ms: {Failure}";
}

/// <summary>Hands events to a backend on the developer's machine as webhooks: the same request, signed in the same two ways.</summary>
internal sealed class Forwarder : IDisposable
{
    /// <summary>Longer than a webhook waits, for whoever looks at it in a debugger.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false }) { Timeout = Patience };
    private readonly Uri to;

    /// <param name="secret">The signing secret; null makes one.</param>
    /// <exception cref="OperatorException">It is none.</exception>
    public Forwarder(Uri to, string? secret)
    {
        (this.to, Secret) = (to, secret ?? WebhookSecrets.New());
        if (!Secret.StartsWith(WebhookSecrets.Prefix, StringComparison.Ordinal) || !Convert.TryFromBase64String(Secret[WebhookSecrets.Prefix.Length..], new byte[Secret.Length], out _))
            throw new OperatorException("--secret takes a signing secret: whsec_ and base64 behind it.");
    }

    public string Secret { get; }

    public async Task<Forwarded> SendAsync(RemoteEvent happened, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using var request = WebhookRequest.Of(to.AbsoluteUri, [Secret], happened.Id, WebhookDeliveryKind.Event, Encoding.UTF8.GetBytes(happened.Raw), DateTimeOffset.UtcNow);
            using var answer = await http.SendAsync(request, ct);
            return new((int)answer.StatusCode, null, Stopwatch.GetElapsedTime(begun));
        }
        catch (HttpRequestException e)
        {
            return new(null, e.Message, Stopwatch.GetElapsedTime(begun));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, "The receiver did not answer.", Stopwatch.GetElapsedTime(begun));
        }
    }

    public void Dispose() => http.Dispose();
}
