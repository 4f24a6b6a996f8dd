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
