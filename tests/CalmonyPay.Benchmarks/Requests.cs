using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CalmonyPay.Benchmarks;

/// <summary>The three requests, as Stripe's SDKs send them.</summary>
internal static class Requests
{
    private const string Body = "amount=1999&currency=gbp&description=An+order+of+three+things&metadata[order_id]=6735";

    public static RequestTemplate Of(Operation operation, Seed seed) => operation switch
    {
        Operation.Create => new(Request(seed, "POST /v1/payment_intents", $"Idempotency-Key: {RequestTemplate.Hole}\r\n", Body), FillGuid),
        // The hole is as long as a GUID; an id is shorter, so its end is where the path's is: padding goes into a query that nobody misses.
        Operation.Get => new(Request(seed, $"GET /v1/payment_intents/{RequestTemplate.Hole}", "", null), (hole, random) => FillId(hole, random, seed)),
        _ => new(Request(seed, "GET /v1/payment_intents?limit=10", "", null)),
    };

    /// <summary>The same for an <see cref="HttpClient"/>.</summary>
    public static HttpRequestMessage Message(Operation operation, Seed seed)
    {
        var request = operation switch
        {
            Operation.Create => new HttpRequestMessage(HttpMethod.Post, "/v1/payment_intents") { Content = new StringContent(Body, Encoding.ASCII, "application/x-www-form-urlencoded") },
            Operation.Get => new(HttpMethod.Get, $"/v1/payment_intents/{seed.Id(Random.Shared.NextInt64(seed.Intents))}"),
            _ => new(HttpMethod.Get, "/v1/payment_intents?limit=10"),
        };
        request.Headers.Authorization = ServerProcess.Bearer(seed.Key);
        if (operation == Operation.Create) request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return request;
    }

    private static string Request(Seed seed, string line, string headers, string? body) =>
        $"{line} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {seed.Key}\r\n{headers}" +
        (body is null ? "\r\n" : $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private static void FillGuid(Span<byte> hole, Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        Utf8Formatter.TryFormat(new Guid(bytes), hole, out _);
    }

    private static void FillId(Span<byte> hole, Random random, Seed seed)
    {
        var length = Encoding.ASCII.GetBytes(seed.IdStart, hole);
        (Seed.First + random.NextInt64(seed.Intents)).TryFormat(hole[length..], out var digits, default, CultureInfo.InvariantCulture);
        length += digits;
        hole[length..].Fill((byte)'&');
        hole[length] = (byte)'?';
    }
}
