using System.Security.Cryptography;
using CalmonyPay.Simulator.Actions;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.ThreeDSecure;

/// <summary>How 3-D Secure ended.</summary>
/// <param name="Enrolled"><c>Y</c>, <c>N</c>, <c>U</c> or <c>E</c>.</param>
/// <param name="Status">The letter of <c>threeDSAuthenticated</c>; null where nobody was asked.</param>
/// <param name="Error">A gateway code that ends the payment whatever the merchant accepts; 0 for none.</param>
/// <param name="Reason">The scheme's reason for a status, such as <c>14</c> for a challenge that timed out.</param>
internal sealed record Authentication(string Enrolled, string? Status, int Error = 0, string? Reason = null)
{
    /// <summary>What an account accepts when the request says nothing.</summary>
    private const string DefaultPreference = "not known,not checked,attempted authentication,authenticated";

    /// <summary>The scheme's reason for a payer who was asked and did not pass.</summary>
    public const string Refused = "01";

    /// <summary>Whether the issuer will not ask again.</summary>
    public bool Shown => Status is "Y" or "A";

    public bool Satisfies(Form request) => Status != "R"
        && (request.Filled("threeDSCheckPref") ?? DefaultPreference).Split(',', StringSplitOptions.TrimEntries).Contains(Word);

    /// <summary>The outcome that the request brought along from another provider; null where it brought none.</summary>
    public static Authentication? Brought(NewRequest request) =>
        request.Fields.Filled("threeDSAuthenticated") is { } status && request.Fields.Has("threeDSCAVV")
            ? new(request.Fields.Filled("threeDSEnrolled") ?? "Y", status)
            : null;

    public void WriteTo(Form answer, string schemeCode, string timestamp)
    {
        var mastercard = schemeCode == "MC";
        answer.Set("threeDSEnrolled", Enrolled)
            .Set("threeDSAuthenticated", Status)
            .Set("threeDSCheck", Word)
            .Set("threeDSVersion", "2.1.0")
            .Set("threeDSVETimestamp", timestamp)
            .Set("threeDSResponseCode", Error)
            .Set("threeDSResponseMessage", Error != 0 ? "3DS ERROR" : Reason == Refused ? "Cardholder Info: The simulated bank could not confirm that it was you." : "Success")
            .Set("threeDSECI", Status switch
            {
                "Y" => mastercard ? "02" : "05",
                "A" => mastercard ? "01" : "06",
                _ => mastercard ? "00" : "07",
            });
        if (Reason is not null) answer.SetAt(["threeDSDetails", "transactionStatusReason"], Reason);
        if (!Shown) return;
        answer.Set("threeDSXID", Guid.NewGuid().ToString())
            .Set("threeDSCAVV", Convert.ToBase64String(RandomNumberGenerator.GetBytes(mastercard ? 24 : 20)));
    }

    private string Word => Status switch
    {
        "Y" => "authenticated",
        "A" => "attempted authentication",
        "N" or "R" => "not authenticated",
        _ => "not known",
    };
}
