namespace CalmonyPay.Gateways;

/// <summary>A credential, opened: whom to call and as whom. Lives in memory only; its text never shows the secret.</summary>
/// <param name="CredentialId">The row in <c>pay_gateway_credentials</c>; attempts and payment methods keep it.</param>
/// <param name="Driver">Which <see cref="IGateway"/> speaks to it.</param>
/// <param name="Url">Where requests go (Cardstream: the <c>/direct/</c> URL).</param>
/// <param name="MerchantId">Cardstream's <c>merchantID</c>.</param>
/// <param name="Secret">The signature key; null if the account has none.</param>
/// <param name="CountryCode">The merchant's country, ISO 3166-1 numeric or alpha-2.</param>
/// <param name="ThreeDSecure">The account demands 3-D Secure of shoppers: an on-session confirm without browser data asks for it first.</param>
/// <param name="CaptureAtOnce">SALE captures at once (the acquirer refuses delayed capture, or the project chose speed); an unknown outcome then waits for a person.</param>
/// <param name="SecurityCodeMandatory">A shopper's payment with a saved card needs the security code again.</param>
/// <param name="TestCards">What <c>pm_card_*</c> stand for: Stripe's test numbers (<c>stripe</c>, the simulator) or Cardstream's (<c>cardstream</c>, its own test account).</param>
public sealed record GatewayAccount(
    Guid CredentialId, string Driver, Uri Url, string MerchantId, string? Secret, string CountryCode,
    bool ThreeDSecure, bool CaptureAtOnce, bool SecurityCodeMandatory, string TestCards)
{
    /// <summary>Exemptions from authentication that the acquirer lets this account ask for, the preferred first.</summary>
    public IReadOnlyList<string> ScaExemptions { get; init; } = [];

    public override string ToString() => $"{Driver} {MerchantId} at {Url.Host}";
}
