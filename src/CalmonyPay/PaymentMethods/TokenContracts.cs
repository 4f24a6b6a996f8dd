using System.Globalization;
using CalmonyPay.Cardstream;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.PaymentMethods;

/// <summary>A new token: old-style flat card fields.</summary>
public sealed record TokenCreate(CardInput Card, BillingDetails Holder) : IParams<TokenCreate>
{
    public static TokenCreate Read(Params p)
    {
        foreach (var kind in (ReadOnlySpan<string>)["bank_account", "pii", "account", "person", "cvc_update", "customer"])
            p.Refuse(kind, $"Tokens of {kind} are not served: send card.");
        var card = p.Child("card") ?? throw StripeError.Invalid("You must supply card data to create a token.", "card", "parameter_missing");
        card.Ignore("currency", "networks");
        var address = new Address(
            card.Text("address_city"), card.Text("address_country"), card.Text("address_line1"), card.Text("address_line2"), card.Text("address_zip"), card.Text("address_state"));
        return new(CardInput.Read(card), new(address, null, card.Text("name"), null));
    }
}

/// <summary>A token on the API.</summary>
public sealed record TokenResponse(string Id, TokenCard Card, string? ClientIp, long Created, bool Livemode, bool Used)
{
    public string Object => "token";
    public string Type => "card";

    public static TokenResponse Of(Token t, PaymentMethod m) =>
        new(t.Id, TokenCard.Of(m), t.ClientIp, t.CreatedAt.ToUnixTimeSeconds(), t.Livemode, t.UsedAt is not null);
}

/// <summary>The card of a token, in the words of Stripe's older card object (<c>Visa</c>, <c>MasterCard</c>).</summary>
public sealed record TokenCard(
    string Id, string? AddressCity, string? AddressCountry, string? AddressLine1, string? AddressLine1Check, string? AddressLine2, string? AddressState, string? AddressZip, string? AddressZipCheck,
    string Brand, string? Country, string? CvcCheck, int ExpMonth, int ExpYear, string Fingerprint, string Funding, string Last4, string? Name)
{
    public string Object => "card";
    public string? DynamicLast4 => null;
    public Dictionary<string, string> Metadata => [];
    public string? RegulatedStatus => null;
    public string? TokenizationMethod => null;

    public static TokenCard Of(PaymentMethod m)
    {
        var address = m.BillingDetails.Address;
        return new(
            $"card_{m.Id["pm_".Length..]}", address.City, address.Country, address.Line1, m.Checks.AddressLine1, address.Line2, address.State, address.PostalCode, m.Checks.AddressPostalCode,
            OldBrand(m.Brand), m.Country, m.Checks.Cvc, m.ExpMonth, m.ExpYear, m.Fingerprint, m.Funding, m.Last4, m.BillingDetails.Name);
    }

    private static string OldBrand(string brand) => brand switch
    {
        CardBrand.Mastercard => "MasterCard",
        CardBrand.Amex => "American Express",
        CardBrand.Diners => "Diners Club",
        CardBrand.Jcb => "JCB",
        CardBrand.UnionPay => "UnionPay",
        _ => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(brand),
    };
}
