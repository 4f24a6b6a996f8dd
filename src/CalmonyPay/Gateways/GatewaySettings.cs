using System.Text;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Gateways;

/// <summary>An account at a gateway, as an operator enters it and as it is stored, encrypted. The meanings are <see cref="GatewayAccount"/>'s.</summary>
/// <param name="Url">Absolute; https in live mode.</param>
/// <param name="CountryCode">The merchant's country, ISO 3166-1 alpha-2 or numeric.</param>
/// <param name="TestCards">One of <see cref="TestCardSets"/>; <c>none</c> in live mode.</param>
/// <param name="ScaExemptions">Out of <see cref="Gateways.ScaExemptions.Known"/>; null for none.</param>
public sealed record GatewaySettings(
    Uri Url, string MerchantId, string? Secret, string CountryCode,
    bool ThreeDSecure = false, bool CaptureAtOnce = false, bool SecurityCodeMandatory = false, string TestCards = GatewaySettings.NoTestCards,
    IReadOnlyList<string>? ScaExemptions = null)
{
    public const string NoTestCards = "none";

    private const int MostMerchantIdCharacters = 64;
    private const int MostSecretCharacters = 512;

    /// <summary>What may stand behind <c>pm_card_visa</c> and its kin.</summary>
    public static IReadOnlyList<string> TestCardSets { get; } = [NoTestCards, "stripe", "cardstream"];

    /// <exception cref="OperatorException">A value makes no sense, or not in this mode; the message is for the operator and holds no secret.</exception>
    public void Check(bool livemode)
    {
        Must(Url.IsAbsoluteUri && Url.Scheme is "https" or "http", "The gateway's URL has to be absolute, such as https://gateway.example.com/direct/.");
        Must(Url.UserInfo.Length == 0 && Url.Query.Length == 0 && Url.Fragment.Length == 0, "The gateway's URL takes no user, query or fragment.");
        Must(!livemode || Url.Scheme == "https", "A live gateway is called by https only.");
        Must(MerchantId.Length is > 0 and <= MostMerchantIdCharacters && MerchantId.All(c => c is > ' ' and < '\x7f'), "The merchant id has to be 1 to 64 visible ASCII characters.");
        Must(Secret is null or { Length: > 0 and <= MostSecretCharacters }, "The secret has to have 1 to 512 characters, or be left out if the account has none.");
        Must(!livemode || Secret is not null, "A live account needs the secret that signs its requests and answers.");
        Must(Countries.Knows(CountryCode) || (CountryCode.Length == 3 && CountryCode.All(char.IsAsciiDigit)), "The country has to be ISO 3166-1: two capital letters or three digits.");
        Must(TestCardSets.Contains(TestCards), $"Test cards are one of: {string.Join(", ", TestCardSets)}.");
        Must(!livemode || TestCards == NoTestCards, "A live account takes no test cards.");
        Must(ScaExemptions is null || ScaExemptions.All(Gateways.ScaExemptions.Known.Contains), $"Exemptions are out of: {string.Join(", ", Gateways.ScaExemptions.Known)}.");
    }

    private static void Must(bool holds, string otherwise)
    {
        if (!holds) throw new OperatorException(otherwise);
    }

    private bool PrintMembers(StringBuilder printed)
    {
        printed.Append($"{MerchantId} at {(Url.IsAbsoluteUri ? Url.Host : Url)}");
        return true;
    }
}

/// <summary>Where a credential stands among the others of its project.</summary>
/// <param name="Gateway">A <c>pay_gateways.name</c>.</param>
/// <param name="Label">What operators call it; older ones of the same label end when this one begins.</param>
/// <param name="Priority">The highest is preferred.</param>
/// <param name="EffectiveFrom">Null: at once.</param>
/// <param name="EffectiveTo">Exclusive; null: without end.</param>
public sealed record GatewayPlace(
    string Gateway = Gateways.Gateway.Cardstream, string Label = "default", int Priority = 0, DateTimeOffset? EffectiveFrom = null, DateTimeOffset? EffectiveTo = null);
