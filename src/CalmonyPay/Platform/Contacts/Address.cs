using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Platform.Contacts;

/// <summary>A postal address in Stripe's shape; <paramref name="Country"/> is ISO 3166-1 alpha-2.</summary>
public sealed record Address(string? City, string? Country, string? Line1, string? Line2, string? PostalCode, string? State)
{
    public static Address Read(Params p)
    {
        var address = new Address(p.Text("city"), p.Text("country"), p.Text("line1"), p.Text("line2"), p.Text("postal_code"), p.Text("state"));
        return address;
    }
}

/// <summary>Where goods go.</summary>
public sealed record Shipping(Address Address, string? Carrier, string Name, string? Phone, string? TrackingNumber)
{
    public static Shipping Read(Params p) =>
        new(Address.Read(p.RequiredChild("address")), p.Text("carrier"), p.Required("name"), p.Text("phone"), p.Text("tracking_number"));
}

/// <summary>Who the card belongs to, as the client says.</summary>
public sealed record BillingDetails(Address Address, string? Email, string? Name, string? Phone)
{
    public string? TaxId => null;

    public static BillingDetails Empty { get; } = new(new Address(null, null, null, null, null, null), null, null, null);

    public static BillingDetails Read(Params p)
    {
        var details = new BillingDetails(p.Child("address") is { } address ? Address.Read(address) : Empty.Address, p.Text("email"), p.Text("name"), p.Text("phone"));
        p.Ignore("tax_id");
        return details;
    }
}
