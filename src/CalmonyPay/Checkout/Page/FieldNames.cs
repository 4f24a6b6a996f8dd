namespace CalmonyPay.Checkout.Page;

/// <summary>Names of the form's fields. Where <see cref="Paying.CheckoutAnswer.Invalid"/> has a word for a field, it is that.</summary>
public static class FieldNames
{
    public const string Action = "action", Token = "form_token", ShownAmount = "shown_amount";
    public const string Email = "email", Phone = "phone", Name = "name";
    public const string Number = "card[number]", Expiry = "card[exp]", SecurityCode = "card[cvc]", Card = "card";
    public const string Billing = "billing", Shipping = "shipping", BillingAsShipping = "billing_as_shipping";
    public const string PromotionCode = "promotion_code", ShippingRate = "shipping_rate";
    public const string Terms = "terms_of_service", Promotions = "promotions";

    public static string Quantity(string lineId) => $"quantities[{lineId}]";

    public static string Custom(string key) => $"custom_fields[{key}]";

    public static string Of(string address, string part) => $"{address}[{part}]";

    /// <summary>The <c>id</c> of a field's element: without the brackets, which selectors and scripts stumble over.</summary>
    public static string Id(string field) => field.Replace("[", "-", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
}
