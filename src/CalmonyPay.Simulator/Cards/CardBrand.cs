namespace CalmonyPay.Simulator.Cards;

/// <summary>A scheme and a type of card in the gateway's codes.</summary>
/// <param name="TypeCode">Such as <c>VC</c> (Visa credit) or <c>MD</c> (Mastercard debit).</param>
/// <param name="TypeName">Its name.</param>
/// <param name="SchemeCode">Such as <c>VC</c> or <c>MC</c>.</param>
/// <param name="SchemeName">Its name.</param>
public sealed record CardBrand(string TypeCode, string TypeName, string SchemeCode, string SchemeName)
{
    public static readonly CardBrand Visa = new("VC", "Visa Credit", "VC", "Visa");
    public static readonly CardBrand VisaDebit = new("VD", "Visa Debit", "VC", "Visa");
    public static readonly CardBrand Electron = new("EL", "Visa Electron", "VC", "Visa");
    public static readonly CardBrand Mastercard = new("MC", "Mastercard", "MC", "Mastercard");
    public static readonly CardBrand MastercardDebit = new("MD", "Mastercard Debit", "MC", "Mastercard");
    public static readonly CardBrand Amex = new("AM", "American Express", "AM", "American Express");
    public static readonly CardBrand Jcb = new("JC", "JCB", "JC", "JCB");
    public static readonly CardBrand Discover = new("DS", "Discover", "DS", "Discover");
    public static readonly CardBrand Diners = new("DI", "Diners Club", "DI", "Diners Club");
    public static readonly CardBrand UnionPay = new("CC", "China UnionPay Credit", "CU", "China UnionPay");
    public static readonly CardBrand UnionPayDebit = new("CD", "China UnionPay Debit", "CU", "China UnionPay");
    public static readonly CardBrand Other = new("XX", "Unknown", "XX", "Unknown");

    /// <summary>Digits of the security code: four for American Express.</summary>
    public int CvvLength => SchemeCode == "AM" ? 4 : 3;

    /// <summary>The scheme by the number's first digits.</summary>
    public static CardBrand Of(string number)
    {
        var two = int.Parse(number.AsSpan(0, 2), null);
        var four = int.Parse(number.AsSpan(0, 4), null);
        return (two, four) switch
        {
            ( >= 40 and <= 49, _) => Visa,
            ( >= 51 and <= 55, _) or (_, >= 2221 and <= 2720) => Mastercard,
            (34 or 37, _) => Amex,
            (35, _) => Jcb,
            (30 or 36 or 38 or 39, _) => Diners,
            (60 or 64 or 65, _) => Discover,
            (62 or 81, _) => UnionPay,
            _ => Other,
        };
    }
}
