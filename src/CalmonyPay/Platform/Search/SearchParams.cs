using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Platform.Search;

/// <summary>What a search asks for, and from where on.</summary>
/// <param name="Query">Stripe's search language.</param>
/// <param name="Limit">1 to 100, 10 if not said.</param>
/// <param name="After">The id of the last row of the page before; null for the first page.</param>
public sealed record SearchParams(string Query, int Limit, string? After) : IParams<SearchParams>
{
    private const int Checksum = 8;

    public static SearchParams Read(Params p)
    {
        var query = p.Required("query");
        return new(query, PageParams.ReadLimit(p), p.Text("page") is { } page ? LastId(page, query) : null);
    }

    /// <summary>The <c>next_page</c> that continues this search after a row.</summary>
    public string PageAfter(string lastId)
    {
        var id = Encoding.UTF8.GetBytes(lastId);
        return Base64Url.EncodeToString([.. Sum(id, Query), .. id]);
    }

    // The sum tells a mangled token, or one of another search, from a good one. It keeps no secret: an id alone opens nothing.
    private static string LastId(string page, string query)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(page.Length)];
        if (!Base64Url.IsValid(page) || !Base64Url.TryDecodeFromChars(page, bytes, out var length) || length <= Checksum) throw Invalid();
        var id = bytes.AsSpan(Checksum..length);
        return Sum(id, query).AsSpan().SequenceEqual(bytes.AsSpan(0, Checksum)) ? Encoding.UTF8.GetString(id) : throw Invalid();
    }

    private static byte[] Sum(ReadOnlySpan<byte> id, string query) =>
        SHA256.HashData([.. id, 0, .. Encoding.UTF8.GetBytes(query)])[..Checksum];

    private static StripeError Invalid() =>
        StripeError.Invalid("Invalid page: pass the next_page of the search before, with the same query.", "page");
}
