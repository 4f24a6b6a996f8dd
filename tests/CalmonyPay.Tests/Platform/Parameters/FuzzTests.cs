using System.Text;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using FsCheck;
using FsCheck.Fluent;

namespace CalmonyPay.Tests.Platform.Parameters;

public sealed class FuzzTests
{
    private static readonly string[] FormPieces =
        ["a", "items", "[", "]", "[]", "[0]", "[-1]", "[99999999999]", "=", "&", "+", "%", "%5B", "%5D", "%00", "%ff", "%C3%A9", "%ed%a0%80", "1", "true", "\0", "é", "metadata", "expand"];

    private static readonly string[] JsonPieces =
        ["{", "}", "[", "]", ":", ",", "\"a\"", "\"items\"", "\"\\ud800\"", "\"\\u0000\"", "\"\"", "1", "1e999", "null", "true", " ", "\"", "\\", "é", "-"];

    [Fact]
    public void Any_pairs_come_out_as_they_went_in() => Prop.ForAll<(NonNull<string>, NonNull<string>)[]>(pairs =>
    {
        var sent = pairs.Select((pair, i) => (Name: $"n{i}.{Clean(pair.Item1.Get, "[]")}", Value: Clean(pair.Item2.Get, ""))).ToArray();
        var p = Sent.Form(string.Join('&', sent.Select(pair => $"m[{Uri.EscapeDataString(pair.Name)}]={Uri.EscapeDataString(pair.Value)}")));
        var members = p.Child("m");
        return sent.All(pair => (members!.Secret(pair.Name) ?? "") == pair.Value);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_form_and_its_JSON_read_alike() => Prop.ForAll<NonNull<string>[], int>((texts, number) =>
    {
        var values = texts.Select(text => Clean(text.Get, "") + "x").ToArray();
        var form = Sent.Form($"n={number}&" + string.Join('&', values.Select(value => $"list[]={Uri.EscapeDataString(value)}")));
        var json = Sent.Json(System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object> { ["n"] = number, ["list"] = values }));
        return form.Long("n") == number && json.Long("n") == number && (form.List("list") ?? []).SequenceEqual(values) && json.List("list")!.SequenceEqual(values);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_bytes_come_only_a_Stripe_error_comes_back()
    {
        var random = new Random(20261028);
        for (var i = 0; i < 20_000; i++)
        {
            byte[] body = (i % 4) switch
            {
                0 => Noise(random),
                1 => Pieces(random, FormPieces),
                2 => Pieces(random, JsonPieces),
                _ => [.. Pieces(random, FormPieces), .. Noise(random), .. Pieces(random, FormPieces)],
            };
            try
            {
                ReadEverything(Sent.Request("POST", i % 8 == 7 ? Encoding.Latin1.GetString(body) : "", i % 4 == 2 ? "application/json" : null, body));
            }
            catch (StripeError refused)
            {
                Assert.InRange(refused.Status, 400, 413);
                Assert.True(refused.Message.Length < 5000);
            }
        }
    }

    // Every getter on every name, as one slice or another would.
    private static void ReadEverything(Params p)
    {
        Action<string>[] getters =
        [
            name => p.Text(name), name => p.TextChange(name), name => p.Required(name), name => p.Long(name), name => p.Bool(name),
            name => p.Decimal(name), name => p.Timestamp(name), name => p.Range(name), name => p.List(name), name => p.Metadata(name).ForNew(),
            name => p.OneOf(name, "a", "b"), name => p.Secret(name), name => ReadParts(p.Children(name)), name => p.Child(name)?.Done(), name => p.Ignore(name),
        ];
        foreach (var name in p.Names.Append("absent").ToArray())
        {
            foreach (var get in getters)
            {
                try
                {
                    get(name);
                }
                catch (StripeError refused)
                {
                    Assert.Equal(400, refused.Status);
                }
            }
        }
        p.WriteCanonical(new System.Buffers.ArrayBufferWriter<byte>());
        p.Done();
    }

    private static void ReadParts(IReadOnlyList<Params>? parts)
    {
        foreach (var part in parts ?? []) ReadEverything(part);
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(60)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Pieces(Random random, string[] pieces) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(25)).Select(_ => pieces[random.Next(pieces.Length)])));

    /// <summary>What a client can send at all: text that UTF-8 can carry, without NUL.</summary>
    private static string Clean(string text, string without) =>
        string.Concat(text.EnumerateRunes().Where(rune => rune.Value is not (0 or 0xFFFD) && !without.Contains(rune.ToString(), StringComparison.Ordinal)).Take(100));
}
