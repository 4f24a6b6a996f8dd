using System.Collections.Frozen;

namespace CalmonyPay.Cardstream;

/// <summary>The gateway's own codes, 65536 and up. What is reserved, undocumented or new reads as unknown: money may have moved.</summary>
internal static class GatewayCodes
{
    private static readonly (int[] Codes, Reading Reading)[] Rows =
    [
        ([65536, 65792], Reading.InProgress),
        ([65539, 65540, 65545, 65546, 65556, 65557, 65558, 65559, 65796], Reading.Config),
        ([66049, 66305, 66087, 66343], Reading.Config),    // merchantID and signature: not our data but our credentials
        ([66358], Reading.Config),                         // captureDelay, which the acquirer cannot do
        ([65541], Reading.WrongState),
        ([65542, 65543, 65544, 65547, 65562, 65563, 65573, 65795], Reading.Bug),
        ([65554], Reading.Duplicate),
        ([65561, 65566, 65567], Reading.CardData),
        ([66058, 66314, 66059, 66315, 66060, 66316, 66064, 66320, 66160, 66416], Reading.CardData),
        ([65564, 66848], Reading.Expired),                 // 66848: the gateway no longer knows the threeDSRef
        ([65565], Reading.Retry),
        ([65575, 66341], Reading.NotFound),                // 66341: no such xref
        ([65576], Reading.Canceled),
        ([65793, 65797, 65800, 65803], Reading.AuthenticationFailed),
        ([65794, 65802], Reading.ThreeDSecureNeeded),
        ([65804], Reading.Authenticated),
        ([65862], Reading.Declined),                       // the risk check said no
    ];

    private static readonly FrozenDictionary<int, Reading> Table =
        Rows.SelectMany(row => row.Codes, (row, code) => (code, row.Reading)).ToFrozenDictionary(row => row.code, row => row.Reading);

    public static CodeReading Read(int code)
    {
        var reading = Table.TryGetValue(code, out var known) ? known : ResponseCodes.IsFieldCode(code) ? Reading.Bug : Reading.Unknown;
        return reading switch
        {
            Reading.CardData => CardData(code),
            Reading.Declined => ResponseCodes.Declined("fraudulent", RetryClass.No),
            Reading.Authenticated => new(reading, null, null, RetryClass.No),
            Reading.ThreeDSecureNeeded => new(reading, "authentication_required", null, RetryClass.Sca),
            Reading.AuthenticationFailed => new(reading, "payment_intent_authentication_failure", null, RetryClass.Sca),
            Reading.Duplicate or Reading.InProgress or Reading.Unknown => new(reading, "processing_error", null, RetryClass.LookFirst),
            Reading.Retry => new(reading, "processing_error", null, RetryClass.Later),
            _ => new(reading, "processing_error", null, RetryClass.No),
        };
    }

    private static CodeReading CardData(int code) => code switch
    {
        66058 or 66314 => Wrong("incorrect_number"),
        66059 or 66315 or 66160 or 66416 => Wrong("invalid_expiry_month"),
        66060 or 66316 => Wrong("invalid_expiry_year"),
        66064 or 66320 => Wrong("incorrect_cvc"),
        65566 => new(Reading.CardData, "card_declined", "live_mode_test_card", RetryClass.No),
        _ => new(Reading.CardData, "card_declined", "card_not_supported", RetryClass.No),
    };

    private static CodeReading Wrong(string what) => new(Reading.CardData, what, what, RetryClass.Fix);
}
