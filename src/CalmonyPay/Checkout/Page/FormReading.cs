using CalmonyPay.Checkout.Paying;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Parameters;
using NewCard = CalmonyPay.Gateways.NewCard;

namespace CalmonyPay.Checkout.Page;

/// <summary>Checks a form that is sent to pay, field by field in the order of the page, against what its session asks for.</summary>
internal sealed class FormReading(CheckoutView view, TypedForm typed, DateTimeOffset now)
{
    private const int LongestName = 256, LongestPhone = 20, FewestPhoneDigits = 5, LongestLine = 200;

    private readonly Dictionary<string, string> errors = [];

    /// <summary>Codes by field (<see cref="CheckoutCodes"/>, <see cref="CardReading.Past"/>), in the page's order; empty if all is well.</summary>
    public IReadOnlyDictionary<string, string> Errors => errors;

    private CheckoutCollect Collect => view.Collect;

    /// <returns>Null if something is wrong, and then <see cref="Errors"/> says what.</returns>
    public CheckoutForm? Read(BrowserFacts browser)
    {
        foreach (var (field, code) in view.SelectionCodes) errors[field] = code;
        var email = Collect.EmailFixed ? Collect.Email : Email();
        var phone = Collect.Phone ? Phone() : null;
        string? shippingName = null;
        Address? shipping = null;
        if (Collect.ShippingCountries is not null)
        {
            shippingName = Required(FieldNames.Of(FieldNames.Shipping, "name"), LongestName);
            shipping = Address(FieldNames.Shipping, whole: true);
        }
        if (view.ShippingOptions.Count > 0 && view.ShippingOptions.All(option => option.Id != typed[FieldNames.ShippingRate])) errors[FieldNames.ShippingRate] = CheckoutCodes.Required;
        var card = view.NeedsCard ? CardReading.Read(typed.Fields, now, errors) : null;
        var asksBilling = view.NeedsCard || Collect.BillingRequired;
        var name = asksBilling ? Required(FieldNames.Name, LongestName) : null;
        var billing = !asksBilling ? null : BillsWhereItDelivers ? shipping : Address(FieldNames.Billing, Collect.BillingRequired);
        var custom = Custom();
        if (Collect.Terms && !typed.Has(FieldNames.Terms)) errors[FieldNames.Terms] = CheckoutCodes.Required;
        return errors.Count > 0 ? null : Form(card, email, name, phone, billing, shippingName, shipping, custom, browser);
    }

    private CheckoutForm Form(
        NewCard? card, string? email, string? name, string? phone, Address? billing, string? shippingName, Address? shipping, Dictionary<string, string> custom, BrowserFacts browser) =>
        // A form without a token was not rendered by us, so it is a rendering of its own.
        new(Guid.TryParse(typed[FieldNames.Token], out var token) ? token : view.NewToken, typed.Selection(), card, email, name, phone, billing, shippingName, shipping,
            custom, typed.Has(FieldNames.Terms), typed.Has(FieldNames.Promotions), browser);

    private bool BillsWhereItDelivers => Collect.ShippingCountries is not null && typed.Has(FieldNames.BillingAsShipping);

    private string? Email()
    {
        var email = typed[FieldNames.Email];
        if (email is null) errors[FieldNames.Email] = CheckoutCodes.Required;
        else if (!Rules.IsEmail(email)) errors[FieldNames.Email] = CheckoutCodes.Invalid;
        return email;
    }

    private string? Phone()
    {
        var phone = typed[FieldNames.Phone];
        if (phone is null) errors[FieldNames.Phone] = CheckoutCodes.Required;
        else if (phone.Length > LongestPhone || phone.Count(char.IsAsciiDigit) < FewestPhoneDigits || phone.Any(c => !char.IsAsciiDigit(c) && !" +()-./".Contains(c)))
            errors[FieldNames.Phone] = CheckoutCodes.Invalid;
        return phone;
    }

    private Address Address(string where, bool whole)
    {
        string At(string part) => FieldNames.Of(where, part);
        var country = typed[At("country")]?.ToUpperInvariant();
        if (country is null) errors[At("country")] = CheckoutCodes.Required;
        else if (!Countries.Knows(country)) errors[At("country")] = CheckoutCodes.Invalid;
        else if (where == FieldNames.Shipping && !Collect.ShippingCountries!.Contains(country, StringComparer.OrdinalIgnoreCase)) errors[At("country")] = CheckoutCodes.CountryNotAllowed;
        var line1 = whole ? Required(At("line1"), LongestLine) : null;
        var line2 = whole ? Short(At("line2"), LongestLine) : null;
        var city = whole ? Required(At("city"), LongestLine) : null;
        var state = whole ? Short(At("state"), LongestLine) : null;
        var code = country is not null && PostalCodes.NeededIn(country) ? Required(At("postal_code"), LongestPhone) : Short(At("postal_code"), LongestPhone);
        return new(city, country, line1, line2, code, state);
    }

    private Dictionary<string, string> Custom()
    {
        var custom = new Dictionary<string, string>();
        foreach (var field in Collect.Fields)
        {
            var name = FieldNames.Custom(field.Key);
            if (typed[name] is not { } text)
            {
                if (!field.Optional) errors[name] = CheckoutCodes.Required;
            }
            else if (Fault(field, text) is { } fault) errors[name] = fault;
            else custom[field.Key] = text;
        }
        return custom;
    }

    private static string? Fault(CheckoutField field, string text) => field.Type switch
    {
        "dropdown" => field.Options.Any(option => option.Value == text) ? null : CheckoutCodes.Invalid,
        "numeric" when !text.All(char.IsAsciiDigit) => CheckoutCodes.Invalid,
        _ when text.Length < field.MinimumLength => CheckoutCodes.TooShort,
        _ when text.Length > field.MaximumLength => CheckoutCodes.TooLong,
        _ => null,
    };

    private string? Required(string field, int longest)
    {
        var text = Short(field, longest);
        if (text is null) errors[field] = CheckoutCodes.Required;
        return text;
    }

    private string? Short(string field, int longest)
    {
        var text = typed[field];
        if (text?.Length > longest) errors[field] = CheckoutCodes.TooLong;
        return text;
    }
}
