using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CalmonyPay.Cardstream;

/// <summary>A card number, in memory only. Prints as <c>•••</c>, refuses JSON, and opens only through <see cref="Reveal"/>.</summary>
[JsonConverter(typeof(RefusesJson<CardNumber>))]
[DebuggerDisplay("•••")]
public sealed class CardNumber : IEquatable<CardNumber>
{
    private const int MinDigits = 12;
    private const int MaxDigits = 19;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _digits;

    private CardNumber(string digits) => _digits = digits;

    public string Last4 => _digits[^4..];

    /// <summary>The first six digits, which name the issuer.</summary>
    public string Bin => _digits[..6];

    /// <summary>Stripe's word for the scheme, guessed from the first digits; see <see cref="CardBrand"/>.</summary>
    public string Brand => CardBrand.Guess(_digits);

    /// <summary>Whether the check digit fits. A number that fails it was mistyped.</summary>
    public bool Luhn => PassesLuhn(_digits);

    /// <summary>Takes 12 to 19 ASCII digits, with spaces or dashes between them. Says nothing about the check digit.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CardNumber? number)
    {
        number = null;
        if (text is null || text.Any(c => !char.IsAsciiDigit(c) && c is not (' ' or '-'))) return false;
        string digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (digits.Length is < MinDigits or > MaxDigits) return false;
        number = new(digits);
        return true;
    }

    /// <summary>The digits. Only for what is sent to the gateway.</summary>
    public string Reveal() => _digits;

    public bool Equals(CardNumber? other) => other is not null && _digits == other._digits;

    public override bool Equals(object? obj) => Equals(obj as CardNumber);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_digits);

    public override string ToString() => "•••";

    internal static bool PassesLuhn(ReadOnlySpan<char> digits)
    {
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1) digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            sum += digit;
        }

        return sum % 10 == 0;
    }
}
