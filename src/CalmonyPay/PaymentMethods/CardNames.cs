namespace CalmonyPay.PaymentMethods;

/// <summary>Card brands as people write them.</summary>
public static class CardNames
{
    /// <param name="brand">As on the API: <c>visa</c>, <c>amex</c>.</param>
    public static string Of(string brand) => brand switch
    {
        "amex" => "American Express",
        "cartes_bancaires" => "Cartes Bancaires",
        "diners" => "Diners Club",
        "discover" => "Discover",
        "eftpos_au" => "Eftpos Australia",
        "jcb" => "JCB",
        "mastercard" => "Mastercard",
        "unionpay" => "UnionPay",
        "visa" => "Visa",
        _ => "Card",
    };
}
