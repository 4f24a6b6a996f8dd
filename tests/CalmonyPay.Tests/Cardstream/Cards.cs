using CalmonyPay.Cardstream;

namespace CalmonyPay.Tests.Cardstream;

internal static class Cards
{
    public const string Visa = "4929421234600821";

    public static CardNumber Number(string digits) => CardNumber.TryParse(digits, out var number) ? number : throw new FormatException();

    public static SecurityCode Code(string digits) => SecurityCode.TryParse(digits, out var code) ? code : throw new FormatException();
}
