using CalmonyPay.Checkout.Sessions;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Checkout.Paying;

/// <summary>What is missing in a form, or cannot be right: a code for each field.</summary>
internal static class FormCheck
{
    private const int LongestName = 256, LongestPhone = 20, ShortestPhone = 5, LongestLine = 500, LongestValue = 255;

    public static Dictionary<string, string> Of(CheckoutSession session, CheckoutOrder order, CheckoutForm form, DateTimeOffset now)
    {
        var (settings, wrong) = (session.Settings, new Dictionary<string, string>(order.Codes));
        if (EmailOf(session, order, form) is not { Length: > 0 } email) wrong["email"] = CheckoutCodes.Required;
        else if (!Rules.IsEmail(email)) wrong["email"] = CheckoutCodes.Invalid;
        Text(form.Name, "name", settings.BillingAddressCollection == "required", LongestName, wrong);
        if (settings.CollectsPhone) Phone(form.Phone, wrong);
        if (settings.BillingAddressCollection == "required") Address(form.Billing, "billing", null, wrong);
        else if (form.Billing?.Country is { } country && !Countries.Knows(country)) wrong["billing[country]"] = CheckoutCodes.Invalid;
        if (settings.ShippingCountries is { } allowed)
        {
            Text(form.ShippingName, "shipping[name]", required: true, LongestName, wrong);
            Address(form.Shipping, "shipping", allowed, wrong);
        }
        foreach (var field in settings.CustomFields) Field(field, form.CustomFields.GetValueOrDefault(field.Key), wrong);
        if (settings.Consents?.TermsOfService == "required" && !form.TermsAccepted) wrong["terms_of_service"] = CheckoutCodes.Required;
        if (order.NeedsCard) Card(form, now, wrong);
        return wrong;
    }

    /// <summary>Of whoever buys: an e-mail that is known beforehand is not asked for again.</summary>
    public static string? EmailOf(CheckoutSession session, CheckoutOrder order, CheckoutForm form) => session.CustomerEmail ?? order.Customer?.Email ?? form.Email?.Trim();

    private static void Card(CheckoutForm form, DateTimeOffset now, Dictionary<string, string> wrong)
    {
        if (form.Card is not { } card)
        {
            wrong["card"] = CheckoutCodes.Required;
            return;
        }
        try
        {
            CardInput.CheckExpiry(card.ExpiryMonth, card.ExpiryYear, now);
        }
        catch (StripeError)
        {
            wrong["card"] = CheckoutCodes.Invalid;
        }
    }

    private static void Text(string? text, string field, bool required, int most, Dictionary<string, string> wrong)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            if (required) wrong[field] = CheckoutCodes.Required;
        }
        else if (text.Length > most) wrong[field] = CheckoutCodes.TooLong;
    }

    private static void Phone(string? phone, Dictionary<string, string> wrong)
    {
        Text(phone, "phone", required: true, LongestPhone, wrong);
        if (wrong.ContainsKey("phone")) return;
        var digits = phone!.Count(char.IsAsciiDigit);
        if (digits < ShortestPhone || phone!.Any(c => !char.IsAsciiDigit(c) && c is not ('+' or ' ' or '-' or '(' or ')' or '/' or '.'))) wrong["phone"] = CheckoutCodes.Invalid;
    }

    private static void Address(Address? address, string part, IReadOnlyList<string>? allowed, Dictionary<string, string> wrong)
    {
        Text(address?.Line1, $"{part}[line1]", required: true, LongestLine, wrong);
        Text(address?.Line2, $"{part}[line2]", required: false, LongestLine, wrong);
        Text(address?.City, $"{part}[city]", required: true, LongestLine, wrong);
        Text(address?.PostalCode, $"{part}[postal_code]", required: false, LongestLine, wrong);
        Text(address?.State, $"{part}[state]", required: false, LongestLine, wrong);
        if (address?.Country is not { Length: > 0 } country) wrong[$"{part}[country]"] = CheckoutCodes.Required;
        else if (!Countries.Knows(country)) wrong[$"{part}[country]"] = CheckoutCodes.Invalid;
        else if (allowed?.Contains(country) == false) wrong[$"{part}[country]"] = CheckoutCodes.CountryNotAllowed;
    }

    private static void Field(SessionField field, string? value, Dictionary<string, string> wrong)
    {
        var name = $"custom_fields[{field.Key}]";
        if (string.IsNullOrWhiteSpace(value))
        {
            if (!field.Optional) wrong[name] = CheckoutCodes.Required;
        }
        else if (field.Type == "dropdown")
        {
            if (field.Options?.Any(option => option.Value == value) != true) wrong[name] = CheckoutCodes.Invalid;
        }
        else if (field.Type == "numeric" && !value.All(char.IsAsciiDigit)) wrong[name] = CheckoutCodes.Invalid;
        else if (value.Length < field.MinimumLength) wrong[name] = CheckoutCodes.TooShort;
        else if (value.Length > (field.MaximumLength ?? LongestValue)) wrong[name] = CheckoutCodes.TooLong;
    }
}
