using System.Globalization;

namespace CalmonyPay.Simulator.Ledger;

/// <summary>Makes cross references of the gateway's form: 23 characters, the time of birth between random consonants.</summary>
internal static class Xref
{
    private const string Consonants = "BCDFGHJKLMNPQRSTVWXYZ";

    public static string New(DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture,
        $"{now:yyMMddHH}{Letters(2)}{now:mm}{Letters(2)}{now:ss}{Letters(2)}{Random.Shared.Next(100):D2}{Letters(3)}");

    private static string Letters(int count) => string.Concat(Random.Shared.GetItems<char>(Consonants, count));
}
