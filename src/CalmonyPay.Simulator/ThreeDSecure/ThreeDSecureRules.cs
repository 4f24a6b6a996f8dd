using CalmonyPay.Simulator.Actions;
using CalmonyPay.Simulator.Cards;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.ThreeDSecure;

/// <summary>When the gateway asks for 3-D Secure, and what it needs for it.</summary>
internal static class ThreeDSecureRules
{
    private static readonly string[] Mandatory =
        ["threeDSRedirectURL", "remoteAddress", "deviceIdentity", "deviceAcceptContent", "deviceAcceptLanguage"];

    private static readonly string[] WithJavaScript = ["deviceTimeZone", "deviceScreenResolution"];

    /// <summary>Whether 3-D Secure comes before the authorisation.</summary>
    /// <exception cref="Refusal">It should, and fields for it are missing, or the account has none.</exception>
    public static bool UpFront(NewRequest request)
    {
        if (request.Fields["threeDSRequired"] == "Y" && !request.Account.ThreeDSecure)
            throw new Refusal(Codes.ThreeDSecureUnavailable, "3DS UNAVAILABLE");
        if (!Possible(request)) return false;
        CheckFields(request.Fields);
        return Policy(request) is 1 or 2 or 4 or 5;
    }

    /// <summary>Whether an issuer's soft decline can be turned into 3-D Secure.</summary>
    public static bool OnSoftDecline(NewRequest request) => Possible(request) && Policy(request) is 1 or 3 or 4 or 6;

    /// <summary>
    /// Cardstream's own cards get the gateway's rule to the letter: a browser's fields are mandatory. With Stripe's cards a request
    /// without a single one goes on to the issuer, who answers for himself.
    /// </summary>
    private static bool Possible(NewRequest request) =>
        request.Account.ThreeDSecure
        && request.AuthenticationPossible
        && request.Fields["threeDSRequired"] != "N"
        && Authentication.Brought(request) is null
        && (request.Card.Book == CardBook.Cardstream
            || request.Fields["threeDSRequired"] == "Y"
            || request.Fields.Names.Any(n => n == "threeDSRedirectURL" || n.StartsWith("device", StringComparison.Ordinal)));

    private static int Policy(NewRequest request) => request.Fields.Filled("threeDSPolicy") is { } policy
        && int.TryParse(policy, out var number) ? number : 1;

    private static void CheckFields(Form fields)
    {
        foreach (var name in Mandatory)
        {
            if (fields.Filled(name) is null) throw Codes.Missing(name);
        }

        if (!Uri.TryCreate(fields["threeDSRedirectURL"], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw Codes.Invalid("threeDSRedirectURL");
        if (!(fields["deviceCapabilities"] ?? "").Contains("javascript", StringComparison.Ordinal)) return;
        foreach (var name in WithJavaScript)
        {
            if (fields.Filled(name) is null) throw Codes.Missing(name);
        }
    }
}
