using System.Net;
using System.Text.Json;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Commands.Remote;

/// <summary>The API cannot be reached, or has no time for us: another try may go well.</summary>
internal sealed class ApiAwayException : OperatorException
{
    public ApiAwayException(string message) : base(message) { }

    public ApiAwayException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>What the API answered: an object, or Stripe's error.</summary>
internal sealed record RemoteAnswer(int Status, JsonElement Body)
{
    public bool IsOk => Status is >= 200 and < 300;

    /// <summary>The error's message; what was answered if it is none.</summary>
    public string Message => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("error", out var error) && error.TryGetProperty("message", out var message)
        ? message.GetString() ?? ""
        : $"HTTP status {Status}";
}

/// <summary>A server that runs somewhere, spoken to over HTTP with a secret key, as a merchant's backend does.</summary>
internal sealed class RemoteApi : IDisposable
{
    /// <summary>A confirmation is answered within a minute, whatever the gateway does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);

    private readonly HttpClient http;

    /// <param name="url">Where it is, with or without the <c>/v1</c> at the end.</param>
    /// <exception cref="OperatorException">No URL, or no secret key.</exception>
    public RemoteApi(string url, string key)
    {
        if (!key.StartsWith("sk_", StringComparison.Ordinal) || key.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '_'))
            throw new OperatorException("--key (or CALMONYPAY_KEY) takes a secret key: it begins with sk_test_ or sk_live_.");
        var address = Typed.Url(url).GetLeftPart(UriPartial.Path).TrimEnd('/');
        Url = address.EndsWith("/v1", StringComparison.Ordinal) ? address[..^3] : address;
        IsLive = key.StartsWith("sk_live_", StringComparison.Ordinal);
        http = new() { Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("CalmonyPay/1.0");
    }

    /// <summary>Without a slash at the end.</summary>
    public string Url { get; }

    public bool IsLive { get; }

    /// <param name="path">What follows <c>/v1/</c>.</param>
    /// <inheritdoc cref="SendAsync"/>
    public Task<RemoteAnswer> GetAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Get, path, null, ct);

    /// <inheritdoc cref="GetAsync"/>
    public Task<RemoteAnswer> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> form, CancellationToken ct) => SendAsync(HttpMethod.Post, path, form, ct);

    /// <inheritdoc cref="GetAsync"/>
    public Task<RemoteAnswer> DeleteAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Delete, path, null, ct);

    public void Dispose() => http.Dispose();

    /// <returns>Also refusals, but for those of the key.</returns>
    /// <exception cref="ApiAwayException">It cannot be reached, or has no time.</exception>
    /// <exception cref="OperatorException">It refuses the key, or does not speak as the API does.</exception>
    private async Task<RemoteAnswer> SendAsync(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? form, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, $"{Url}/v1/{path}");
        if (form is not null) request.Content = new FormUrlEncodedContent(form);
        try
        {
            using var response = await http.SendAsync(request, ct);
            var body = await response.Content.ReadAsByteArrayAsync(ct);
            return Read(response.StatusCode, body);
        }
        catch (HttpRequestException e)
        {
            throw new ApiAwayException($"{Url} cannot be reached: {e.Message}. Does the server run? Another address: --api URL (or CALMONYPAY_API).", e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new ApiAwayException($"{Url} did not answer within {Patience.TotalSeconds} s.", e);
        }
    }

    private RemoteAnswer Read(HttpStatusCode status, byte[] body)
    {
        if ((int)status >= 500) throw new ApiAwayException($"{Url} answered with HTTP status {(int)status}.");
        RemoteAnswer answer;
        try
        {
            using var json = JsonDocument.Parse(body);
            answer = new((int)status, json.RootElement.Clone());
        }
        catch (JsonException e)
        {
            throw new OperatorException($"What answers at {Url} is not CalmonyPay (HTTP status {(int)status}, no JSON). Another address: --api URL (or CALMONYPAY_API).", e);
        }
        return status switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict => throw new ApiAwayException($"{Url} has no time: {answer.Message}"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw new OperatorException($"{Url} refuses the key: {answer.Message.TrimEnd('.')}. Another key: --key KEY (or CALMONYPAY_KEY)."),
            _ => answer,
        };
    }
}
