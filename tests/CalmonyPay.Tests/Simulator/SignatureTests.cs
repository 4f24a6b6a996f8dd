using CalmonyPay.Simulator.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace CalmonyPay.Tests.Simulator;

/// <summary>Published and computed vectors of the gateway's signature, against the simulator's own implementation.</summary>
public sealed class SignatureTests
{
    private const string Secret = "Vector1Secret2Example3";

    [Fact]
    public void The_example_of_the_published_guide_gives_its_signature() => Check("DontTellAnyone",
        "da0acd2c404945365d0e7ae74ad32d57c561e9b942f6bdb7e3dda49a08fcddf74fe6af6b23b8481b8dc8895c12fc21c72c69d60f137fdf574720363e33d94097",
        ("merchantID", "100001"), ("action", "SALE"), ("type", "1"), ("currencyCode", "826"), ("countryCode", "826"),
        ("amount", "2691"), ("transactionUnique", "55f025addd3c2"), ("orderRef", "Signature Test"),
        ("cardNumber", "4929 4212 3460 0821"), ("cardExpiryDate", "1213"));

    [Fact]
    public void Reserved_characters_and_an_empty_value_are_escaped_as_PHP_does() => Check(Secret,
        "4d45ed162c979f4258f5382d0951b392fd7003a00335619106aa4a654a7eb2fb1118fe7a41df0e750b20e5acdf49b781967063abe1c755cf8afb47088ecf77ee",
        ("merchantID", "100001"), ("action", "SALE"), ("type", "1"), ("amount", "1001"), ("currencyCode", "826"),
        ("countryCode", "826"), ("orderRef", "Order #42 - \"Tom & Jerry's\" (50% off!) ~*new*~ a+b=c/d?e;f:g@h,i"),
        ("customerEmail", "a.user+tag@example.co.uk"), ("customerPhone", ""));

    [Fact]
    public void Unicode_is_UTF8_and_every_line_end_is_one_line_feed() => Check(Secret,
        "d1f72800066ea9b202b958ec72c007084dd1699e0984d0797445c35d3e1d7a8907db126d1a6c262e7dd70eefad1285cbc847d032c1f231ef743d511461f94ee5",
        ("merchantID", "100001"), ("action", "SALE"), ("type", "1"), ("amount", "1001"), ("currencyCode", "826"),
        ("countryCode", "826"), ("customerName", "Zoë Müller Ł 🎉"),
        ("customerAddress", "Flat 6\r\nPrimrose Rise\rLine3\n\rLine4\nEnd £5"), ("orderRef", "literal %0D%0A stays"));

    [Fact]
    public void Records_keep_the_order_of_what_is_in_them() => Check(Secret,
        "ae7850992cafb679a4072a849ed5de70fca9c1444456d572b0deb7f755ffeafaabd9e0752e8ef6bc5206cba1e161567dc0841b5439590b929a86bfc8b98ce06d",
        ("type", "1"), ("merchantID", "100001"), ("action", "SALE"), ("threeDSRef", "UDNLRVk6dGVzdA=="),
        ("threeDSResponse[threeDSSessionData]", "c2Vzc2lvbg=="), ("threeDSResponse[cres]", "eyJ0cmFuc1N0YXR1cyI6IlkifQ"),
        ("items[0][description]", "News paper"), ("items[0][quantity]", "1"), ("items[0][amount]", "110"),
        ("items[1][description]", "Choc & nuts"), ("items[1][quantity]", "3"), ("items[1][amount]", "249"),
        ("customerPostcode", "NN17 8YG"), ("customerPostCode", "NN17 8YG"));

    [Fact]
    public void Roots_sort_by_byte_and_a_record_by_its_own_name() => Check("pass",
        "4aeaad56a2cb723fefa50369c401acf3df1964a1e6b1f9de55d0548adcb45005142350b11aaeb89d81753d090eac67c6045bd3466ebbef08b5cb3608e7a5ae05",
        ("aa", "1"), ("a1", "0"), ("aZ", "2"), ("a[aa]", "12"), ("a[bb]", "13"));

