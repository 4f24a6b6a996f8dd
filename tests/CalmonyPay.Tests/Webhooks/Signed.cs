using System.Security.Cryptography;
using System.Text;

namespace CalmonyPay.Tests.Webhooks;

/// <summary>Checks the two signatures from their descriptions, with no code of the server's.</summary>
internal static class Signed
{
    public static bool ByStripe(Received got, string secret)
    {
        var parts = got.Headers["Stripe-Signature"].Split(',').Select(part => part.Split('=', 2)).ToList();
        var time = parts.Single(part => part[0] == "t")[1];
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{got.Text}")));
        return parts.Any(part => part[0] == "v1" && part[1] == expected);
    }

    public static bool ByStandard(Received got, string secret)
    {
        var content = $"{got.Headers["webhook-id"]}.{got.Headers["webhook-timestamp"]}.{got.Text}";
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes(content)));
        return got.Headers["webhook-signature"].Split(' ').Contains(expected);
    }
}
