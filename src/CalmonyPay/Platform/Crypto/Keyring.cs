using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Platform.Errors;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Platform.Crypto;

/// <summary>
/// The keys that secrets in tables are encrypted with. The last one encrypts; all of them decrypt, so a rotation is: add a
/// key, restart, run <c>encryption rotate</c>, remove the old key.
/// </summary>
public sealed record EncryptionOptions
{
    /// <summary><c>id:base64</c> of 32 random bytes, several parted by commas; the last one is used for what is written now.</summary>
    public string Keys { get; set; } = "";
}

/// <summary>AES-256-GCM with key ids. Layout: 1 byte length of the key id, the key id, 12 bytes nonce, 16 bytes tag, ciphertext.</summary>
public sealed class Keyring
{
    private const int NonceSize = 12, TagSize = 16, KeySize = 32;
    private readonly Dictionary<string, byte[]> keys = [];
    private readonly byte[] currentId;

    public Keyring(IOptions<EncryptionOptions> options)
    {
        foreach (var entry in options.Value.Keys.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            if (colon is < 1 or > 32) throw new OperatorException("CalmonyPay__Encryption__Keys wants id:base64 entries.");
            var key = new byte[KeySize];
            if (!Convert.TryFromBase64String(entry[(colon + 1)..], key, out var length) || length != KeySize)
                throw new OperatorException($"The encryption key '{entry[..colon]}' is not base64 of {KeySize} bytes.");
            keys[entry[..colon]] = key;
            CurrentId = entry[..colon];
        }
        if (CurrentId is null) throw new OperatorException("No encryption key is configured: set CalmonyPay__Encryption__Keys to id:base64 of 32 random bytes (openssl rand -base64 32).");
        currentId = Encoding.UTF8.GetBytes(CurrentId);
    }

    /// <summary>The id of the key that encrypts.</summary>
    public string CurrentId { get; } = null!;

    /// <param name="plain">What to hide.</param>
    /// <param name="purpose">What it is (<c>project.secret</c>): authenticated, so a ciphertext moved to another column does not open.</param>
    public byte[] Encrypt(ReadOnlySpan<byte> plain, string purpose)
    {
        var box = new byte[1 + currentId.Length + NonceSize + TagSize + plain.Length];
        box[0] = (byte)currentId.Length;
        currentId.CopyTo(box, 1);
        var body = box.AsSpan(1 + currentId.Length);
        RandomNumberGenerator.Fill(body[..NonceSize]);
        using var aes = new AesGcm(keys[CurrentId], TagSize);
        aes.Encrypt(body[..NonceSize], plain, body[(NonceSize + TagSize)..], body.Slice(NonceSize, TagSize), Encoding.UTF8.GetBytes(purpose));
        return box;
    }

    public byte[] Encrypt(string plain, string purpose) => Encrypt(Encoding.UTF8.GetBytes(plain), purpose);

    /// <exception cref="CryptographicException">The key is not on the ring, or the ciphertext was changed or belongs elsewhere.</exception>
    public byte[] Decrypt(ReadOnlySpan<byte> cipher, string purpose)
    {
        var id = KeyIdOf(cipher);
        if (!keys.TryGetValue(id, out var key)) throw new CryptographicException($"The encryption key '{id}' is not configured.");
        var body = cipher[(1 + cipher[0])..];
        var plain = new byte[body.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(body[..NonceSize], body[(NonceSize + TagSize)..], body.Slice(NonceSize, TagSize), plain, Encoding.UTF8.GetBytes(purpose));
        return plain;
    }

    public string DecryptText(ReadOnlySpan<byte> cipher, string purpose) => Encoding.UTF8.GetString(Decrypt(cipher, purpose));

    /// <summary>Which key a ciphertext was made with, for rotation.</summary>
    public static string KeyIdOf(ReadOnlySpan<byte> cipher) => cipher.Length > 1 && cipher.Length > 1 + cipher[0] + NonceSize + TagSize - 1
        ? Encoding.UTF8.GetString(cipher.Slice(1, cipher[0]))
        : throw new CryptographicException("This is not a ciphertext of ours.");
}