    [Fact]
    public void A_partial_signature_covers_the_fields_that_it_names()
    {
        var form = FormOf(("merchantID", "100001"), ("action", "SALE"), ("type", "1"), ("amount", "1001"),
            ("currencyCode", "826"), ("countryCode", "826"), ("orderRef", "not signed"));
        var signature = Signature.Partial(form, Secret, ["action", "amount", "currencyCode", "merchantID"]);
        Assert.Equal("7c39a8ff0e6c75bdf88eebb3762a2a4bb35562aad66bd35d0a543392230bfc88c0b56ffb547aec94a778132369c1bc33097a474a1c22cf0e0424883da75141ad"
            + "|action,amount,currencyCode,merchantID", signature);
        Assert.True(Signature.Verifies(form.Set("signature", signature).Set("orderRef", "another"), Secret));
        Assert.False(Signature.Verifies(form.Set("amount", "1"), Secret));
    }

    [Fact]
    public void A_continuation_after_a_silent_device_gives_its_signature() => Check(Secret,
        "ba936ef7d799067fdc7e074e828eae6475353dcfaf14d51dfcaab617e7cdab816cca9fc2b2825b25ab1b6d2733ba823c4444f40cd5e32ffce1d80c0178e03b69",
        ("threeDSRef", "UDNLRVk6dHJhbnNhY3Rpb25JRD0xJm1lcmNoYW50SUQ9MTAwMDAxJl9fbGlmZV9fPTE3MDAwMDAwMDA="),
        ("threeDSResponse[threeDSMethodData]", "timeout"), ("merchantID", "100001"));

    [Fact]
    public void A_raw_answer_verifies_and_one_changed_byte_does_not()
    {
        const string body = "merchantID=100001&action=SALE&type=1&amount=1001&currencyCode=826&countryCode=826&orderRef=Test+purchase&customerPostCode=NN17+8YG&customerPostcode=NN17+8YG&responseCode=65802&responseStatus=2&responseMessage=3DS+AUTHENTICATION+REQUIRED&state=received&xref=26112107NP15CM22QH21JRL&transactionID=10018201&timestamp=2026-11-21+07%3A15%3A22&cardNumberMask=492942%2A%2A%2A%2A%2A%2A0821&threeDSURL=https%3A%2F%2Facs.example.test%2F%3Fmethod&threeDSRef=UDNLRVk6dHJhbnNhY3Rpb25JRD0xMDAxODIwMQ%3D%3D&threeDSRequest%5BthreeDSMethodData%5D=eyJ4IjoxfQ&__wafRequestID=abc%7C123&signature=136e4a34f3a78b92814852a1eaae11474cbddc146e36547ad179bf66e660d0e9f5359e3f9fdafbd8ccf2e8534a1278c622cc17826d764e33bd491ce4af13e0e7";
        Assert.True(Signature.Verifies(FormParser.Parse(body), Secret));
        Assert.False(Signature.Verifies(FormParser.Parse(body.Replace("amount=1001", "amount=1002")), Secret));
        Assert.False(Signature.Verifies(FormParser.Parse(body.Replace("customerPostCode=NN17+8YG&", "")), Secret));
    }

    [Fact]
    public void The_parser_builds_what_PHP_would_build()
    {
        var form = FormParser.Parse("a[x]=1&b=2&a[y]=3&b=4&l[]=p&l[]=q&l[7]=r&l[]=s&dot.name=5&e&=lost&open[bracket=6");
        Assert.Equal(
            ["a[x]=1", "a[y]=3", "b=4", "l[0]=p", "l[1]=q", "l[7]=r", "l[8]=s", "dot_name=5", "e=", "open_bracket=6"],
            form.Flatten().Select(f => $"{f.Key}={f.Value}"));
    }

    [Fact]
    public void Any_text_survives_encoding_and_parsing() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(), text =>
        {
            var valid = new string([.. (text ?? "").Where(c => !char.IsSurrogate(c))]);
            return FormParser.Parse(new Form().Set("field", valid).Encode())["field"] == valid;
        }).QuickCheckThrowOnFailure();

    private static void Check(string secret, string expected, params (string, string)[] fields)
    {
        var form = FormOf(fields);
        Assert.Equal(expected, Signature.Of(form, secret));
        var wire = form.Set("signature", expected).Encode();
        Assert.True(Signature.Verifies(FormParser.Parse(wire), secret));
    }

    private static Form FormOf(params (string Name, string Text)[] fields) =>
        FormParser.Parse(string.Join('&', fields.Select(f => PhpEncoding.Encode(f.Name) + "=" + PhpEncoding.Encode(f.Text))));
}
