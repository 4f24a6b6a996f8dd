using CalmonyPay.Gateways;
using CalmonyPay.Platform.Http;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>Where a shopper authenticates: our page, found by a token that names project, mode and intent.</summary>
public sealed class AuthenticationUrls(PublicUrl publicUrl, CallbackTokens tokens)
{
    public string Of(string intentId) => $"{publicUrl.Value}/pay/authenticate/{tokens.Make("authenticate", intentId)}";
}
