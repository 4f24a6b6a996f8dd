using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CalmonyPay.Checkout.Elements;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace CalmonyPay.Tests.Platform.Http;

/// <summary>
/// Whatever is sent, the answer is never a 5xx, and every refusal is Stripe's JSON. CALMONYPAY_FUZZ_SEED repeats a run that
/// failed; CALMONYPAY_FUZZ_REQUESTS makes a longer one.
/// </summary>
public sealed class FuzzTests(FuzzTests.Quiet api, ITestOutputHelper output) : IClassFixture<FuzzTests.Quiet>
{
    private const int AtOnce = 12;
    private const string HungUp = "the server hung up";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] ErrorTypes = ["invalid_request_error", "card_error", "idempotency_error", "api_error"];

    [Fact]
    public async Task Twenty_thousand_malformed_requests_are_answered_without_a_5xx()
    {
        var seed = Setting("CALMONYPAY_FUZZ_SEED", Environment.TickCount & 0xFFFFFF);
        var requests = Setting("CALMONYPAY_FUZZ_REQUESTS", 20_000);
        output.WriteLine($"CALMONYPAY_FUZZ_SEED={seed}");
        var fuzzer = new Fuzzer(seed, Routes(), await IdsAsync(), (api.A.Key, api.Browser.Key));
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = AtOnce, AllowAutoRedirect = false, RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 }) { Timeout = Patience };
        var wrong = new ConcurrentQueue<string>();
        var statuses = new ConcurrentDictionary<int, int>();
        var watch = Stopwatch.StartNew();

        await Parallel.ForEachAsync(Enumerable.Range(0, requests), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, ct) =>
        {
            // The server hangs up after what is no HTTP; a request that took the same connection just then is sent again.
            string? complaint = HungUp;
            for (var again = 0; complaint == HungUp && again < 3; again++)
            {
                using var request = fuzzer.Make(api.A.Url, number);
                complaint = await ComplaintAsync(http, request, statuses, ct);
            }
            if (complaint is not null) wrong.Enqueue($"seed {seed}, request {number}: {complaint}");
        });

        output.WriteLine($"{requests} requests in {watch.Elapsed.TotalSeconds:0.0} s: {string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key} × {s.Value}"))}");
        Assert.True(wrong.IsEmpty, $"{wrong.Count} wrong answers, among them:\n{string.Join('\n', wrong.Take(25).Select(text => text.Length > 700 ? $"{text[..350]} … {text[^350..]}" : text))}");
    }

    /// <summary>What is no HTTP at all is refused by the server before it reaches us: by a 4xx, or by hanging up.</summary>
    [Theory]
    [InlineData("\0\0\0\0\r\n\r\n")]
    [InlineData("GET /v1/customers\r\n\r\n")]
    [InlineData("GET /v1/customers HTTP/1.1\r\n\r\n")]
    [InlineData("GET /v1/customers HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n")]
    [InlineData("GET /v1/\u0001 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /v1/customers HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n")]
    [InlineData("POST /v1/customers HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("POST /v1/customers HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("POST /v1/customers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\nContent-Length: 2000000\r\n\r\nx")]
    [InlineData("POST /v1/customers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n")]
    [InlineData("POST /v1/customers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /v1/customers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("GET /v1/LONG HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /v1/customers HTTP/1.1\r\nHost: x\r\nX: LONG\r\n\r\n")]
    [InlineData("GET //////v1/../v1/./customers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\nConnection: close\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("GET http://other.example/v1/customers HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    public async Task What_is_no_proper_HTTP_is_refused_or_hung_up_on(string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(api.A.Url.Host, api.A.Url.Port);
        var stream = client.GetStream();
        var bytes = Encoding.Latin1.GetBytes(text.Replace("KEY", api.A.Key, StringComparison.Ordinal).Replace("LONG", new string('x', 40_000), StringComparison.Ordinal));
        var answer = "";
        try
        {
            await stream.WriteAsync(bytes);
            client.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            answer = await reader.ReadLineAsync() ?? "";
        }
        catch (IOException) { }
        Assert.DoesNotMatch("^HTTP/1.1 5", answer);
        (await api.A.GetAsync("/v1/customers?limit=1")).Ok();
    }

    private static async Task<string?> ComplaintAsync(HttpClient http, HttpRequestMessage request, ConcurrentDictionary<int, int> statuses, CancellationToken ct)
    {
        try
        {
            using var response = await http.SendAsync(request, ct);
            var status = (int)response.StatusCode;
            statuses.AddOrUpdate(status, 1, static (_, count) => count + 1);
            var body = await response.Content.ReadAsStringAsync(ct);
            var what = $"{request.Method} {request.RequestUri} [{request.Content?.Headers.ContentType}] {await TextAsync(request)} → {status} {body}";
            if (status >= 500) return what;
            var ours = request.RequestUri!.AbsolutePath.StartsWith("/v1/", StringComparison.Ordinal);
            return status >= 400 && ours && request.Method != HttpMethod.Head && !IsError(body) && !(body.Length == 0 && (IsNoHttp(request) || IsPrecondition(status, request))) ? what : null;
        }
        catch (HttpRequestException hungUp) when (hungUp.InnerException is IOException && request.Content is { Headers.ContentLength: > 1_000_000 })
        {
            return null; // a body beyond the limit is not read to its end
        }
        catch (HttpRequestException hungUp) when (hungUp.HttpRequestError == HttpRequestError.ResponseEnded || hungUp.InnerException is IOException)
        {
            return HungUp;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return $"{request.Method} {request.RequestUri} {await TextAsync(request)} → {failure.Message} {failure.InnerException?.Message}";
        }
    }

    /// <summary>What the web server itself refuses, before anything of ours: it answers an empty 400, 414 or 431.</summary>
    private static bool IsNoHttp(HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath.Contains("%00", StringComparison.Ordinal) || request.RequestUri.PathAndQuery.Length > 7900
        || request.Headers.Any(header => header.Value.Any(value => value.Length > 8000 || value.Any(c => c > '\x7f')));

    /// <summary>The scripts below <c>/v1</c> are files, and files have tags: HTTP itself answers a condition that does not hold, and has no body for it.</summary>
    private static bool IsPrecondition(int status, HttpRequestMessage request) =>
        status == 412 && request.Headers.Contains("If-Match") && ElementPages.NeedsNoKey(request.RequestUri!.AbsolutePath);

    private static bool IsError(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.TryGetProperty("error", out var error) && ErrorTypes.Contains(error.GetProperty("type").GetString()) && error.GetProperty("message").GetString()!.Length > 0;
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task<string> TextAsync(HttpRequestMessage request)
    {
        if (request.Content is null) return "";
        try
        {
            var text = Encoding.Latin1.GetString(await request.Content.ReadAsByteArrayAsync());
            return text.Length > 600 ? text[..600] + "…" : text;
        }
        catch (ObjectDisposedException)
        {
            return "(body sent)";
        }
    }

    private List<(string Method, string Pattern)> Routes() =>
        [.. from endpoint in api.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"]
            select (method, pattern)];

    private async Task<IReadOnlyList<string>> IdsAsync()
    {
        var customer = (await api.A.PostAsync("/v1/customers", new() { ["name"] = "Fuzz" })).Ok();
        var method = (await api.A.PostAsync("/v1/payment_methods/pm_card_visa/attach", new() { ["customer"] = customer.Id })).Ok();
        var ids = new List<string> { customer.Id, method.Id };
        foreach (var capture in (string[])["automatic", "manual", "none"])
        {
            Form form = new() { ["amount"] = "4000", ["currency"] = "gbp", ["customer"] = customer.Id };
            if (capture != "none") form.AddRange(new Form { ["payment_method"] = method.Id, ["confirm"] = "true", ["capture_method"] = capture });
            var intent = (await api.A.PostAsync("/v1/payment_intents", form)).Ok();
            ids.Add(intent.Id);
            if (intent.Text("latest_charge") is { } charge) ids.Add(charge);
        }
        foreach (var path in (string[])["/v1/events", "/v1/balance_transactions", "/v1/setup_intents", "/v1/refunds"])
            if (await api.A.GetAsync(path + "?limit=1") is { Code: 200 } list && list.List() is [var first, ..]) ids.Add(first.GetProperty("id").GetString()!);
        return ids;
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    /// <summary>Our own log entries are watched for leaks; the framework's, at this number of requests, would cost more than the requests.</summary>
    public sealed class Quiet : PayApi
    {
        protected override void Adjust(WebApplicationBuilder builder) => builder.Logging.AddFilter<LeakWatch>("Microsoft", LogLevel.Warning);
    }
}
