using System.Globalization;

namespace CalmonyPay.Simulator.Cards;

/// <summary>
/// What Cardstream's test system does with an amount, in minor units. A <c>customerName</c> of <c>Test [N]</c> puts N major units
/// in the amount's place, here for every card, so that a test can choose an outcome without a special amount.
/// </summary>
public static class AmountTable
{
    /// <summary>The amount that decides, and whether it was chosen through the customer's name.</summary>
    public static (long Amount, bool Chosen) Deciding(long amount, string? customerName)
    {
        if (customerName is null || !customerName.StartsWith("Test [", StringComparison.Ordinal)) return (amount, false);
        var close = customerName.IndexOf(']', StringComparison.Ordinal);
        return close > 6 && decimal.TryParse(
            customerName.AsSpan(6, close - 6), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var major)
            ? ((long)(major * 100), true)
            : (amount, false);
    }

    /// <param name="amount">The deciding amount.</param>
    /// <param name="voiceCode">Whether the request carries an <c>authorisationCode</c> got by voice.</param>
    /// <param name="authenticationPossible">Whether the payer could still be asked for 3-D Secure.</param>
    /// <returns>The gateway's code with its message; 0 is approved, 66311 an amount outside the table.</returns>
    public static (int Code, string Message) Authorise(long amount, bool voiceCode, bool authenticationPossible) => amount switch
    {
        >= 100 and <= 4999 => (0, ""),
        >= 5000 and <= 9999 => voiceCode ? (0, "") : (1, "CARD REFERRED"),
        >= 10000 and <= 14999 => (5, "CARD DECLINED"),
        >= 15000 and <= 19999 => (4, "CARD DECLINED - KEEP CARD"),
        >= 20000 and <= 24999 => authenticationPossible ? (65, "SCA REQUIRED") : (0, ""),
        >= 25000 and <= 29999 => authenticationPossible ? (65, "SCA REQUIRED") : (5, "CARD DECLINED"),
        _ => (66311, "INVALID TEST AMOUNT"),
    };

    /// <summary>Whether a captured amount is rejected at settlement.</summary>
    public static bool RejectedAtSettlement(long amount) => amount is >= 2500 and <= 4999 or >= 7500 and <= 9999;
}
