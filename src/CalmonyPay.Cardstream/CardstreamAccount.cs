using System.Text;
using System.Text.Json.Serialization;

namespace CalmonyPay.Cardstream;

/// <summary>One merchant account at the gateway. Test and live differ by the account, not by the address.</summary>
/// <param name="DirectUrl">Where requests are posted, for example <c>https://gateway.example.com/direct/</c>. The gateway is sold under many brands, so this is always configuration.</param>
/// <param name="MerchantId">The gateway's <c>merchantID</c>.</param>
/// <param name="Secret">The signing secret; null or empty for an account without one. Never printed, never written as JSON.</param>
/// <param name="CountryCode">The merchant's country, ISO 3166-1 numeric, alpha-2 or alpha-3.</param>
public sealed record CardstreamAccount(Uri DirectUrl, string MerchantId, [property: JsonIgnore] string? Secret, string CountryCode)
{
    private bool PrintMembers(StringBuilder printed)
    {
        printed.Append($"DirectUrl = {DirectUrl}, MerchantId = {MerchantId}, Secret = •••, CountryCode = {CountryCode}");
        return true;
    }
}
