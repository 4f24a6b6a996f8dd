using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using CalmonyPay.Tests.House;

namespace CalmonyPay.Tests.Platform.Http;

/// <summary>
/// Makes requests that a careless or a hostile client might: each is worked out from the seed and its number alone, so any of
/// them can be made again.
/// </summary>
/// <param name="routes">Verb and pattern of what the host serves.</param>
/// <param name="ids">Objects that exist, to be named in paths and parameters.</param>
/// <param name="keys">A secret and a publishable key.</param>
internal sealed partial class Fuzzer(int seed, IReadOnlyList<(string Method, string Pattern)> routes, IReadOnlyList<string> ids, (string Secret, string Publishable) keys)
{
    /// <summary>Every name that some endpoint reads.</summary>
    private static readonly string[] Names =
    [
        .. SourceTree.Files("CalmonyPay").SelectMany(file => NameRead().Matches(file.Text)).Select(match => match.Groups[1].Value).Distinct().Order(),
        "expand", "expand[]", "metadata", "limit", "starting_after", "ending_before", "query", "page", "created[gte]", "", "__proto__", "constructor",
    ];

    private static readonly string[] Junk =
    [
        "", " ", "0", "-1", "1", "true", "false", "null", "undefined", "NaN", "Infinity", "1e309", "1.5", "0x10", "00", "+5", "1_000", "١٢٣", "９９９",
        "9223372036854775807", "9223372036854775808", "-9223372036854775809", "2147483648", "99999999", "1" + new string('0', 400), "253402300800", "-62135596801", "99999999999999",
        "gbp", "GBP", "xxx", "jpy", "usd\0", "\0", "\u0000\u0001\u001f", "\ud83d\ude00", "e\u0301\u0301\u0301", "\u202egnp.exe", "\ufeff", "\uffff", "İı", "Robert'); drop table pay_customers;--", "' or 1=1 --",
        "${jndi:ldap://x}", "{{7*7}}", "<script>alert(1)</script>", "../../etc/passwd", "%s%n%x", "a@b", "a@b.c", "https://x.example", "javascript:x", "http://[::1", "pi_", "cus_0", "pm_card_visa", "pm_card_nothing",
        "tok_visa", "tok_", "pi_000000000000000000000000", "ch_\u00e9", "data.customer", "data.data.data.data.data", "customer.customer", "a.b.c.d.e.f", "latest_charge.balance_transaction", "[", "]", "[]", "a[b", "(((((", "amount>1 AND", "status:'succeeded'",
        "metadata['a']:'b'", "-amount:5", "name~\"x\"", "created>0 OR created<1", new string('x', 501), new string('é', 5001), new string('[', 300),
    ];

    private static readonly string[] Types =
        ["application/x-www-form-urlencoded", "application/json", "text/plain", "multipart/form-data; boundary=x", "multipart/form-data", "application/json; charset=utf-16", "application/x-www-form-urlencoded; charset=\"x\"", "*/*", ";", "json", "application/xml", ""];

