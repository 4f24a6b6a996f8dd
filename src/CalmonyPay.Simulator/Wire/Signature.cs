using System.Security.Cryptography;
using System.Text;

namespace CalmonyPay.Simulator.Wire;

/// <summary>
/// The gateway's signature: SHA-512 in lower-case hex over the encoded fields, sorted by root name, with the account's secret
/// behind them. A partial one is <c>hash|name1,name2</c> and covers only the fields that it names.
/// </summary>
public static class Signature
{
    public const string FieldName = "signature";

    public static string Of(Form form, string secret) => Hash(Canonical(form) + secret);

    /// <param name="form">The form, with or without a signature of its own.</param>
    /// <param name="secret">The account's secret.</param>
    /// <param name="names">The root fields that the signature shall cover.</param>
    public static string Partial(Form form, string secret, IReadOnlyList<string> names) =>
        Of(form.Only(names.ToHashSet()), secret) + "|" + string.Join(',', names);

    /// <summary>True when the form's own signature field, full or partial, fits the rest of the form.</summary>
    public static bool Verifies(Form form, string secret)
    {
        if (form[FieldName] is not { } received) return false;
        var parts = received.Split('|', 2);
        var covered = parts.Length == 1 ? form : form.Only(parts[1].Split(',').ToHashSet());
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(parts[0]), Encoding.UTF8.GetBytes(Of(covered, secret)));
    }

    /// <summary>The text that is hashed, without the secret.</summary>
    public static string Canonical(Form form)
    {
        var sorted = form.SortedByRoot();
        sorted.Remove(FieldName);
        return OneLineFeed(sorted.Encode());
    }

    /// <summary>
    /// Every kind of line end counts as one line feed, or a browser's rewriting would break the signature. This happens after
    /// encoding, where a percent sign of the data is %25 and cannot be mistaken.
    /// </summary>
    private static string OneLineFeed(string encoded)
    {
        if (!encoded.Contains("%0D", StringComparison.Ordinal)) return encoded;
        var text = new StringBuilder(encoded.Length);
        for (var i = 0; i < encoded.Length;)
        {
            var rest = encoded.AsSpan(i);
            var length = rest.StartsWith("%0D%0A") || rest.StartsWith("%0A%0D") ? 6 : rest.StartsWith("%0D") ? 3 : 0;
            if (length > 0) text.Append("%0A");
            else text.Append(encoded[i]);
            i += Math.Max(length, 1);
        }

        return text.ToString();
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(text)));
}
