using System.Globalization;
using CalmonyPay.Checkout.Page.Words;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Page;

/// <summary>Words what is wrong with a field.</summary>
public sealed class FieldMessages(CheckoutView view, CheckoutWords words)
{
    /// <summary>By field, in the order of the codes; each message names its field.</summary>
    public IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> codes)
    {
        var messages = new Dictionary<string, string>(); // keeps the order in which it is filled
        foreach (var (field, code) in codes) messages.TryAdd(field == FieldNames.Card ? FieldNames.Number : field, Of(field, code));
        return messages;
    }

    private string Of(string field, string code) => (Head(field), code) switch
    {
        (_, CheckoutCodes.AmountTooSmall) => words.AmountTooSmall,
        (_, CheckoutCodes.AmountTooLarge) => words.AmountTooLarge,
        (FieldNames.Email, CheckoutCodes.Required) => words.EmailMissing,
        (FieldNames.Email, _) => words.EmailInvalid,
        (FieldNames.Phone, CheckoutCodes.Required) => words.PhoneMissing,
        (FieldNames.Phone, _) => words.PhoneInvalid,
        (FieldNames.Name, CheckoutCodes.Required) => view.NeedsCard ? words.NameMissing : words.FullNameMissing,
        (FieldNames.Terms, _) => words.TermsMissing,
        (FieldNames.ShippingRate, _) => words.DeliveryMethodMissing,
        (FieldNames.PromotionCode, CheckoutCodes.PromotionUnfit) => words.PromotionUnfit,
        (FieldNames.PromotionCode, _) => words.PromotionUnknown,
        (FieldNames.Card, _) => OfCard(field, code, words),
        ("quantities", _) => OfQuantity(field),
        ("custom_fields", _) => OfCustom(field, code),
        (FieldNames.Billing, _) => OfAddress(field, code),
        (FieldNames.Shipping, _) => $"{words.DeliveryAddress}: {OfAddress(field, code)}", // the form may have two addresses
        _ => words.FieldInvalid.With(field == FieldNames.Name ? view.NeedsCard ? words.NameOnCard : words.FullName : field),
    };

    /// <summary>What is wrong with a field of a card.</summary>
    private static string OfCard(string field, string code, CheckoutWords words) => (field, code) switch
    {
        (FieldNames.Expiry, CheckoutCodes.Required) => words.ExpiryMissing,
        (FieldNames.Expiry, CardReading.Past) => words.ExpiryPast,
        (FieldNames.Expiry, _) => words.ExpiryInvalid,
        (FieldNames.SecurityCode, CheckoutCodes.Required) => words.SecurityCodeMissing,
        (FieldNames.SecurityCode, _) => words.SecurityCodeInvalid,
        (_, CheckoutCodes.Required) => words.CardNumberMissing,
        _ => words.CardNumberInvalid,
    };

    private string OfAddress(string field, string code) => (Inside(field), code) switch
    {
        ("name", CheckoutCodes.Required) => words.FullNameMissing,
        ("country", CheckoutCodes.CountryNotAllowed) => words.CountryNotAllowed,
        ("country", _) => words.CountryMissing,
        ("line1", CheckoutCodes.Required) => words.Line1Missing,
        ("city", CheckoutCodes.Required) => words.CityMissing,
        ("state", CheckoutCodes.Required) => words.StateMissing,
        ("postal_code", CheckoutCodes.Required) => words.PostalCodeMissing,
        ("name", _) => words.FieldInvalid.With(words.FullName),
        ("line1", _) => words.FieldInvalid.With(words.Line1),
        ("line2", _) => words.FieldInvalid.With(words.Line2),
        ("city", _) => words.FieldInvalid.With(words.City),
        ("state", _) => words.FieldInvalid.With(words.State),
        _ => words.FieldInvalid.With(words.PostalCode),
    };

    private string OfQuantity(string field) => view.Lines.FirstOrDefault(line => line.Id == Inside(field))?.Adjustable is { } range
        ? words.QuantityOutOfRange.With(words.Locale.Quantity(range.Minimum), words.Locale.Quantity(range.Maximum))
        : words.FieldInvalid.With(words.Quantity);

    private string OfCustom(string field, string code)
    {
        var asked = view.Collect.Fields.FirstOrDefault(f => f.Key == Inside(field));
        var label = asked?.Label ?? Inside(field);
        return code switch
        {
            CheckoutCodes.Required => words.FieldMissing.With(label),
            CheckoutCodes.TooShort => words.FieldTooShort.With(label, Figure(asked?.MinimumLength)),
            CheckoutCodes.TooLong => words.FieldTooLong.With(label, Figure(asked?.MaximumLength)),
            _ when asked?.Type == "numeric" => words.FieldDigits.With(label),
            _ => words.FieldInvalid.With(label),
        };
    }

    private static string Head(string field) => field.Split('[')[0];

    private static string Inside(string field) => field.Split('[', ']') is [_, var inside, ..] ? inside : "";

    private static string Figure(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
