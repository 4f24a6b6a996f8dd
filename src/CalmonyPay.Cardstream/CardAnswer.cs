using System.Globalization;

namespace CalmonyPay.Cardstream;

/// <summary>What an answer says of the card, in Stripe's words where Stripe has them.</summary>
public sealed class CardAnswer
{
    /// <summary>Numbers of the bits in <c>cardFlags</c>, from zero.</summary>
    private const int DebitBit = 1;
    private const int PrepaidBit = 3;

    private readonly FieldList _fields;

    internal CardAnswer(FieldList fields) => _fields = fields;

    /// <summary><c>492942******0821</c>; from older accounts the last four digits only.</summary>
    public string? NumberMask => _fields["cardNumberMask"];

    public string? Last4 => NumberMask is { Length: >= 4 } mask && mask[^4..].All(char.IsAsciiDigit) ? mask[^4..] : null;

    /// <summary>The issuer's first six digits, where the mask shows them.</summary>
    public string? Bin => NumberMask is { Length: > 10 } mask && mask[..6].All(char.IsAsciiDigit) ? mask[..6] : null;

    public string? TypeCode => _fields["cardTypeCode"];

    public string? SchemeCode => _fields["cardSchemeCode"];

    /// <summary>Stripe's brand, by the scheme's code, else the type's: see <see cref="CardBrand"/>.</summary>
    public string Brand => CardBrand.OfCode(SchemeCode) is var brand && brand != CardBrand.Unknown ? brand : CardBrand.OfCode(TypeCode);

    /// <summary><c>credit</c>, <c>debit</c>, <c>prepaid</c> or <c>unknown</c>.</summary>
    public string Funding =>
        HasFlag(PrepaidBit) ? "prepaid"
        : TypeCode is "VD" or "EL" or "MD" or "MA" or "MU" or "CD" || HasFlag(DebitBit) ? "debit"
        : TypeCode is "VC" or "VP" or "MC" or "MP" or "AM" or "JC" or "DS" or "DI" or "CC" ? "credit"
        : "unknown";

    public string? Issuer => _fields["cardIssuer"];

    /// <summary>ISO 3166-1 alpha-2, whichever form the gateway used; null if unknown.</summary>
    public string? IssuerCountry => Country.ToAlpha2(_fields["cardIssuerCountryCode"]);

    /// <summary>1 to 12, where the gateway echoes it.</summary>
    public int? ExpiryMonth => Number("cardExpiryMonth") ?? Number("cardExpiryDate") / 100;

    /// <summary>Four digits, where the gateway echoes it.</summary>
    public int? ExpiryYear => 2000 + ((Number("cardExpiryYear") ?? Number("cardExpiryDate")) % 100);

    private bool HasFlag(int bit) =>
        ulong.TryParse(_fields["cardFlags"], NumberStyles.None, CultureInfo.InvariantCulture, out ulong flags) && (flags >> bit & 1) == 1;

    private int? Number(string name) =>
        int.TryParse(_fields[name], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
