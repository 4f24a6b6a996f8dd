using System.Collections.Frozen;

namespace CalmonyPay.Cardstream;

/// <summary>Answers of issuers and acquirers: ISO 8583 codes, two-character ones as <c>100 + base 36</c>.</summary>
internal static class IssuerCodes
{
    private static readonly (int[] Codes, string DeclineCode, RetryClass Retry)[] Rows =
    [
        ([1, 2, 60, 66, 70, 78, 440], "call_issuer", RetryClass.No),
        ([3, 58], "service_not_allowed", RetryClass.No),
        ([4, 7, 35, 36, 37, 38], "pickup_card", RetryClass.No),
        ([5], "do_not_honor", RetryClass.Later),
        ([12, 57, 93, 292], "transaction_not_allowed", RetryClass.No),
        ([13, 936, 1365], "invalid_amount", RetryClass.Fix),
        ([14, 56], "incorrect_number", RetryClass.Fix),
        ([15], "incorrect_number", RetryClass.No),
        ([19], "reenter_transaction", RetryClass.Later),
        ([21], "no_action_taken", RetryClass.No),
        ([26, 94], "duplicate_transaction", RetryClass.LookFirst),
        ([30], "processing_error", RetryClass.Fix),
        ([33, 54], "expired_card", RetryClass.Fix),
        ([34, 59, 895], "fraudulent", RetryClass.No),
        ([39, 42, 44, 45, 46, 48, 49, 50, 52, 53], "invalid_account", RetryClass.No),
        ([41], "lost_card", RetryClass.No),
        ([43], "stolen_card", RetryClass.No),
        ([51], "insufficient_funds", RetryClass.Later),
        ([55, 81, 86], "incorrect_pin", RetryClass.No),
        ([75], "pin_try_exceeded", RetryClass.No),
        ([61], "withdrawal_count_limit_exceeded", RetryClass.Later),
        ([62], "restricted_card", RetryClass.No),
        ([63, 97], "security_violation", RetryClass.No),
        ([65, 1037], "authentication_required", RetryClass.Sca),
        ([72, 73, 80, 83, 88, 90, 91, 92], "issuer_not_available", RetryClass.Later),
        ([6, 20, 22, 68, 95, 96, 98], "processing_error", RetryClass.Later),
        ([82, 935], "incorrect_cvc", RetryClass.Fix),
        ([341], "generic_decline", RetryClass.Fix),
        ([893, 928], "try_again_later", RetryClass.Later),
        ([894], "do_not_honor", RetryClass.No),
        ([1072], "stop_payment_order", RetryClass.Never),
        ([1073], "revocation_of_authorization", RetryClass.Never),
        ([1075], "revocation_of_all_authorizations", RetryClass.Never),
        ([1366], "service_not_allowed", RetryClass.Fix),
    ];

    private static readonly FrozenDictionary<int, (string DeclineCode, RetryClass Retry)> Table =
        Rows.SelectMany(row => row.Codes, (row, code) => (code, row.DeclineCode, row.Retry))
            .ToFrozenDictionary(row => row.code, row => (row.DeclineCode, row.Retry));

    public static CodeReading Read(int code, string? message, CardChecks? checks)
    {
        var (decline, retry) = Table.GetValueOrDefault(code, ("generic_decline", RetryClass.No));
        return code switch
        {
            5 => ResponseCodes.Declined(DeclineOfRule(message, checks) ?? decline, retry),
            341 => ResponseCodes.Declined(checks?.PostalCode == CardChecks.Fail ? "incorrect_zip" : decline, retry),
            _ => ResponseCodes.Declined(decline, retry),
        };
    }

    /// <summary>Code 5 is also what the account's own rules answer; only the message tells which.</summary>
    private static string? DeclineOfRule(string? message, CardChecks? checks) => message switch
    {
        null => null,
        _ when message.Contains("AVS/CV2", StringComparison.OrdinalIgnoreCase) =>
            checks?.Cvc == CardChecks.Fail ? "incorrect_cvc"
            : checks?.PostalCode == CardChecks.Fail || checks?.AddressLine1 == CardChecks.Fail ? "incorrect_zip"
            : null,
        _ when message.Contains("VCS", StringComparison.OrdinalIgnoreCase) => "card_velocity_exceeded",
        _ when message.Contains("RISK", StringComparison.OrdinalIgnoreCase) => "fraudulent",
        _ => null,
    };
}
