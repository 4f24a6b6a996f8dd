using CalmonyPay.Checkout.Paying;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Checkout.Page;

/// <summary>
/// Makes a <see cref="CheckoutForm"/> of what was typed. The session's own wishes are checked by <see cref="CheckoutPaying"/>; here is read what only
/// the page knows: the card's fields, and what a card's check needs of its holder.
/// </summary>
internal sealed class FormReading(CheckoutView view, TypedForm typed, DateTimeOffset now)
{
    private readonly Dictionary<string, string> errors = [];

    /// <summary>Codes by field (<see cref="CheckoutCodes"/>, <see cref="CardReading.Past"/>).</summary>
    public IReadOnlyDictionary<string, string> Errors => errors;

    /// <summary>The form. One with errors has no card in it, so it is refused, and the answer says what else is wrong.</summary>
    public CheckoutForm Read(BrowserFacts browser)
    {
        var asksShipping = view.Collect.ShippingCountries is not null;
        var shipping = asksShipping ? AddressOf(FieldNames.Shipping) : null;
        var billing = asksShipping && typed.Has(FieldNames.BillingAsShipping) ? shipping : AddressOf(FieldNames.Billing);
        var card = view.NeedsCard ? CardReading.Read(typed.Fields, now, errors) : null;
        if (view.NeedsCard) CheckHolder(billing, billing == shipping ? FieldNames.Shipping : FieldNames.Billing);
        // A form without a token was not rendered by us, so it is a rendering of its own.
        var token = Guid.TryParse(typed[FieldNames.Token], out var sent) ? sent : view.NewToken;
        return new(
            token, typed.Selection(), errors.Count == 0 ? card : null, typed[FieldNames.Email], typed[FieldNames.Name], typed[FieldNames.Phone], billing,
            asksShipping ? typed[FieldNames.Of(FieldNames.Shipping, "name")] : null, shipping, Custom(), typed.Has(FieldNames.Terms), typed.Has(FieldNames.Promotions), browser);
    }

    /// <summary>The form of a page without a session, which nobody else checks: with all that is wrong with it, as codes by field.</summary>
    public (CheckoutForm Form, IReadOnlyDictionary<string, string> Wrong) ReadAlone(BrowserFacts browser)
    {
        var form = Read(browser);
        if (!view.Collect.EmailFixed && form.Email is { } email && !Rules.IsEmail(email)) errors[FieldNames.Email] = CheckoutCodes.Invalid;
        return (form, errors);
    }

    /// <summary>Name and postcode are what banks compare; without them more cards are declined.</summary>
    private void CheckHolder(Address? billing, string where)
    {
        if (typed[FieldNames.Name] is null) errors[FieldNames.Name] = CheckoutCodes.Required;
        if (billing?.Country is not { } country) errors[FieldNames.Of(where, "country")] = CheckoutCodes.Required;
        else if (billing.PostalCode is null && PostalCodes.NeededIn(country)) errors[FieldNames.Of(where, "postal_code")] = CheckoutCodes.Required;
    }

    /// <summary>Null where nothing of it was entered.</summary>
    private Address? AddressOf(string where)
    {
        string? Part(string part) => typed[FieldNames.Of(where, part)];
        var address = new Address(Part("city"), Part("country")?.ToUpperInvariant(), Part("line1"), Part("line2"), Part("postal_code"), Part("state"));
        return address == new Address(null, null, null, null, null, null) ? null : address;
    }

    private Dictionary<string, string> Custom()
    {
        var custom = new Dictionary<string, string>();
        foreach (var field in view.Collect.Fields)
            if (typed[FieldNames.Custom(field.Key)] is { } text) custom[field.Key] = text;
        return custom;
    }
}
