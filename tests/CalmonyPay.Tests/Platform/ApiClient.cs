using System.Net.Http.Headers;
using System.Text;

namespace CalmonyPay.Tests.Platform;

/// <summary>Parameters of a request, by their names in brackets.</summary>
public sealed class Form : List<KeyValuePair<string, string>>
{
    public string this[string name] { set => Add(new(name, value)); }
}

/// <summary>A merchant's backend: speaks HTTP with one key.</summary>
public sealed class ApiClient(Uri url, string key) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = url, Timeout = TimeSpan.FromSeconds(100) };

    public Uri Url => url;
    public string Key => key;

    public Task<Reply> PostAsync(string path, Form? form = null, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form ?? []), idempotencyKey);

    public Task<Reply> PostJsonAsync(string path, string json, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), idempotencyKey);

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, null);

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null, null);

    public async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content, string? idempotencyKey)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (idempotencyKey is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request);
        return new Reply(response, await response.Content.ReadAsStringAsync());
    }

    public void Dispose() => http.Dispose();
}
