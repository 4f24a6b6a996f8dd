using System.Buffers;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Tests.Platform.Parameters;

public sealed class GetterTests
{
    private enum Mode { Payment, Setup, RequiresAction }

    [Fact]
    public void An_unknown_parameter_is_named_with_its_brackets()
    {
        Assert.Equal("frobnicate", Unknown("frobnicate=1"));
        Assert.Equal("card[foo]", Unknown("card[exp_month]=1&card[foo]=2"));
        Assert.Equal("items[1][foo]", Unknown("items[0][price]=a&items[1][price]=b&items[1][foo]=c"));
        Assert.Equal("card[•••]", Unknown("card[4242424242424242]=1"));

        static string? Unknown(string form)
        {
            var p = Sent.Form(form);
            p.Child("card")?.Long("exp_month");
            foreach (var item in p.Children("items") ?? []) item.Text("price");
            var refused = Sent.Refused(p.Done);
            Assert.Equal("parameter_unknown", refused.Code);
            Assert.Equal($"Received unknown parameter: {refused.Param}", refused.Message);
            return refused.Param;
        }
    }

    [Fact]
    public void Expand_is_always_welcome_and_ignored_parameters_are_too()
    {
        var p = Sent.Form("expand[]=a.b&radar_options[session]=rse_1&mandate=x");
        p.Ignore("radar_options", "mandate", "absent");
        p.Done();
        Assert.Equal("mandate", Sent.Refused(() => p.Refuse("mandate", "Mandates are not served.")).Param);
    }

    [Fact]
    public void A_required_parameter_must_be_there_and_not_empty()
    {
        var p = Sent.Form("empty=&card[empty]=");

        Assert.Equal(("parameter_missing", "amount"), Refusal(() => p.RequiredLong("amount")));
        Assert.Equal(("parameter_missing", "card[number]"), Refusal(() => p.Child("card")!.Required("number")));
        Assert.Equal(("parameter_invalid_empty", "card[empty]"), Refusal(() => p.Child("card")!.Required("empty")));
        Assert.Equal(("parameter_invalid_empty", "empty"), Refusal(() => p.Bool("empty")));
        Assert.Null(p.Text("empty"));
        Assert.Null(p.Text("absent"));
    }

    [Fact]
    public void A_value_of_the_wrong_kind_is_refused_in_Stripes_words()
    {
        var p = Sent.Form("i=abc&b=yes&m=other&big=99999999999999999999&t=-1&h[x]=1&zero=0&d=x&long=" + new string('x', 5001));

        Assert.Equal("Invalid integer: abc", Message(() => p.Long("i")));
        Assert.Equal("Invalid integer: •••", Message(() => p.Long("big")));
        Assert.Equal("Invalid boolean: yes", Message(() => p.Bool("b")));
        Assert.Equal("Invalid m: must be one of payment, setup, or requires_action", Message(() => p.Enum<Mode>("m")));
        Assert.Equal("Invalid m: must be one of a or b", Message(() => p.OneOf("m", "a", "b")));
        Assert.Equal("Invalid timestamp: must be a Unix timestamp in seconds", Message(() => p.Timestamp("t")));
        Assert.Equal("Invalid decimal: x", Message(() => p.Decimal("d")));
        Assert.Equal("Invalid object", Message(() => p.Child("i")));
        Assert.Equal("Invalid string: h must be a single value, not an array or a hash.", Message(() => p.Text("h")));
        Assert.Equal("This value must be greater than or equal to 1.", Message(() => p.Long("zero", minimum: 1)));
        Assert.Equal("Invalid string: xxxxxxxxxxxxxxxxxxxx...xxxxxxxxxxxxxxxxxxxx; must be at most 5000 characters", Message(() => p.Text("long")));
        Assert.Equal(Mode.RequiresAction, Sent.Form("m=requires_action").Enum<Mode>("m"));
    }

