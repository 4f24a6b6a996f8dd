using System.Collections.Frozen;

namespace CalmonyPay.Simulator.Actions;

/// <summary>The gateway's own codes that the simulator answers. An invalid field's code is its missing code and 256.</summary>
internal static class Codes
{
    public const int SoftDecline = 65;
    public const int InProgress = 65536;
    public const int InvalidCredentials = 65539;
    public const int NotAllowed = 65541;
    public const int Mismatch = 65542;
    public const int Ambiguous = 65543;
    public const int Duplicate = 65554;
    public const int Expired = 65564;
    public const int EnrolmentFailed = 65797;
    public const int ThreeDSecureUnavailable = 65796;
    public const int AuthenticationFailed = 65800;
    public const int AuthenticationRequired = 65802;
    public const int AuthenticationDeclined = 65803;
    public const int MissingRequest = 66048;
    public const int InvalidAction = 66311;
    public const int InvalidXref = 66341;

    private static readonly FrozenDictionary<string, int> MissingField = new (string Name, int Code)[]
    {
        ("merchantID", 66049), ("action", 66055), ("amount", 66056), ("currencyCode", 66057),
        ("cardNumber", 66058), ("cardExpiryMonth", 66059), ("cardExpiryYear", 66060), ("cardCVV", 66064),
        ("countryCode", 66070), ("remoteAddress", 66073), ("callbackURL", 66075), ("duplicateDelay", 66078),
        ("xref", 66085), ("type", 66086), ("signature", 66087), ("threeDSRequired", 66090), ("captureDelay", 66102),
        ("cardExpiryDate", 66160), ("rtAgreementType", 66293), ("threeDSRef", 66592), ("threeDSRedirectURL", 66594),
        ("threeDSResponse", 66599), ("initiator", 66688),

        // The reference gives the range of the device fields and not each one's number; this is the guide's order of them.
        ("deviceType", 66656), ("deviceChannel", 66657), ("deviceIdentity", 66658), ("deviceTimeZone", 66659),
        ("deviceCapabilities", 66660), ("deviceScreenResolution", 66661), ("deviceOperatingSystem", 66662),
        ("deviceAcceptContent", 66663), ("deviceAcceptEncoding", 66664), ("deviceAcceptLanguage", 66665),
        ("deviceAcceptCharset", 66666),
    }.ToFrozenDictionary(row => row.Name, row => row.Code);

    public static Refusal Missing(string field) => new(MissingField[field], "MISSING_" + field.ToUpperInvariant());

    public static Refusal Invalid(string field) => new(MissingField[field] + 256, "INVALID_" + field.ToUpperInvariant());
}

/// <summary>The gateway refuses a request before anything is stored.</summary>
internal sealed class Refusal(int code, string message) : Exception(message)
{
    public int Code => code;
}
