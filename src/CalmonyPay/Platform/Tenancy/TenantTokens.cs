using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Platform.Crypto;

namespace CalmonyPay.Platform.Tenancy;

/// <summary>
/// Tokens in addresses that are used without a key (callbacks, pages): encrypted and authenticated by the key ring, with
/// project and mode in them, so that an id alone finds nothing, and one made before a rotation still opens.
/// </summary>
public sealed class TenantTokens(Keyring keyring)
{
    private const int GuidSize = 16, Head = GuidSize + 1;

    /// <param name="purpose">What the address is for; a token opens for no other.</param>
    /// <param name="subject">What it is about.</param>
    public string Make(string purpose, Tenant tenant, string subject)
    {
        var plain = new byte[Head + Encoding.UTF8.GetByteCount(subject)];
        tenant.ProjectId.TryWriteBytes(plain);
        plain[GuidSize] = tenant.Livemode ? (byte)1 : (byte)0;
        Encoding.UTF8.GetBytes(subject, plain.AsSpan(Head));
        return Base64Url.EncodeToString(keyring.Encrypt(plain, purpose));
    }

    /// <returns>Null for whatever is no token of ours.</returns>
    public (Tenant Tenant, string Subject)? Open(string purpose, string token)
    {
        try
        {
            var plain = keyring.Decrypt(Base64Url.DecodeFromChars(token), purpose);
            return (new(new Guid(plain.AsSpan(0, GuidSize)), plain[GuidSize] == 1), Encoding.UTF8.GetString(plain.AsSpan(Head)));
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
