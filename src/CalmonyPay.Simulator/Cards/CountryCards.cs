using System.Collections.Frozen;

namespace CalmonyPay.Simulator.Cards;

/// <summary>Stripe's test cards of many countries (docs.stripe.com/testing, "Cards by country"): each approves, and its issuer sits there.</summary>
internal static class CountryCards
{
    private const string Rows = """
        ARG4000000320000021 BRA4000000760000002 CAN4000001240000000 CHL4000001520000001 COL4000001700000003
        CRI4000001880000005 ECU4000002180000000 MEX4000004840008001 PAN4000005910000000 PRY4000006000000066
        PER4000006040000068 URY4000008580000003 ARE4000007840000001 ARE5200007840000022 AUT4000000400000008
        BEL4000000560000004 BGR4000001000000000 BLR4000001120000005 HRV4000001910000009 CYP4000001960000008
        CZE4000002030000002 DNK4000002080000001 EST4000002330000009 FIN4000002460000001 FRA4000002500000003
        DEU4000002760000016 GIB4000002920000005 GRC4000003000000030 HUN4000003480000005 IRL4000003720000005
        ITA4000003800000008 LVA4000004280000005 LIE4000004380000004 LTU4000004400000000 LUX4000004420000006
        MLT4000004700000007 NLD4000005280000002 NOR4000005780000007 POL4000006160000005 PRT4000006200000007
        ROU4000006420000001 SAU4000006820000007 SVN4000007050000006 SVK4000007030000001 ESP4000007240000007
        SWE4000007520000008 CHE4000007560000009 GBR4000008260000000 GBR4000058260000005 GBR5555558265554449
        AUS4000000360000006 CHN4000001560000002 HKG4000003440000004 IND4000003560000008 JPN4000003920000003
        JPN3530111333300000 MYS4000004580000002 NZL4000005540000008 SGP4000007020000003 TWN4000001580000008
        THA4000007640000003 THA4000057640000008 FRA4000002500001001 FRA5555552500001001 AUS4000050360000001
        AUS5555050360000080
        """;

    private static readonly FrozenDictionary<string, string> Names = new (string Code, string Name)[]
    {
        ("ARE", "United Arab Emirates"), ("ARG", "Argentina"), ("AUT", "Austria"), ("AUS", "Australia"),
        ("BEL", "Belgium"), ("BGR", "Bulgaria"), ("BRA", "Brazil"), ("BLR", "Belarus"),
        ("CAN", "Canada"), ("CHE", "Switzerland"), ("CHL", "Chile"), ("CHN", "China"),
        ("COL", "Colombia"), ("CRI", "Costa Rica"), ("CYP", "Cyprus"), ("CZE", "Czech Republic"),
        ("DEU", "Germany"), ("DNK", "Denmark"), ("ECU", "Ecuador"), ("EST", "Estonia"),
        ("ESP", "Spain"), ("FIN", "Finland"), ("FRA", "France"), ("GBR", "United Kingdom"),
        ("GIB", "Gibraltar"), ("GRC", "Greece"), ("HKG", "Hong Kong"), ("HRV", "Croatia"),
        ("HUN", "Hungary"), ("IRL", "Ireland"), ("IND", "India"), ("ITA", "Italy"),
        ("JPN", "Japan"), ("LIE", "Liechtenstein"), ("LTU", "Lithuania"), ("LUX", "Luxembourg"),
        ("LVA", "Latvia"), ("MLT", "Malta"), ("MEX", "Mexico"), ("MYS", "Malaysia"),
        ("NLD", "Netherlands"), ("NOR", "Norway"), ("NZL", "New Zealand"), ("PAN", "Panama"),
        ("PER", "Peru"), ("POL", "Poland"), ("PRT", "Portugal"), ("PRY", "Paraguay"),
        ("ROU", "Romania"), ("SAU", "Saudi Arabia"), ("SWE", "Sweden"), ("SGP", "Singapore"),
        ("SVN", "Slovenia"), ("SVK", "Slovakia"), ("THA", "Thailand"), ("TWN", "Taiwan"),
        ("USA", "United States"), ("URY", "Uruguay"),
    }.ToFrozenDictionary(row => row.Code, row => row.Name);

    /// <summary>Card numbers with the ISO 3166-1 alpha-3 code of the issuer's country.</summary>
    public static IEnumerable<(string Number, string Country)> All =>
        Rows.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(row => (row[3..], row[..3]));

    /// <summary>The country's English name; <c>Unknown</c> for the gateway's code <c>XXX</c>.</summary>
    public static string NameOf(string country) => Names.GetValueOrDefault(country, "Unknown");
}