    [Theory]
    [InlineData("number", "4242424242424242x")]
    [InlineData("cvc", "12x")]
    [InlineData("client_secret", "pi_1_secret_x")]
    [InlineData("exp_month", "4242 4242 4242 4242")]
    [InlineData("exp_month", "4242-4242-4242-4242")]
    [InlineData("exp_month", "pan 424242424242 here")]
    public void No_error_repeats_what_could_be_card_data(string name, string value)
    {
        var card = Sent.Form($"card[{name}]={Uri.EscapeDataString(value)}").Child("card")!;

        foreach (var refused in new[] { Sent.Refused(() => card.Long(name)), Sent.Refused(() => card.Bool(name)), Sent.Refused(() => card.Required(name, 2)) })
        {
            Assert.DoesNotContain(value, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("4242", refused.Message, StringComparison.Ordinal);
            Assert.Equal($"card[{name}]", refused.Param);
        }
    }

    [Fact]
    public void A_change_is_absent_empty_or_a_value()
    {
        var p = Sent.Form("name=Ada&email=&days=3&until=&card=&address[city]=London");

        Assert.Equal("Ada", p.TextChange("name").Over("Grace"));
        Assert.Null(p.TextChange("email").Over("a@example.com"));
        Assert.Equal("Grace", p.TextChange("phone").Over("Grace"));
        Assert.Equal(3, p.LongChange("days").Over((long?)1));
        Assert.Null(p.TimestampChange("until").Over((DateTimeOffset?)DateTimeOffset.UnixEpoch));
        Assert.True(p.ChildChange("card", part => part.At).IsClear);
        Assert.Equal("London", p.ChildChange("address", part => part.Required("city")).Value);
        Assert.True(p.ChildChange("shipping", part => part.At).IsAbsent);
        Assert.Throws<InvalidOperationException>(() => default(Change<string>).Value);
        p.Done();
    }

    [Fact]
    public void Metadata_merges_and_clears()
    {
        Dictionary<string, string> now = new() { ["a"] = "1", ["b"] = "2" };

        Assert.Same(now, Sent.Form("").Metadata().Over(now));
        Assert.Equal(new() { ["a"] = "1", ["c"] = "3" }, Sent.Form("metadata[b]=&metadata[c]=3").Metadata().Over(now));
        Assert.Empty(Sent.Form("metadata=").Metadata().Over(now));
        Assert.Equal(new() { ["0"] = "x" }, Sent.Form("metadata[0]=x").Metadata().ForNew());
        Assert.Equal(new() { ["n"] = "1", ["t"] = "true" }, Sent.Json("""{"metadata":{"n":1,"t":true}}""").Metadata().ForNew());
    }

    [Fact]
    public void Metadata_has_limits()
    {
        Assert.Contains("501 characters", Message(() => Sent.Form("metadata[a]=" + new string('x', 501)).Metadata()), StringComparison.Ordinal);
        Assert.Contains("41 characters", Message(() => Sent.Form($"metadata[{new string('k', 41)}]=x").Metadata()), StringComparison.Ordinal);
        Assert.Contains("square brackets", Message(() => Sent.Json("""{"metadata":{"a[b]":"x"}}""").Metadata()), StringComparison.Ordinal);
        Assert.Contains("must be strings", Message(() => Sent.Form("metadata[a][b]=x").Metadata()), StringComparison.Ordinal);
        Assert.Equal("Invalid object", Message(() => Sent.Form("metadata=x").Metadata()));
        Assert.Equal("Invalid object", Message(() => Sent.Json("""{"metadata":["x"]}""").Metadata()));

        var fifty = string.Join('&', Enumerable.Range(0, 50).Select(i => $"metadata[k{i}]=x"));
        Assert.Equal(50, Sent.Form(fifty).Metadata().ForNew().Count);
        Assert.Contains("up to 50 keys", Message(() => Sent.Form(fifty).Metadata().Over(new() { ["one"] = "more" })), StringComparison.Ordinal);
        Assert.Equal(new string('é', 500), Sent.Form("metadata[a]=" + new string('é', 500)).Metadata().ForNew()["a"]);
    }

    [Fact]
    public void A_time_range_counts_in_whole_seconds()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds;

        Assert.Equal(new TimeRange(at(5), at(6)), Sent.Query("created=5").Range("created"));
        Assert.Equal(new TimeRange(at(6), at(10)), Sent.Query("created[gt]=5&created[lte]=9").Range("created"));
        Assert.Equal(new TimeRange(at(5), null), Sent.Query("created[gte]=5").Range("created"));
        Assert.Null(Sent.Query("").Range("created"));
        var p = Sent.Query("created[foo]=5");
        p.Range("created");
        Assert.Equal("created[foo]", Sent.Refused(p.Done).Param);
        DateTimeOffset[] moments = [at(4), at(5), at(5).AddMilliseconds(900), at(6)];
        Assert.Equal(moments[1..3], TimeRange.At(at(5)).Narrow(moments.AsQueryable(), moment => moment));
    }

    [Fact]
    public void A_page_is_one_to_a_hundred_rows()
    {
        Assert.Equal(new PageParams(10, null, null), PageParams.Read(Sent.Query("")));
        Assert.Equal(new PageParams(100, "cus_1", null), PageParams.Read(Sent.Query("limit=100&starting_after=cus_1")));
        Assert.Equal("limit", Sent.Refused(() => PageParams.Read(Sent.Query("limit=101"))).Param);
        Assert.Equal("limit", Sent.Refused(() => PageParams.Read(Sent.Query("limit=0"))).Param);
        Assert.Equal("parameters_exclusive", Sent.Refused(() => PageParams.Read(Sent.Query("starting_after=a&ending_before=b"))).Code);
    }

    [Fact]
    public void The_canonical_form_knows_no_order_and_no_security_code()
    {
        var one = Canonical(Sent.Form("amount=100&card[number]=4242&card[cvc]=123&expand[]=a&name="));

        Assert.Equal(one, Canonical(Sent.Form("card[cvc]=999&expand[0]=a&card[number]=4242&name=&amount=100")));
        Assert.Equal(one, Canonical(Sent.Json("""{"name":null,"expand":["a"],"card":{"number":"4242"},"amount":100}""")));
        Assert.NotEqual(one, Canonical(Sent.Form("amount=101&card[number]=4242&expand[]=a&name=")));
        Assert.NotEqual(Canonical(Sent.Form("a=1&b=")), Canonical(Sent.Form("a=1b=")));
        Assert.NotEqual(Canonical(Sent.Form("a[b]=1&c=2")), Canonical(Sent.Form("a[b]=1&a[c]=2")));

        static byte[] Canonical(Params p)
        {
            var output = new ArrayBufferWriter<byte>();
            p.WriteCanonical(output);
            return output.WrittenSpan.ToArray();
        }
    }

    private static string Message(Action act) => Sent.Refused(act).Message;

    private static (string?, string?) Refusal(Action act)
    {
        var refused = Sent.Refused(act);
        return (refused.Code, refused.Param);
    }
}
