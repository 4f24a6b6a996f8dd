using CalmonyPay.Gateways;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.PaymentMethods;

/// <summary>A new method: card data, or a token that stands for them. Also the shape of <c>payment_method_data</c>.</summary>
/// <param name="Card">Null where a token is given.</param>
/// <param name="Token">Null where card data are given.</param>
/// <param name="TokenParam">Where the token stood, for errors.</param>
public sealed record PaymentMethodCreate(CardInput? Card, string? Token, string TokenParam, BillingDetails BillingDetails, AllowRedisplay AllowRedisplay, MetadataChange Metadata) : IParams<PaymentMethodCreate>
{
    public static PaymentMethodCreate Read(Params p)
    {
        p.Refuse("payment_method", "Cloning payment methods between accounts is not served.");
        p.Refuse("customer", "Cloning payment methods between accounts is not served. Create the method, then attach it to the customer.");
        p.Ignore("radar_options");
        var type = p.Required("type");
        if (type != "card") throw StripeError.Invalid($"The payment method type \"{SafeText.Of(type)}\" is not served: cards are the only payment method.", p.Path("type"));
        var card = p.Child("card") ?? throw StripeError.Missing(p.Path("card"));
        card.Ignore("networks");
        var billing = p.Child("billing_details") is { } details ? BillingDetails.Read(details) : BillingDetails.Empty;
        var (redisplay, metadata) = (p.Enum<AllowRedisplay>("allow_redisplay") ?? AllowRedisplay.Unspecified, p.Metadata());
        return card.Text("token") is { } token
            ? new(null, token, card.Path("token"), billing, redisplay, metadata)
            : new(CardInput.Read(card), null, card.Path("token"), billing, redisplay, metadata);
    }
}

/// <summary>A change of a card on file; what it does not name stays.</summary>
public sealed record PaymentMethodUpdate(BillingDetailsChange? BillingDetails, int? ExpMonth, int? ExpYear, AllowRedisplay? AllowRedisplay, MetadataChange Metadata) : IParams<PaymentMethodUpdate>
{
    public static PaymentMethodUpdate Read(Params p)
    {
        var card = p.Child("card");
        card?.Ignore("networks");
        return new(
            BillingDetailsChange.Read(p.Child("billing_details")), (int?)card?.Long("exp_month", 0, 9999), (int?)card?.Long("exp_year", 0, 9999),
            p.Enum<AllowRedisplay>("allow_redisplay"), p.Metadata());
    }
}

/// <summary>A change of the card's holder, field by field.</summary>
public sealed record BillingDetailsChange(Change<string> Name, Change<string> Email, Change<string> Phone, AddressChange? Address)
{
    public static BillingDetailsChange? Read(Params? p)
    {
        p?.Ignore("tax_id");
        return p is null ? null : new(p.TextChange("name"), p.TextChange("email"), p.TextChange("phone"), AddressChange.Read(p.Child("address")));
    }

    public BillingDetails Over(BillingDetails current) =>
        new(Address?.Over(current.Address) ?? current.Address, Email.Over(current.Email), Name.Over(current.Name), Phone.Over(current.Phone));
}

public sealed record AddressChange(Change<string> City, Change<string> Country, Change<string> Line1, Change<string> Line2, Change<string> PostalCode, Change<string> State)
{
    public static AddressChange? Read(Params? p) => p is null
        ? null
        : new(p.TextChange("city"), p.TextChange("country"), p.TextChange("line1"), p.TextChange("line2"), p.TextChange("postal_code"), p.TextChange("state"));

    public Address Over(Address current) => new(
        City.Over(current.City), Country.Over(current.Country), Line1.Over(current.Line1), Line2.Over(current.Line2), PostalCode.Over(current.PostalCode), State.Over(current.State));
}

/// <summary>Which methods are wanted: those of one customer.</summary>
/// <param name="Customer">Null lists nothing: methods without a customer are for one use and in no list.</param>
/// <param name="Type">Anything but <c>card</c> finds none.</param>
public sealed record PaymentMethodList(PageParams Page, string? Customer, string? Type, AllowRedisplay? AllowRedisplay) : IParams<PaymentMethodList>
{
    public static PaymentMethodList Read(Params p) => new(PageParams.Read(p), p.Text("customer"), p.Text("type"), p.Enum<AllowRedisplay>("allow_redisplay"));
}

public sealed record PaymentMethodAttach(string Customer) : IParams<PaymentMethodAttach>
{
    public static PaymentMethodAttach Read(Params p) => new(p.Required("customer"));
}

/// <summary>A payment method on the API.</summary>
public sealed record PaymentMethodResponse(
    string Id, AllowRedisplay AllowRedisplay, BillingDetails BillingDetails, PaymentMethodCard Card, long Created, Expandable? Customer, bool Livemode, Dictionary<string, string> Metadata, PaymentMethodType Type)
{
    public string Object => "payment_method";
    public string? CustomerAccount => null;

    public static PaymentMethodResponse Of(PaymentMethod m) => new(
        m.Id, m.AllowRedisplay, m.BillingDetails, PaymentMethodCard.Of(m), m.CreatedAt.ToUnixTimeSeconds(), Expandable.Of("customer", m.CustomerId), m.Livemode, m.Metadata, m.Type);
}

public sealed record PaymentMethodCard(
    string Brand, PaymentMethodChecks Checks, string? Country, string DisplayBrand, int ExpMonth, int ExpYear, string Fingerprint, string Funding, string Last4, CardNetworks Networks)
{
    public object? GeneratedFrom => null;
    public string? RegulatedStatus => null;
    public ThreeDSecureUsage ThreeDSecureUsage => new(true);
    public object? Wallet => null;

    public static PaymentMethodCard Of(PaymentMethod m) =>
        new(m.Brand, PaymentMethodChecks.Of(m.Checks), m.Country, m.Brand, m.ExpMonth, m.ExpYear, m.Fingerprint, m.Funding, m.Last4, new([m.Brand], null));
}

/// <summary>Each <c>pass</c>, <c>fail</c>, <c>unavailable</c>, <c>unchecked</c>, or null where nothing was sent to check.</summary>
public sealed record PaymentMethodChecks(string? AddressLine1Check, string? AddressPostalCodeCheck, string? CvcCheck)
{
    public static PaymentMethodChecks Of(CardChecks c) => new(c.AddressLine1, c.AddressPostalCode, c.Cvc);
}

public sealed record CardNetworks(IReadOnlyList<string> Available, string? Preferred);

public sealed record ThreeDSecureUsage(bool Supported);
