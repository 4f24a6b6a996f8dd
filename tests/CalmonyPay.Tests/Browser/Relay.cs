using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace CalmonyPay.Tests.Browser;

/// <summary>
/// The one way from a visit's browser to any server: a proxy that passes every answer on as it came and writes it down. The browser's own tools
/// would forget what a page had got as soon as it is left, and show nothing of a redirect's body. It leads to no server that wants TLS.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private static readonly FrozenSet<string> OfOneHop = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade");

    private readonly WebApplication app;
    private readonly HttpMessageInvoker servers = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly ConcurrentQueue<Received> answers = new();

    private Relay()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        app = builder.Build();
        app.Run(PassAsync);
    }

    public string Address => app.Urls.Single();

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyCollection<Received> Answers => answers;

    public static async Task<Relay> StartAsync()
    {
        var relay = new Relay();
        await relay.app.StartAsync();
        return relay;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        servers.Dispose();
    }

    private async Task PassAsync(HttpContext http)
    {
        if (HttpMethods.IsConnect(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        var (address, ct) = (new Uri(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget), http.RequestAborted);
        using var request = new HttpRequestMessage(new(http.Request.Method), address);
        if (http.Request.ContentLength is not null)
        {
            using var sent = new MemoryStream();
            await http.Request.Body.CopyToAsync(sent, ct);
            request.Content = new ByteArrayContent(sent.ToArray());
        }
        foreach (var (name, values) in http.Request.Headers)
            if (!OfOneHop.Contains(name) && !request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)) request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);

        using var answer = await servers.SendAsync(request, ct);
        var body = await answer.Content.ReadAsByteArrayAsync(ct);
        var headers = answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated).SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value))).ToList();
        answers.Enqueue(new(address, $"HTTP/{answer.Version} {(int)answer.StatusCode} {answer.ReasonPhrase}", headers, body));

        http.Response.StatusCode = (int)answer.StatusCode;
        http.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = answer.ReasonPhrase;
        foreach (var (name, value) in headers.Where(header => !OfOneHop.Contains(header.Key))) http.Response.Headers.Append(name, value);
        if (body.Length > 0) await http.Response.Body.WriteAsync(body, ct);
    }
}

/// <summary>A response as a browser got it.</summary>
/// <param name="Status">The whole line.</param>
/// <param name="Body">As it was sent, compressed or not.</param>
internal sealed record Received(Uri Address, string Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>Media types that hold no text. All others are read, whatever they say they are.</summary>
    private static readonly string[] Pictures = ["image/png", "image/jpeg", "application/pdf"];

    public string Type => (Values("Content-Type").FirstOrDefault() ?? "").Split(';')[0];

    /// <summary>Every host that is named in it, wherever: see <see cref="Hosts"/>.</summary>
    public IEnumerable<string> NamedHosts() => Hosts.In(Status)
        .Concat(Headers.SelectMany(header => Hosts.In(header.Value)))
        .Concat(Values("Content-Security-Policy").Concat(Values("Content-Security-Policy-Report-Only")).SelectMany(Hosts.InPolicy))
        .Concat(Pictures.Contains(Type) ? [] : Hosts.In(Text()))
        .Distinct();

    private string Text()
    {
        using var sent = new MemoryStream(Body);
        using Stream plain = Values("Content-Encoding").SingleOrDefault() switch
        {
            null => sent,
            "br" => new BrotliStream(sent, CompressionMode.Decompress),
            "gzip" => new GZipStream(sent, CompressionMode.Decompress),
            var other => throw new NotSupportedException($"{Address} came as {other}, which this test cannot read."),
        };
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private IEnumerable<string> Values(string name) => Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);
}
