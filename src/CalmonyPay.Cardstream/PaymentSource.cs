namespace CalmonyPay.Cardstream;

/// <summary>What a new transaction is paid with: a card, a card the gateway already knows, or a token made in the browser.</summary>
public abstract record PaymentSource
{
    private protected PaymentSource()
    {
    }

    internal abstract IEnumerable<(string Name, string? Value)> Fields();
}

/// <summary>A card typed in by its holder.</summary>
/// <param name="ExpiryMonth">1 to 12.</param>
/// <param name="ExpiryYear">Two or four digits; the last two are sent.</param>
public sealed record NewCard(
    CardNumber Number, int ExpiryMonth, int ExpiryYear, SecurityCode? SecurityCode = null, Cardholder? Holder = null) : PaymentSource
{
    internal override IEnumerable<(string Name, string? Value)> Fields() =>
    [
        ("cardNumber", Number.Reveal()),
        ("cardExpiryMonth", Wire.TwoDigits(ExpiryMonth)),
        ("cardExpiryYear", Wire.TwoDigits(ExpiryYear % 100)),
        ("cardCVV", SecurityCode?.Reveal()),
        .. Holder?.Fields() ?? [],
    ];
}

/// <summary>
/// The card of an earlier transaction, which must be younger than 13 months. The gateway copies from it every field that the new
/// request does not send, except the security code.
/// </summary>
/// <param name="Xref">The cross reference of the latest successful transaction with that card and agreement.</param>
/// <param name="SecurityCode">A fresh code, when the payer is present; never on a merchant-initiated charge.</param>
public sealed record StoredCard(string Xref, SecurityCode? SecurityCode = null) : PaymentSource
{
    internal override IEnumerable<(string Name, string? Value)> Fields() => [("xref", Xref), ("cardCVV", SecurityCode?.Reveal())];
}

/// <summary>A token that the gateway's hosted fields made in the browser. Good for one request, at once.</summary>
public sealed record CardToken(string PaymentToken, Cardholder? Holder = null) : PaymentSource
{
    internal override IEnumerable<(string Name, string? Value)> Fields() => [("paymentToken", PaymentToken), .. Holder?.Fields() ?? []];
}

/// <summary>Who holds the card, for the address checks and 3-D Secure.</summary>
/// <param name="Address">Lines joined by a newline, without town, county and postcode where those are given apart.</param>
/// <param name="CountryCode">ISO 3166-1, two or three letters or the number.</param>
public sealed record Cardholder(
    string? Name = null,
    string? Address = null,
    string? Postcode = null,
    string? Town = null,
    string? County = null,
    string? CountryCode = null,
    string? Email = null,
    string? Phone = null)
{
    internal IEnumerable<(string Name, string? Value)> Fields() =>
    [
        ("customerName", Name),
        ("customerAddress", Address),
        ("customerTown", Town),
        ("customerCounty", County),
        ("customerPostcode", Postcode),
        ("customerCountryCode", CountryCode),
        ("customerEmail", Email),
        ("customerPhone", Phone),
    ];
}
