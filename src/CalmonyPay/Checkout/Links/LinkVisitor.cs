using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Checkout.Links;

/// <summary>What the address says of a visitor. Whatever cannot be right is as if it were not there: the visitor did not write it.</summary>
/// <param name="Email">Fills the field in.</param>
/// <param name="FixedEmail">Likewise, and the visitor cannot change it.</param>
/// <param name="ClientReferenceId">The merchant's own name for the session.</param>
/// <param name="Locale">Stripe's word for the page's language.</param>
public sealed record LinkVisitor(string? Email, string? FixedEmail, string? ClientReferenceId, string? PromotionCode, string? Locale)
{
    public const string PromotionCodeName = "prefilled_promo_code";
    private const int LongestReference = 200, LongestCode = 500;

    public static LinkVisitor Nobody { get; } = new(null, null, null, null, null);

    public static LinkVisitor Read(IQueryCollection query)
    {
        var (email, locked) = (Fit("prefilled_email", Rules.IsEmail), Fit("locked_prefilled_email", Rules.IsEmail));
        return new(
            locked is null ? email : null, locked, Fit("client_reference_id", text => text.Length <= LongestReference && text.All(IsReference)), Fit(PromotionCodeName, text => text.Length <= LongestCode),
            Fit("locale", SessionParams.IsLocale));

        string? Fit(string name, Func<string, bool> fits) => query[name] is [{ Length: > 0 } text] && fits(text) ? text : null;
    }

    private static bool IsReference(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
