namespace CalmonyPay.Simulator.Cards;

/// <summary>
/// What the issuer has on file for the checks. Addresses are compared by their digits, as AVS does. A null compares with
/// nothing: the check then ends as the fixed result says.
/// </summary>
/// <param name="Cvv">The security code on the card.</param>
/// <param name="AddressDigits">The digits of the address lines.</param>
/// <param name="PostcodeDigits">The digits of the postcode.</param>
public sealed record CardHolder(string? Cvv = null, string? AddressDigits = null, string? PostcodeDigits = null)
{
    public static readonly CardHolder MatchesAll = new();

    /// <summary>The result where nothing is on file: 2 matched, 4 not matched, 0 not known, 1 not checked.</summary>
    public int CvvResult { get; init; } = 2;

    public int AddressResult { get; init; } = 2;

    public int PostcodeResult { get; init; } = 2;
}
