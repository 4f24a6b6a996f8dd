using System.Net;
using System.Text.Json;

namespace CalmonyPay.Tests.Platform;

/// <summary>An answer of the API: its status, headers and JSON.</summary>
public sealed class Reply(HttpResponseMessage response, string body)
{
    private readonly JsonElement json = Parse(body);

    public HttpStatusCode Status => response.StatusCode;
    public int Code => (int)response.StatusCode;
    public string Body => body;
    public JsonElement Json => json;
    public string Id => Text("id")!;

    public string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    /// <summary>A field by its path, <c>error.code</c> or <c>data[0].id</c>.</summary>
    public JsonElement this[string path]
    {
        get
        {
            var here = json;
            foreach (var step in path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
            {
                here = step[0] == '[' ? here[int.Parse(step[1..^1], System.Globalization.CultureInfo.InvariantCulture)]
                    : here.TryGetProperty(step, out var next) ? next : throw new KeyNotFoundException($"No '{path}' in {body}");
            }
            return here;
        }
    }

    public bool Has(string name) => json.TryGetProperty(name, out _);
    public string? Text(string path) => this[path].ValueKind == JsonValueKind.Null ? null : this[path].GetString();
    public long Number(string path) => this[path].GetInt64();
    public bool Flag(string path) => this[path].GetBoolean();
    public bool IsNull(string path) => this[path].ValueKind == JsonValueKind.Null;
    public IReadOnlyList<JsonElement> List(string path = "data") => [.. this[path].EnumerateArray()];

    public Reply Ok() => Code == 200 ? this : throw new Xunit.Sdk.XunitException($"Expected 200, got {Code}: {body}");

    public Reply Fails(int status, string? code = null, string? param = null)
    {
        Assert.True(Code == status, $"Expected {status}, got {Code}: {body}");
        if (code is not null) Assert.Equal(code, Text("error.code"));
        if (param is not null) Assert.Equal(param, Text("error.param"));
        return this;
    }

    private static JsonElement Parse(string body)
    {
        try { return JsonDocument.Parse(body).RootElement; }
        catch (JsonException) { return default; }
    }
}
