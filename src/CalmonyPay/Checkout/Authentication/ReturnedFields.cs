using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace CalmonyPay.Checkout.Authentication;

/// <summary>
/// What an issuer posts, as it came: pair by pair, in its order, a name as often as it was sent. The gateway gets the same, so nothing
/// here is sorted, merged or interpreted.
/// </summary>
internal static class ReturnedFields
{
    /// <summary>A challenge's result is a few kilobytes of base64 in one or two fields.</summary>
    private const int MostBytes = 64 * 1024, MostFields = 50, LongestName = 256;

    /// <returns>Empty for what is no form, or more than an issuer could mean.</returns>
    public static async Task<IReadOnlyList<KeyValuePair<string, string>>> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType || request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true) return [];
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        var fields = new List<KeyValuePair<string, string>>();
        using var form = new FormReader(request.Body, Encoding.UTF8) { KeyLengthLimit = LongestName, ValueLengthLimit = MostBytes };
        try
        {
            while (await form.ReadNextPairAsync(ct) is { } pair)
            {
                if (fields.Count == MostFields) return [];
                if (pair.Key.Length > 0) fields.Add(pair);
            }
        }
        catch (Exception tooMuch) when (tooMuch is InvalidDataException or BadHttpRequestException)
        {
            return [];
        }
        return fields;
    }
}
