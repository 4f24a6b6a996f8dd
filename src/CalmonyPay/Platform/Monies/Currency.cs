using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Platform.Monies;

/// <summary>A currency that amounts are kept in. There is one object for each, so equal means the same.</summary>
public sealed class Currency
{
    private static readonly FrozenDictionary<string, Currency> ByCode =
        CurrencyTable.All().ToFrozenDictionary(currency => currency.Code, StringComparer.OrdinalIgnoreCase);

    internal Currency(string code, string numeric, int exponent, int isoExponent, int multiple) =>
        (Code, Numeric, Exponent, IsoExponent, Multiple) = (code, numeric, exponent, isoExponent, multiple);

    /// <summary>Three lower-case letters (<c>gbp</c>), as on the wire and in tables.</summary>
    public string Code { get; }

    /// <summary>Three digits (<c>826</c>), as gateways say it.</summary>
    public string Numeric { get; }

    /// <summary>Decimals of an amount in minor units on this API: 2 for pence, 0 for yen.</summary>
    public int Exponent { get; }

    /// <summary>Decimals by ISO 4217, which gateways count in; other than <see cref="Exponent"/> for isk, ugx and mga.</summary>
    public int IsoExponent { get; }

    /// <summary>What an amount to be charged must be divisible by: 100 for isk and ugx, 10 for three decimals, else 1.</summary>
    public int Multiple { get; }

    /// <summary>Every currency, by code.</summary>
    public static IReadOnlyList<Currency> All { get; } = [.. ByCode.Values.OrderBy(currency => currency.Code, StringComparer.Ordinal)];

    /// <param name="code">Three letters in any case, as a client sends them.</param>
    /// <param name="currency">The currency.</param>
    public static bool TryParse(string? code, [MaybeNullWhen(false)] out Currency currency)
    {
        currency = null;
        return code is { Length: 3 } && ByCode.TryGetValue(code, out currency);
    }

    /// <summary>The currency that a client named.</summary>
    /// <exception cref="StripeError">400 with the list of what there is.</exception>
    public static Currency Parse(string code, string param = "currency") => TryParse(code, out var currency)
        ? currency
        : throw StripeError.Invalid(
            $"Invalid currency: {SafeText.Of(code)}. These currencies are supported: {string.Join(", ", All)}", param);

    /// <summary>A currency by its code in our own tables and code.</summary>
    /// <exception cref="KeyNotFoundException">No such currency.</exception>
    public static Currency Of(string code) => ByCode[code];

    /// <summary>An amount of this API in the minor units that ISO 4217 counts (a gateway's): 500 isk is 5 there, 5 mga is 500.</summary>
    /// <exception cref="ArgumentException">The amount is not divisible by <see cref="Multiple"/>.</exception>
    public long ToIso(long minor) => IsoExponent >= Exponent
        ? checked(minor * PowerOfTen(IsoExponent - Exponent))
        : minor % Multiple == 0 ? minor / PowerOfTen(Exponent - IsoExponent)
        : throw new ArgumentException($"{minor} {Code} is no whole number of {Multiple}.", nameof(minor));

    public override string ToString() => Code;

    private static long PowerOfTen(int exponent) => exponent switch { 0 => 1, 1 => 10, 2 => 100, _ => 1000 };
}

public static class CurrencyParams
{
    extension(Params p)
    {
        /// <summary>The currency that a parameter names; null if absent.</summary>
        public Currency? Currency(string name = "currency") =>
            p.Text(name) is { } code ? Monies.Currency.Parse(code, p.Path(name)) : null;

        public Currency RequiredCurrency(string name = "currency") => Monies.Currency.Parse(p.Required(name), p.Path(name));
    }
}
