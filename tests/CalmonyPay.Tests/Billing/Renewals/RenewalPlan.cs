using System.Globalization;

namespace CalmonyPay.Tests.Billing.Renewals;

/// <summary>How large a renewal run is: the short form, unless <c>CALMONYPAY_RENEWALS</c>, <c>_KILLS</c>, <c>_HOSTS</c> and <c>_SEED</c> behind it say more.</summary>
/// <param name="Subscriptions">All due at once.</param>
/// <param name="Kills">How often a host is killed while it renews.</param>
internal sealed record RenewalPlan(int Subscriptions, int Kills, int Hosts, int Seed)
{
    public static RenewalPlan FromEnvironment() => new(Number("", 120), Number("_KILLS", 2), Number("_HOSTS", 2), Number("_SEED", Random.Shared.Next(1, 1_000_000)));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Subscriptions:N0} subscriptions, {Hosts} host(s), {Kills} kills, CALMONYPAY_RENEWALS_SEED={Seed}");

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable("CALMONYPAY_RENEWALS" + name), CultureInfo.InvariantCulture, out var given) ? given : otherwise;
}