    private static readonly string[] Verbs = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "FOO", "get", "PROPFIND"];

    private static readonly string[] Headers =
        ["Stripe-Version", "Stripe-Account", "Accept", "Accept-Encoding", "Content-Encoding", "If-Match", "If-Modified-Since", "Range", "Cookie", "X-HTTP-Method-Override", "X-Forwarded-For", "X-Forwarded-Host", "Origin", "TE", "Upgrade", "User-Agent", "Via", "traceparent"];

    /// <summary>Request number <paramref name="number"/>.</summary>
    public HttpRequestMessage Make(Uri host, int number)
    {
        var dice = new Random(HashCode.Combine(seed, number));
        var (verb, pattern) = routes[dice.Next(routes.Count)];
        if (dice.Next(12) == 0) verb = Pick(dice, Verbs);
        if (dice.Next(40) == 0) pattern += "/" + Pick(dice, ["x", "", "%00", "confirm", "search", "..", "%2e%2e"]);
        var path = Placeholder().Replace(pattern, _ => dice.Next(3) > 0 ? Pick(dice, ids) : Escaped(dice, Pick(dice, Junk)));
        var query = dice.Next(3) > 0 && verb != "GET" ? "" : "?" + Pairs(dice, dice.Next(4));
        if (dice.Next(400) == 0) query = "?a=" + new string('a', 7000);
        var request = new HttpRequestMessage(new HttpMethod(verb), new Uri(host.GetLeftPart(UriPartial.Authority) + path + query, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (verb is not ("GET" or "HEAD" or "TRACE") || dice.Next(20) == 0) request.Content = Body(dice, pattern);
        Sign(dice, request.Headers);
        if (dice.Next(3) == 0) request.Headers.TryAddWithoutValidation("Idempotency-Key", dice.Next(3) == 0 ? Header(Pick(dice, Junk)) : $"fuzz-{dice.Next(400)}");
        if (dice.Next(5) == 0) request.Headers.TryAddWithoutValidation(Pick(dice, Headers), Header(Pick(dice, Junk)));
        return request;
    }

    private void Sign(Random dice, HttpRequestHeaders headers)
    {
        var value = dice.Next(30) switch
        {
            0 => "",
            1 => Header(Pick(dice, Junk)),
            2 => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Pick(dice, Junk))),
            3 => "Basic !!!",
            4 => "Bearer " + Header(Pick(dice, Junk)),
            5 or 6 => "Bearer " + keys.Publishable,
            7 => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(keys.Secret + ":")),
            _ => "Bearer " + keys.Secret,
        };
        headers.TryAddWithoutValidation("Authorization", value);
    }

    private ByteArrayContent Body(Random dice, string pattern)
    {
        var type = Types[0];
        byte[] bytes;
        switch (dice.Next(8))
        {
            case 0:
                bytes = new byte[dice.Next(200)];
                dice.NextBytes(bytes);
                type = Pick(dice, Types);
                break;
            case 1 or 2:
                bytes = Encoding.UTF8.GetBytes(Json(dice, 0));
                type = Types[1];
                if (dice.Next(4) == 0) bytes = bytes[..dice.Next(bytes.Length + 1)];
                break;
            case 3 or 4:
                bytes = Encoding.UTF8.GetBytes(Nearly(dice, pattern));
                break;
            case 5 when dice.Next(30) == 0:
                bytes = Encoding.UTF8.GetBytes(string.Join('&', Enumerable.Range(0, 1200).Select(i => $"a[{i}]=1")));
                break;
            case 6 when dice.Next(100) == 0:
                bytes = Encoding.UTF8.GetBytes("description=" + new string('x', 1_100_000));
                break;
            default:
                bytes = Encoding.UTF8.GetBytes(Pairs(dice, dice.Next(8)));
                if (dice.Next(10) == 0) type = Pick(dice, Types);
                break;
        }
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    /// <summary>A request that would do, but for one or two of its values: what is wrong is found deep inside.</summary>
    private string Nearly(Random dice, string pattern)
    {
        string[] good = pattern switch
        {
            _ when pattern.EndsWith("/payment_intents", StringComparison.Ordinal) => ["amount=2000", "currency=gbp", "payment_method=pm_card_visa", dice.Next(6) == 0 ? "confirm=true" : "confirm=false", "description=x", "capture_method=manual", "metadata[a]=b"],
            _ when pattern.EndsWith("/setup_intents", StringComparison.Ordinal) => ["payment_method=pm_card_visa", dice.Next(6) == 0 ? "confirm=true" : "confirm=false", "usage=off_session"],
            _ when pattern.EndsWith("/charges", StringComparison.Ordinal) => ["amount=2000", "currency=gbp", dice.Next(4) == 0 ? "source=tok_visa" : "source=tok_nothing", "capture=false"],
            _ when pattern.EndsWith("/payment_methods", StringComparison.Ordinal) || pattern.EndsWith("/tokens", StringComparison.Ordinal) =>
                ["type=card", "card[exp_month]=7", "card[exp_year]=2040", "card[cvc]=123", dice.Next(6) == 0 ? "card[number]=4242424242424242" : "card[number]=4242424242424241", "billing_details[address][country]=GB"],
            _ when pattern.EndsWith("/refunds", StringComparison.Ordinal) => [$"charge={Pick(dice, ids)}", "amount=10", "reason=duplicate"],
            _ => [$"customer={Pick(dice, ids)}", "name=x", "email=a@example.com", "metadata[a]=b", "address[line1]=x", "amount=100"],
        };
        for (var times = dice.Next(3); times > 0; times--)
        {
            var at = dice.Next(good.Length);
            var name = good[at].Split('=')[0];
            good[at] = dice.Next(4) switch
            {
                0 => $"{name}[]={Escaped(dice, Pick(dice, Junk))}",
                1 => $"{name}[{Escaped(dice, Pick(dice, Names))}]={Escaped(dice, Pick(dice, Junk))}",
                2 => $"{name}",
                _ => $"{name}={Escaped(dice, Pick(dice, Junk))}",
            };
        }
        return string.Join('&', good) + (dice.Next(4) == 0 ? "&" + Pairs(dice, 2) : "");
    }

    private string Pairs(Random dice, int count) => string.Join('&', Enumerable.Range(0, count).Select(_ =>
    {
        var name = new StringBuilder(Pick(dice, Names));
        for (var depth = dice.Next(4) == 0 ? dice.Next(12) : 0; depth > 0; depth--)
            name.Append('[').Append(dice.Next(3) switch { 0 => "", 1 => $"{dice.Next(20_000)}", _ => Pick(dice, Names) }).Append(dice.Next(10) == 0 ? "" : "]");
        var value = dice.Next(4) == 0 ? Pick(dice, ids) : Pick(dice, Junk);
        return dice.Next(10) == 0 ? $"{name}={Raw(value)}" : $"{Uri.EscapeDataString(name.ToString())}{(dice.Next(20) == 0 ? "" : "=")}{Escaped(dice, value)}";
    }));

    private string Json(Random dice, int depth) => dice.Next(depth > 6 ? 5 : 9) switch
    {
        0 => $"{dice.NextInt64()}",
        1 => Pick(dice, ["1e400", "-0", "1.0", "01", "NaN", "tru", "null", "true", "\"\\ud800\"", "\"\\u0000\"", "\"unended", "[", "{", "", "/*x*/1"]),
        2 or 3 => System.Text.Json.JsonSerializer.Serialize(Whole(Pick(dice, Junk))),
        4 => $"\"{Pick(dice, ids)}\"",
        5 => $"[{string.Join(',', Enumerable.Range(0, dice.Next(5)).Select(_ => Json(dice, depth + 1)))}]",
        _ => $"{{{string.Join(',', Enumerable.Range(0, dice.Next(6)).Select(_ => $"\"{Pick(dice, Names)}\":{Json(dice, depth + 1)}"))}}}",
    };

    private static string Pick(Random dice, IReadOnlyList<string> from) => from[dice.Next(from.Count)];

    /// <summary>Mostly escaped as it should be; now and then with escapes that mean nothing, or half a character.</summary>
    private static string Escaped(Random dice, string text) => dice.Next(15) switch
    {
        0 => Uri.EscapeDataString(Whole(text)) + "%zz",
        1 => Uri.EscapeDataString(Whole(text)) + "%c3",
        2 => "%ff%fe" + Uri.EscapeDataString(Whole(text)),
        _ => Uri.EscapeDataString(Whole(text)),
    };

    /// <summary>Without what cannot stand in an address as it is.</summary>
    private static string Raw(string text) => new([.. text.Where(c => c is > ' ' and < '\x7f' and not '#')]);

    private static string Header(string text) => new([.. text.Where(c => c is >= ' ' and not '\x7f' and <= 'ÿ').Take(6000)]);

    private static string Whole(string text) => text.IsNormalized() ? text : "x";

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("\\bp\\.\\w+(?:<\\w+>)?\\(\"(\\w+)\"")]
    private static partial Regex NameRead();
}
