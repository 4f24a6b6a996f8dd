using CalmonyPay.Simulator.Actions;
using CalmonyPay.Simulator.Cards;

namespace CalmonyPay.Simulator.ThreeDSecure;

/// <summary>What the payer's browser will be put through, known when the request arrives.</summary>
/// <param name="Method">Whether the issuer first looks at the device.</param>
/// <param name="Outcome">How it ends without a challenge; null where a challenge decides.</param>
internal sealed record AuthenticationPlan(bool Method, Authentication? Outcome)
{
    public static AuthenticationPlan For(NewRequest request)
    {
        var method = request.Card.HasMethod
            && (request.Fields["deviceCapabilities"] ?? "").Contains("javascript", StringComparison.Ordinal);
        return request.Card.Enrolment switch
        {
            Enrolment.NotEnrolled => new(false, new("N", null)),
            Enrolment.ByMonth when request.Card.Book == CardBook.Cardstream => ByMonth(request.ExpiryMonth, method),
            Enrolment.ByMonth or Enrolment.Attempted => new(false, new("Y", "A")),
            Enrolment.Frictionless => new(method, new("Y", "Y")),
            Enrolment.Supported => new(method, ChallengeWanted(request) ? null : new("Y", "Y")),
            Enrolment.LookupError => new(false, new("E", "E", Codes.EnrolmentFailed)),
            Enrolment.AuthenticationError => new(method, new("Y", "E", Codes.AuthenticationFailed)),
            _ => new(method, null),
        };
    }

    /// <summary>Cardstream's test cards: the expiry month chooses.</summary>
    private static AuthenticationPlan ByMonth(int month, bool method) => month switch
    {
        1 => new(method, new("Y", "Y")),
        2 => new(method, new("Y", "N")),
        3 => new(method, new("Y", "U")),
        4 => new(method, new("Y", "A")),
        5 => new(method, new("Y", "D")),
        6 => new(method, new("Y", "R")),
        7 or 8 or 9 => new(false, new("E", "E")),
        10 => new(method, new("Y", "I")),
        11 => new(false, new("U", "U", Reason: "13")),
        _ => new(method, null),
    };

    private static bool ChallengeWanted(NewRequest request) =>
        request.Fields.Record("threeDSOptions")?["requestorChallengeIndicator"] is "03" or "04";
}
