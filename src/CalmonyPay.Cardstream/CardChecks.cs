namespace CalmonyPay.Cardstream;

/// <summary>What the issuer said of the security code, the address and the postcode, in Stripe's words; null where nothing was said.</summary>
public sealed record CardChecks(string? Cvc, string? AddressLine1, string? PostalCode)
{
    public const string Pass = "pass";
    public const string Fail = "fail";
    public const string Unavailable = "unavailable";
    public const string Unchecked = "unchecked";

    /// <summary>Reads the words (<c>cv2Check</c> and its kin), or else the digits of <c>avscv2ResponseCode</c>.</summary>
    internal static CardChecks Of(FieldList fields)
    {
        string digits = fields["avscv2ResponseCode"] ?? "";
        return new(
            Word(fields["cv2Check"]) ?? Digit(digits, 0),
            Word(fields["addressCheck"]) ?? Digit(digits, 2),
            Word(fields["postcodeCheck"]) ?? Digit(digits, 1));
    }

    /// <summary>Stripe has no word for a partial match; it is not a match.</summary>
    private static string? Word(string? check) => check switch
    {
        "matched" => Pass,
        "not matched" or "partially matched" => Fail,
        "not known" => Unavailable,
        "not checked" => Unchecked,
        _ => null,
    };

    private static string? Digit(string digits, int place) => place >= digits.Length ? null : digits[place] switch
    {
        '2' => Pass,
        '4' or '8' => Fail,
        '0' => Unavailable,
        '1' => Unchecked,
        _ => null,
    };
}
