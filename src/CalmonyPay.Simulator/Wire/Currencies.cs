using System.Collections.Frozen;
using System.Globalization;

namespace CalmonyPay.Simulator.Wire;

/// <summary>ISO 4217: which currency codes exist, by letters or by number, and how many decimals their amounts have.</summary>
internal static class Currencies
{
    private const string Codes = """
        AED784 AFN971 ALL008 AMD051 AOA973 ARS032 AUD036 AWG533 AZN944 BAM977 BBD052 BDT050 BGN975 BHD048 BIF108
        BMD060 BND096 BOB068 BRL986 BSD044 BTN064 BWP072 BYN933 BZD084 CAD124 CDF976 CHF756 CLP152 CNY156 COP170 CRC188
        CUC931 CUP192 CVE132 CZK203 DJF262 DKK208 DOP214 DZD012 EGP818 ERN232 ETB230 EUR978 FJD242 FKP238 GBP826 GEL981
        GHS936 GIP292 GMD270 GNF324 GTQ320 GYD328 HKD344 HNL340 HRK191 HTG332 HUF348 IDR360 ILS376 INR356 IQD368 IRR364
        ISK352 JMD388 JOD400 JPY392 KES404 KGS417 KHR116 KMF174 KPW408 KRW410 KWD414 KYD136 KZT398 LAK418 LBP422 LKR144
        LRD430 LSL426 LYD434 MAD504 MDL498 MGA969 MKD807 MMK104 MNT496 MOP446 MRU929 MUR480 MVR462 MWK454 MXN484 MYR458
        MZN943 NAD516 NGN566 NIO558 NOK578 NPR524 NZD554 OMR512 PAB590 PEN604 PGK598 PHP608 PKR586 PLN985 PYG600 QAR634
        RON946 RSD941 RUB643 RWF646 SAR682 SBD090 SCR690 SDG938 SEK752 SGD702 SHP654 SLE925 SLL694 SOS706 SRD968 SSP728
        STN930 SVC222 SYP760 SZL748 THB764 TJS972 TMT934 TND788 TOP776 TRY949 TTD780 TWD901 TZS834 UAH980 UGX800 USD840
        UYU858 UZS860 VED926 VES928 VND704 VUV548 WST882 XAF950 XCD951 XCG532 XOF952 XPF953 YER886 ZAR710 ZMW967 ZWG924
        ZWL932
        """;

    private static readonly FrozenSet<string> NoDecimals = FrozenSet.ToFrozenSet(
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"]);

    private static readonly FrozenSet<string> ThreeDecimals = FrozenSet.ToFrozenSet(
        ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]);

    private static readonly FrozenDictionary<string, int> Exponents = Codes
        .Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(code => new[] { code[..3], code[3..] }.Select(key => (Key: key, Exponent: DecimalsOf(code[..3]))))
        .ToFrozenDictionary(row => row.Key, row => row.Exponent);

    /// <param name="code">Letters (<c>GBP</c>) or number (<c>826</c>).</param>
    /// <param name="exponent">The decimals of an amount in this currency, 0 to 3.</param>
    public static bool TryExponent(string code, out int exponent) =>
        Exponents.TryGetValue(code.ToUpperInvariant(), out exponent);

    /// <summary>An amount as people read it: <c>20.00 GBP</c>; minor units where the currency is not known.</summary>
    /// <param name="code">Letters or number.</param>
    public static string Show(long minor, string code)
    {
        if (!TryExponent(code, out var exponent)) return string.Create(CultureInfo.InvariantCulture, $"{minor} {code}");
        var letters = Codes.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).First(row => row.StartsWith(code, StringComparison.OrdinalIgnoreCase) || row[3..] == code)[..3];
        decimal major = minor;
        for (var i = 0; i < exponent; i++) major /= 10;
        return $"{major.ToString("F" + exponent.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)} {letters}";
    }

    /// <summary>Reads an amount in minor units (<c>1099</c>) or in major ones with a point (<c>10.99</c>).</summary>
    public static bool TryAmount(string text, int exponent, out long minor)
    {
        minor = 0;
        if (text.Length is 0 or > 12) return false;
        if (!text.Contains('.', StringComparison.Ordinal))
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out minor);
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var major)) return false;
        for (var i = 0; i < exponent; i++) major *= 10;
        minor = (long)major;
        return major == minor;
    }

    private static int DecimalsOf(string letters) => NoDecimals.Contains(letters) ? 0 : ThreeDecimals.Contains(letters) ? 3 : 2;
}
