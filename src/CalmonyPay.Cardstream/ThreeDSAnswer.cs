namespace CalmonyPay.Cardstream;

/// <summary>The 3-D Secure part of an answer. With code 65802 the reference, the address and the pairs say how to go on.</summary>
public sealed class ThreeDSAnswer
{
    private const string ForThePayer = "Cardholder Info: ";

    /// <summary>EMV allows 128 characters; what is longer is no message of an issuer's.</summary>
    private const int LongestInfo = 256;

    private readonly FieldList _fields;

    internal ThreeDSAnswer(FieldList fields)
    {
        _fields = fields;
        Request = fields.Record("threeDSRequest");
    }

    /// <summary>Names the next leg. Good once; always use the newest. Opaque.</summary>
    public string? Ref => _fields["threeDSRef"];

    /// <summary>Where the page posts <see cref="Request"/>: hidden in an iframe for the device method, in view for a challenge.</summary>
    public Uri? Url => Uri.TryCreate(_fields["threeDSURL"], UriKind.Absolute, out var url) && url.Scheme is "https" or "http" ? url : null;

    /// <summary>The pairs to post, in order, by their inner names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Request { get; }

    /// <summary>Whether this leg is the hidden device method (10 seconds at most) and not a challenge.</summary>
    public bool IsMethodLeg => Request.Any(pair => pair.Key == "threeDSMethodData");

    /// <summary><c>Y</c>, <c>N</c>, <c>U</c> or <c>E</c>.</summary>
    public string? Enrolled => _fields["threeDSEnrolled"];

    /// <summary><c>Y</c>, <c>A</c>, <c>N</c>, <c>R</c>, <c>D</c>, <c>I</c>, <c>U</c> or <c>E</c>.</summary>
    public string? Authenticated => _fields["threeDSAuthenticated"];

    /// <summary>The same in words: <c>authenticated</c>, <c>attempted authentication</c>, <c>not authenticated</c>, <c>not checked</c>, <c>not known</c>.</summary>
    public string? Check => _fields["threeDSCheck"];

    public string? Eci => _fields["threeDSECI"];

    public string? Version => _fields["threeDSVersion"] ?? _fields["threeDSDetails[version]"];

    /// <summary>The directory server's transaction id, else the older XID.</summary>
    public string? TransactionId => _fields["threeDSDetails[dsTransID]"] ?? _fields["threeDSXID"];

    public string? ResponseCode => _fields["threeDSResponseCode"];

    /// <summary>May begin <c>Cardholder Info: </c>, which is for the payer.</summary>
    public string? ResponseMessage => _fields["threeDSResponseMessage"];

    /// <summary>The part of <see cref="ResponseMessage"/> that the issuer wants the payer to read; null if there is none.</summary>
    public string? CardholderInfo =>
        ResponseMessage is { Length: <= LongestInfo } message && message.StartsWith(ForThePayer, StringComparison.OrdinalIgnoreCase) && message[ForThePayer.Length..].Trim() is { Length: > 0 } told
            ? told
            : null;
}
