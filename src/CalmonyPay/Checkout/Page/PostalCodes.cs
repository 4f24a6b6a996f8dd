using System.Collections.Frozen;

namespace CalmonyPay.Checkout.Page;

/// <summary>Which countries' addresses have a postal code, as the Universal Postal Union lists them; elsewhere the field may stay empty.</summary>
internal static class PostalCodes
{
    private static readonly FrozenSet<string> None = (
        "AE AG AI AO AQ AW BF BI BJ BO BQ BS BV BW BZ CD CF CG CI CK CM CW DJ DM EH ER FJ GA GD GH GM GN GQ GY HK HM IE JM KI KM KN KP LC ML MO MR MS MW NR NU PA " +
        "QA RW SB SC SL SR SS ST SX SY TD TF TG TK TL TO TT TV TZ UG UM VC VU YE ZW").Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an address there is incomplete without one. Ireland has codes, and its people do without.</summary>
    public static bool NeededIn(string country) => !None.Contains(country);
}
