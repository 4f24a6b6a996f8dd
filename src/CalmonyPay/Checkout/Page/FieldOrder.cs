namespace CalmonyPay.Checkout.Page;

/// <summary>The order of the fields on the page, in which its errors are listed.</summary>
internal static class FieldOrder
{
    private static readonly string[] Order =
    [
        "quantities", FieldNames.PromotionCode, FieldNames.Email, FieldNames.Phone, FieldNames.Of(FieldNames.Shipping, "name"), FieldNames.Of(FieldNames.Shipping, "country"),
        FieldNames.Of(FieldNames.Shipping, "line1"), FieldNames.Shipping, FieldNames.ShippingRate, FieldNames.Card, FieldNames.Number, FieldNames.Expiry, FieldNames.SecurityCode,
        FieldNames.Name, FieldNames.Of(FieldNames.Billing, "country"), FieldNames.Of(FieldNames.Billing, "line1"), FieldNames.Billing, "custom_fields", FieldNames.Terms,
    ];

    /// <summary>The codes as the page goes, from the top down.</summary>
    public static IReadOnlyDictionary<string, string> Sorted(IEnumerable<KeyValuePair<string, string>> codes)
    {
        var sorted = new Dictionary<string, string>(); // keeps the order in which it is filled
        foreach (var (field, code) in codes.OrderBy(entry => Place(entry.Key))) sorted.TryAdd(field, code);
        return sorted;
    }

    private static int Place(string field) => Array.IndexOf(Order, field) is >= 0 and var whole ? whole
        : Array.IndexOf(Order, field.Split('[')[0]) is >= 0 and var head ? head
        : Order.Length;
}
