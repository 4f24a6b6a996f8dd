using System.Collections.Frozen;

namespace CalmonyPay.Cardstream;

/// <summary>
/// The gateway's <c>responseCode</c> in our words and Stripe's. HTTP says 200 to nearly everything, so this table is where an
/// outcome is decided; the message is read only where the code alone is ambiguous.
/// </summary>
public static class ResponseCodes
{
    /// <summary>The account's acquirer refuses <c>captureDelay</c>: it can only capture at once.</summary>
    public const int CaptureDelayRefused = 66358;

    /// <summary>A missing field's code plus this is the same field's code for an invalid value.</summary>
    private const int InvalidAfterMissing = 256;

    private const int FirstGatewayCode = 65536;

    /// <summary>Codes with which the gateway says that it cannot tell who we are. It cannot sign them for us, and nothing was done.</summary>
    private static readonly FrozenSet<int> Unidentified = new[] { 65539, 66049, 66305, 66087, 66343 }.ToFrozenSet();

    private static readonly FrozenDictionary<int, string> MissingFields = new Dictionary<int, string>
    {
        [66048] = "request",
        [66049] = "merchantID",
        [66055] = "action",
        [66056] = "amount",
        [66057] = "currencyCode",
        [66058] = "cardNumber",
        [66059] = "cardExpiryMonth",
        [66060] = "cardExpiryYear",
        [66064] = "cardCVV",
        [66065] = "customerName",
        [66066] = "customerAddress",
        [66067] = "customerPostcode",
        [66068] = "customerEmail",
        [66069] = "customerPhone",
        [66070] = "countryCode",
        [66071] = "transactionUnique",
        [66072] = "orderRef",
        [66073] = "remoteAddress",
        [66074] = "redirectURL",
        [66075] = "callbackURL",
        [66078] = "duplicateDelay",
        [66085] = "xref",
        [66086] = "type",
        [66087] = "signature",
        [66088] = "authorisationCode",
        [66090] = "threeDSRequired",
        [66102] = "captureDelay",
        [66160] = "cardExpiryDate",
        [66164] = "items",
        [66222] = "paymentMethod",
        [66223] = "paymentToken",
        [66293] = "rtAgreementType",
        [66592] = "threeDSRef",
        [66594] = "threeDSRedirectURL",
        [66599] = "threeDSResponse",
        [66608] = "scaExemption",
        [66688] = "initiator",
    }.ToFrozenDictionary();

    /// <summary>Reads a code.</summary>
    /// <param name="code">The <c>responseCode</c>.</param>
    /// <param name="message">The <c>responseMessage</c>, which tells what an AVS/CV2, velocity or risk rule declined with code 5.</param>
    /// <param name="checks">The results of the card checks, which tell a wrong security code from a wrong postcode.</param>
    /// <param name="rtAdviceCode">The scheme's retry advice, 1 to 4, which overrides the table on a decline.</param>
    public static CodeReading Read(int code, string? message = null, CardChecks? checks = null, int? rtAdviceCode = null)
    {
        var reading = code switch
        {
            0 or 11 or 16 or 85 => new(Reading.Approved, null, null, RetryClass.No),
            10 => new(Reading.PartiallyApproved, null, null, RetryClass.No),
            > 0 and < 10_000 => IssuerCodes.Read(code, message, checks),
            >= FirstGatewayCode => GatewayCodes.Read(code),
            _ => new CodeReading(Reading.Unknown, "processing_error", null, RetryClass.LookFirst),
        };
        return reading.DeclineCode is null ? reading : Advised(reading, rtAdviceCode);
    }

    /// <summary>The two characters of an issuer's code (<c>05</c>, <c>N7</c>), as networks print them; null for other codes.</summary>
    public static string? NetworkCode(int code) => code switch
    {
        >= 0 and < 100 => $"{code:00}",
        >= 100 and < 100 + (36 * 36) => $"{Base36((code - 100) / 36)}{Base36((code - 100) % 36)}",
        _ => null,
    };

    /// <summary>The request field that a missing- or invalid-field code speaks of, where it is known.</summary>
    public static string? FieldOf(int code) =>
        MissingFields.GetValueOrDefault(code) ?? MissingFields.GetValueOrDefault(code - InvalidAfterMissing)
        ?? (code is (>= 66656 and <= 66666) or (>= 66912 and <= 66922) ? "device" : null);

    /// <summary>Whether the gateway says that it does not know us, which it may say unsigned.</summary>
    internal static bool IsUnidentified(int code) => Unidentified.Contains(code);

    internal static bool IsFieldCode(int code) => code is (>= 66048 and <= 66559) or (>= 66560 and <= 67071);

    /// <summary>A decline: four reasons, the postcode's and the wish for authentication are Stripe error codes of their own.</summary>
    internal static CodeReading Declined(string declineCode, RetryClass retry) => declineCode switch
    {
        "authentication_required" => new(Reading.AuthenticationRequired, declineCode, declineCode, retry),
        "expired_card" or "incorrect_cvc" or "processing_error" or "incorrect_number" or "incorrect_zip" =>
            new(Reading.Declined, declineCode, declineCode, retry),
        _ => new(Reading.Declined, "card_declined", declineCode, retry, retry == RetryClass.Never ? "do_not_try_again" : null),
    };

    private static CodeReading Advised(CodeReading reading, int? rtAdviceCode) => rtAdviceCode switch
    {
        1 => reading with { Retry = RetryClass.Fix, AdviceCode = "confirm_card_data" },
        2 => reading with { Retry = RetryClass.Later, AdviceCode = "try_again_later" },
        3 => reading with { Retry = RetryClass.No, AdviceCode = "do_not_try_again" },
        4 => reading with { Retry = RetryClass.Never, AdviceCode = "do_not_try_again" },
        _ => reading,
    };

    private static char Base36(int digit) => (char)(digit < 10 ? '0' + digit : 'A' + digit - 10);
}
