using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Platform.Crypto;

namespace CalmonyPay.Webhooks;

/// <summary>A signing secret as the database keeps it.</summary>
public sealed record SealedSecret(byte[] Hash, byte[] Encrypted);

/// <summary>Makes signing secrets, seals them for the database and opens them to sign.</summary>
public sealed class WebhookSecrets(Keyring keyring)
{
    public const string Purpose = "webhook.secret";
    public const string Prefix = "whsec_";
    private const int Bytes = 32;

    /// <summary><c>whsec_</c> and base64 of 32 random bytes: both Stripe's SDKs and Standard Webhooks' libraries take it as it is.</summary>
    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    public SealedSecret Seal(string secret) => new(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), keyring.Encrypt(secret, Purpose));

    public string Open(byte[] encrypted) => keyring.DecryptText(encrypted, Purpose);
}
