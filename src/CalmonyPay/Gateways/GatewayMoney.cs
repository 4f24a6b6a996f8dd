using System.Collections.Frozen;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Gateways;

/// <summary>Amounts as a gateway tells them (ISO 4217's minor units) in ours.</summary>
internal static class GatewayMoney
{
    private static readonly FrozenDictionary<string, Currency> ByNumber =
        Currency.All.ToFrozenDictionary(currency => currency.Numeric, StringComparer.Ordinal);

    /// <param name="told">Three digits, or three letters in any case.</param>
    public static Currency? CurrencyOf(string? told) =>
        told is null ? null
        : ByNumber.TryGetValue(told, out var numbered) ? numbered
        : Currency.TryParse(told, out var named) ? named : null;

    /// <returns>Null if the amount or the currency was not told, or the amount is no whole number of our units.</returns>
    public static long? OurMinor(long? iso, Currency? currency)
    {
        if (iso is not { } told || currency is null) return null;
        // Of isk 1 is 100 of ours, of mga 100 is 1 of ours; nearly always both count alike.
        long ours = currency.Multiple, theirs = currency.ToIso(ours);
        var product = checked(told * ours);
        return product % theirs == 0 ? product / theirs : null;
    }
}
