using CalmonyPay.Checkout.Paying;
using Microsoft.AspNetCore.Http.Features;

namespace CalmonyPay.Checkout.Page;

/// <summary>
/// What a browser sent, by the names of the form's fields: trimmed, empty is not there. Card number and security code are read by
/// <see cref="CardReading"/> alone and never come back to the page.
/// </summary>
public sealed class TypedForm
{
    /// <summary>Characters of one field; no honest entry is longer.</summary>
    private const int Longest = 1000;

    /// <summary>Of a whole form.</summary>
    private const int MostBytes = 256 * 1024;

    private const string QuantityStart = "quantities[";

    private readonly IFormCollection form;

    private TypedForm(IFormCollection form, bool sent) => (this.form, Sent) = (form, sent);

    /// <summary>Nothing was sent yet: the page shows what the session knows.</summary>
    public static TypedForm Nothing { get; } = new(FormCollection.Empty, sent: false);

    /// <summary>False for the page's first showing.</summary>
    public bool Sent { get; }

    /// <summary>Reads the body if it is a form's; one of another type counts as empty.</summary>
    /// <exception cref="BadHttpRequestException">413 for more than a form of ours holds, 400 for what cannot be read.</exception>
    public static async Task<TypedForm> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        // Not HasFormContentType alone: parts of multipart forms may be buffered in files, and there is card data in these.
        var isForm = request.HasFormContentType && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MostBytes;
        try
        {
            return new(isForm ? await request.ReadFormAsync(ct) : FormCollection.Empty, sent: true);
        }
        catch (InvalidDataException unreadable)
        {
            throw new BadHttpRequestException("The form could not be read.", unreadable);
        }
    }

    /// <summary>The fields as they came, for what reads its own: the card, the browser's facts.</summary>
    public IFormCollection Fields => form;

    public string? this[string field] => Clean(form[field].ToString());

    public bool Has(string field) => form.ContainsKey(field);

    /// <summary>What was chosen of the order.</summary>
    /// <param name="removeCode">Leaves a promotion code out.</param>
    public CheckoutSelection Selection(bool removeCode = false) => new(Quantities(), removeCode ? null : this[FieldNames.PromotionCode], this[FieldNames.ShippingRate]);

    private Dictionary<string, long> Quantities()
    {
        var quantities = new Dictionary<string, long>();
        foreach (var field in form.Keys.Where(key => key.StartsWith(QuantityStart, StringComparison.Ordinal) && key[^1] == ']'))
            // What is no number at all is out of every range, and is said so at its line.
            quantities[field[QuantityStart.Length..^1]] = long.TryParse(form[field].ToString().Trim(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var quantity) ? quantity : -1;
        return quantities;
    }

    private static string? Clean(string text)
    {
        var line = string.Concat(text.Take(Longest).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length == 0 ? null : line;
    }
}
