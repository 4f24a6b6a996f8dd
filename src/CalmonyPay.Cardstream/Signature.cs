using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CalmonyPay.Cardstream;

/// <summary>What can be said of a message's signature.</summary>
public enum SignatureVerdict
{
    /// <summary>Signed with our secret; for a partial signature, every field that decides about money is covered.</summary>
    Valid,

    /// <summary>No signature, and the account holds no secret: nothing was promised, nothing is proved.</summary>
    NotSigned,

    /// <summary>A signature came, but the account holds no secret to check it with.</summary>
    NoSecretHeld,

    /// <summary>The account holds a secret, but no signature came.</summary>
    Missing,

    /// <summary>The signature is not the one our secret makes.</summary>
    Mismatch,

    /// <summary>A partial signature, right as far as it goes, that leaves out a field which decides about money.</summary>
    PartialUntrusted,
}

/// <summary>
/// The gateway's signature: SHA-512 over the fields, sorted by root name and escaped as PHP escapes them, with the secret at the
/// end; 128 lower-case hex digits, and for a partial one <c>|</c> and the names of the covered root fields. Not an HMAC: it is the
/// gateway's format, not our choice.
/// </summary>
public static partial class Signature
{
    public const string FieldName = "signature";

    /// <summary>Signs every field but <c>signature</c>.</summary>
    public static string Sign(FieldList fields, string secret) => Hash(fields, secret, covered: null);

    /// <summary>Signs only the named root fields and appends their list, for forms to which a browser may add fields.</summary>
    public static string SignPartial(FieldList fields, string secret, params IReadOnlyCollection<string> covered) =>
        $"{Hash(fields, secret, covered.ToHashSet(StringComparer.Ordinal))}|{string.Join(',', covered)}";

    /// <summary>
    /// Checks the <c>signature</c> among the fields. A partial one must cover the code, the state, the cross reference, our own
    /// reference, the currency and one of the amounts; read such a message through <see cref="Trusted"/>.
    /// </summary>
    public static SignatureVerdict Verify(FieldList fields, string? secret) =>
        Verify(fields, secret, covered => MustBeCovered.All(covered.Contains) && AmountFields.Any(covered.Contains));

    /// <summary>Checks the signature; a partial one must cover all the root fields that the caller names.</summary>
    public static SignatureVerdict Verify(FieldList fields, string? secret, IEnumerable<string> mustBeCovered) =>
        Verify(fields, secret, covered => mustBeCovered.All(covered.Contains));

    /// <summary>The fields that the signature covers, without it: all of them unless it is partial.</summary>
    public static FieldList Trusted(FieldList fields)
    {
        var covered = Covered(fields[FieldName]);
        return new(fields.Where(pair => Covers(covered, FieldList.Root(pair.Key))));
    }

    private static readonly string[] MustBeCovered = ["responseCode", "state", "xref", "transactionUnique", "currencyCode"];

    private static readonly string[] AmountFields = ["amount", "amountReceived"];

    private static SignatureVerdict Verify(FieldList fields, string? secret, Func<HashSet<string>, bool> covers)
    {
        string? received = fields[FieldName];
        bool held = !string.IsNullOrEmpty(secret);
        if (string.IsNullOrEmpty(received)) return held ? SignatureVerdict.Missing : SignatureVerdict.NotSigned;
        if (!held) return SignatureVerdict.NoSecretHeld;

        var covered = Covered(received);
        byte[] expected = Encoding.ASCII.GetBytes(Hash(fields, secret!, covered));
        byte[] claimed = Encoding.UTF8.GetBytes(received.Split('|', 2)[0]);
        if (!CryptographicOperations.FixedTimeEquals(expected, claimed)) return SignatureVerdict.Mismatch;
        return covered is null || covers(covered) ? SignatureVerdict.Valid : SignatureVerdict.PartialUntrusted;
    }

    private static HashSet<string>? Covered(string? signature) =>
        signature?.Split('|', 2) is [_, var names] ? names.Split(',').ToHashSet(StringComparer.Ordinal) : null;

    private static bool Covers(HashSet<string>? covered, string root) => root != FieldName && covered?.Contains(root) != false;

    private static string Hash(FieldList fields, string secret, HashSet<string>? covered)
    {
        // Only root names are sorted (the sort is stable): the order of a record's own pairs is part of what is signed.
        string canonical = FieldList.Encode(fields
            .Where(pair => Covers(covered, FieldList.Root(pair.Key)))
            .OrderBy(pair => FieldList.Root(pair.Key), StringComparer.Ordinal));
        canonical = LineEnds().Replace(canonical, "%0A");
        return Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(canonical + secret)));
    }

    /// <summary>Line ends in their escaped form, so that a literal <c>%0D</c> in the data (escaped <c>%250D</c>) is left alone.</summary>
    [GeneratedRegex("%0D%0A|%0A%0D|%0D")]
    private static partial Regex LineEnds();
}
