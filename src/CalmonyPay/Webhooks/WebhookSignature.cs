using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CalmonyPay.Webhooks;

/// <summary>
/// The two signatures that every delivery carries, both HMAC-SHA256 over a time and the body: Stripe's, so that its SDKs'
/// <c>constructEvent</c> verifies it, and that of Standard Webhooks (standardwebhooks.com).
/// </summary>
public static class WebhookSignature
{
    /// <summary><c>Stripe-Signature: t=…,v1=…</c>, one <c>v1</c> a secret. The key is the whole secret, prefix and all.</summary>
    /// <param name="secrets">The current one first; during a roll the one before it as well.</param>
    public static string OfStripe(IEnumerable<string> secrets, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var time = Seconds(at);
        var header = new StringBuilder("t=").Append(time);
        foreach (var secret in secrets) header.Append(",v1=").Append(Convert.ToHexStringLower(Mac(Encoding.UTF8.GetBytes(secret), $"{time}.", body)));
        return header.ToString();
    }

    /// <summary><c>webhook-signature: v1,…</c>, parted by spaces. The key is what the secret's base64 stands for.</summary>
    public static string OfStandard(IEnumerable<string> secrets, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var header = new StringBuilder();
        foreach (var secret in secrets)
        {
            if (header.Length > 0) header.Append(' ');
            var key = Convert.FromBase64String(secret[WebhookSecrets.Prefix.Length..]);
            header.Append("v1,").Append(Convert.ToBase64String(Mac(key, $"{id}.{Seconds(at)}.", body)));
        }
        return header.ToString();
    }

    /// <summary>Seconds since 1970, as both headers write a time.</summary>
    public static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static byte[] Mac(byte[] key, string before, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.UTF8.GetBytes(before));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }
}
