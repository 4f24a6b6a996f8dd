using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CalmonyPay.Cardstream;

/// <summary>
/// The three or four digits printed on a card (Stripe's <c>cvc</c>, Cardstream's <c>cardCVV</c>), in memory only. Prints as
/// <c>•••</c>, refuses JSON, and opens only through <see cref="Reveal"/>.
/// </summary>
[JsonConverter(typeof(RefusesJson<SecurityCode>))]
[DebuggerDisplay("•••")]
public sealed class SecurityCode : IEquatable<SecurityCode>
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _digits;

    private SecurityCode(string digits) => _digits = digits;

    /// <summary>Takes three or four ASCII digits; spaces around them are dropped.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SecurityCode? code)
    {
        string digits = text?.Trim() ?? "";
        code = digits.Length is 3 or 4 && digits.All(char.IsAsciiDigit) ? new(digits) : null;
        return code is not null;
    }

    /// <summary>The digits. Only for what is sent to the gateway.</summary>
    public string Reveal() => _digits;

    public bool Equals(SecurityCode? other) => other is not null && _digits == other._digits;

    public override bool Equals(object? obj) => Equals(obj as SecurityCode);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_digits);

    public override string ToString() => "•••";
}
