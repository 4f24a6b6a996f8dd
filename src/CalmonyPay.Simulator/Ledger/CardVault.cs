using System.Security.Cryptography;
using System.Text;

namespace CalmonyPay.Simulator.Ledger;

/// <summary>
/// A gateway must remember cards, or no cross reference could be charged again. They lie in the ledger under AES-256-GCM with a
/// key made from the account's secret, so that a dump of the file holds no card number.
/// </summary>
internal static class CardVault
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    public static string Seal(string cardNumber, string secret)
    {
        var plain = Encoding.ASCII.GetBytes(cardNumber);
        var sealedCard = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(sealedCard.AsSpan(0, NonceSize));
        using var aes = new AesGcm(KeyFor(secret, "card"), TagSize);
        aes.Encrypt(sealedCard.AsSpan(0, NonceSize), plain, sealedCard.AsSpan(NonceSize + TagSize),
            sealedCard.AsSpan(NonceSize, TagSize));
        return Convert.ToBase64String(sealedCard);
    }

    /// <summary>The card number, or null when it was sealed under another secret: to the gateway it is then erased.</summary>
    public static string? Open(string? sealedCard, string secret)
    {
        if (sealedCard is null) return null;
        var octets = Convert.FromBase64String(sealedCard);
        var plain = new byte[octets.Length - NonceSize - TagSize];
        using var aes = new AesGcm(KeyFor(secret, "card"), TagSize);
        try
        {
            aes.Decrypt(octets.AsSpan(0, NonceSize), octets.AsSpan(NonceSize + TagSize),
                octets.AsSpan(NonceSize, TagSize), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.ASCII.GetString(plain);
    }

    /// <summary>A stand-in for a card number where only equality matters; without the secret it leads back to nothing.</summary>
    public static string Fingerprint(string cardNumber, string secret) => Convert.ToHexStringLower(
        HMACSHA256.HashData(KeyFor(secret, "fingerprint"), Encoding.ASCII.GetBytes(cardNumber)));

    private static byte[] KeyFor(string secret, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: Encoding.ASCII.GetBytes(purpose));
}
