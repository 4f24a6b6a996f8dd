using CalmonyPay.Cardstream;

namespace CalmonyPay.Tests.Cardstream;

/// <summary>Messages with signatures that two independent implementations agree on.</summary>
public static class SignatureVectors
{
    public const string Secret = "Vector1Secret2Example3";

    public const string SignedAnswer =
        "merchantID=100001&action=SALE&type=1&amount=1001&currencyCode=826&countryCode=826&orderRef=Test+purchase"
        + "&customerPostCode=NN17+8YG&customerPostcode=NN17+8YG&responseCode=65802&responseStatus=2"
        + "&responseMessage=3DS+AUTHENTICATION+REQUIRED&state=received&xref=26112107NP15CM22QH21JRL&transactionID=10018201"
        + "&timestamp=2026-11-21+07%3A15%3A22&cardNumberMask=492942%2A%2A%2A%2A%2A%2A0821"
        + "&threeDSURL=https%3A%2F%2Facs.example.test%2F%3Fmethod&threeDSRef=UDNLRVk6dHJhbnNhY3Rpb25JRD0xMDAxODIwMQ%3D%3D"
        + "&threeDSRequest%5BthreeDSMethodData%5D=eyJ4IjoxfQ&__wafRequestID=abc%7C123"
        + "&signature=136e4a34f3a78b92814852a1eaae11474cbddc146e36547ad179bf66e660d0e9f5359e3f9fdafbd8ccf2e8534a1278c622cc17826d764e33bd491ce4af13e0e7";

    public static FieldList GuideExample => FieldList.Of(
        ("merchantID", "100001"), ("action", "SALE"), ("type", "1"), ("currencyCode", "826"), ("countryCode", "826"), ("amount", "2691"),
        ("transactionUnique", "55f025addd3c2"), ("orderRef", "Signature Test"), ("cardNumber", "4929 4212 3460 0821"), ("cardExpiryDate", "1213"));

    public static FieldList ReservedCharacters => Sale(
        ("orderRef", "Order #42 - \"Tom & Jerry's\" (50% off!) ~*new*~ a+b=c/d?e;f:g@h,i"),
        ("customerEmail", "a.user+tag@example.co.uk"),
        ("customerPhone", ""));

    public static FieldList UnicodeAndLineEnds => Sale(
        ("customerName", "Zo\u00eb M\u00fcller \u0141 \U0001F389"),
        ("customerAddress", "Flat 6\r\nPrimrose Rise\rLine3\n\rLine4\nEnd \u00a35"),
        ("orderRef", "literal %0D%0A stays"));

    public static FieldList Nested => FieldList.Of(
        ("type", "1"), ("merchantID", "100001"), ("action", "SALE"), ("threeDSRef", "UDNLRVk6dGVzdA=="),
        ("threeDSResponse[threeDSSessionData]", "c2Vzc2lvbg=="), ("threeDSResponse[cres]", "eyJ0cmFuc1N0YXR1cyI6IlkifQ"),
        ("items[0][description]", "News paper"), ("items[0][quantity]", "1"), ("items[0][amount]", "110"),
        ("items[1][description]", "Choc & nuts"), ("items[1][quantity]", "3"), ("items[1][amount]", "249"),
        ("customerPostcode", "NN17 8YG"), ("customerPostCode", "NN17 8YG"));

    public static FieldList KeyOrder => FieldList.Of(("aa", "1"), ("a1", "0"), ("aZ", "2"), ("a[aa]", "12"), ("a[bb]", "13"));

    public static FieldList Partial => Sale(("orderRef", "not signed"));

    public static FieldList Continuation => new CalmonyPay.Cardstream.Continuation(
            "UDNLRVk6dHJhbnNhY3Rpb25JRD0xJm1lcmNoYW50SUQ9MTAwMDAxJl9fbGlmZV9fPTE3MDAwMDAwMDA=", [new("threeDSMethodData", "timeout")])
        .ToFields(new(new Uri("https://gateway.example.test/direct/"), "100001", Secret, "GB"));

    public static TheoryData<string, FieldList, string, string> FullySigned => new()
    {
        { "the guide's example", GuideExample, "DontTellAnyone", "da0acd2c404945365d0e7ae74ad32d57c561e9b942f6bdb7e3dda49a08fcddf74fe6af6b23b8481b8dc8895c12fc21c72c69d60f137fdf574720363e33d94097" },
        { "reserved characters", ReservedCharacters, Secret, "4d45ed162c979f4258f5382d0951b392fd7003a00335619106aa4a654a7eb2fb1118fe7a41df0e750b20e5acdf49b781967063abe1c755cf8afb47088ecf77ee" },
        { "unicode and line ends", UnicodeAndLineEnds, Secret, "d1f72800066ea9b202b958ec72c007084dd1699e0984d0797445c35d3e1d7a8907db126d1a6c262e7dd70eefad1285cbc847d032c1f231ef743d511461f94ee5" },
        { "records and arrays", Nested, Secret, "ae7850992cafb679a4072a849ed5de70fca9c1444456d572b0deb7f755ffeafaabd9e0752e8ef6bc5206cba1e161567dc0841b5439590b929a86bfc8b98ce06d" },
        { "key order", KeyOrder, "pass", "4aeaad56a2cb723fefa50369c401acf3df1964a1e6b1f9de55d0548adcb45005142350b11aaeb89d81753d090eac67c6045bd3466ebbef08b5cb3608e7a5ae05" },
        { "a continuation", Continuation, Secret, "ba936ef7d799067fdc7e074e828eae6475353dcfaf14d51dfcaab617e7cdab816cca9fc2b2825b25ab1b6d2733ba823c4444f40cd5e32ffce1d80c0178e03b69" },
    };

    public const string PartialSignature =
        "7c39a8ff0e6c75bdf88eebb3762a2a4bb35562aad66bd35d0a543392230bfc88c0b56ffb547aec94a778132369c1bc33097a474a1c22cf0e0424883da75141ad"
        + "|action,amount,currencyCode,merchantID";

    private static FieldList Sale(params (string, string?)[] more) => FieldList.Of(
    [
        ("merchantID", "100001"), ("action", "SALE"), ("type", "1"), ("amount", "1001"), ("currencyCode", "826"), ("countryCode", "826"), .. more,
    ]);
}
