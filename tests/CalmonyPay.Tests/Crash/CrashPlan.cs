using System.Globalization;

namespace CalmonyPay.Tests.Crash;

/// <summary>How much a crash run does, and the seed that all its choices come from.</summary>
internal sealed record CrashPlan(int Payments, int Kills, int Merchants, int Seed)
{
    /// <summary>The share of requests that each misbehaviour strikes: a gateway on a very bad day.</summary>
    private static readonly (string Kind, string? Action, double Share, int Ms)[] BadDay =
    [
        ("drop_after", "SALE", 0.06, 0), ("drop_before", "SALE", 0.03, 0), ("delay_after", "SALE", 0.04, 2500), ("delay", "SALE", 0.02, 2500),
        ("http_500_after", "SALE", 0.02, 0), ("http_500_before", "SALE", 0.02, 0), ("garbage", "SALE", 0.02, 0), ("cut_body", "SALE", 0.01, 0), ("cut_connection", "SALE", 0.01, 0),
        ("wrong_signature", "SALE", 0.02, 0), ("no_signature", "SALE", 0.02, 0), ("in_progress_after", "SALE", 0.01, 0), ("act_twice", "SALE", 0.03, 0),
        ("delay", "SALE", 0.30, 300),
        ("drop_after", "CAPTURE", 0.08, 0), ("drop_before", "CAPTURE", 0.04, 0), ("delay_after", "CAPTURE", 0.04, 2500), ("http_500_after", "CAPTURE", 0.03, 0),
        ("wrong_signature", "CAPTURE", 0.02, 0), ("garbage", "CAPTURE", 0.02, 0), ("delay", "CAPTURE", 0.20, 300),
        ("drop_after", "CANCEL", 0.10, 0), ("drop_before", "CANCEL", 0.05, 0), ("no_signature", "CANCEL", 0.03, 0),
        ("drop_after", "REFUND_SALE", 0.10, 0), ("drop_before", "REFUND_SALE", 0.05, 0), ("delay_after", "REFUND_SALE", 0.04, 2500),
        ("drop_after", "VERIFY", 0.03, 0), ("drop_before", "QUERY", 0.04, 0), ("http_503", "QUERY", 0.03, 0), ("garbage", "QUERY", 0.02, 0), ("wrong_signature", "QUERY", 0.02, 0),
        ("callback_lost", "SALE", 0.15, 0), ("callback_twice", "SALE", 0.08, 0), ("callback_late", "SALE", 0.10, 3000), ("callback_hold", "SALE", 0.06, 0), ("callback_wrong_signature", "SALE", 0.03, 0),
        ("issuer_code", "SALE", 0.04, 0),
    ];

    /// <summary>The short form, unless <c>CALMONYPAY_CRASH_PAYMENTS</c>, <c>_KILLS</c>, <c>_MERCHANTS</c> and <c>_SEED</c> say more.</summary>
    public static CrashPlan FromEnvironment() => new(Number("PAYMENTS", 60), Number("KILLS", 3), Number("MERCHANTS", 8), Number("SEED", Random.Shared.Next(1, 1_000_000)));

    public override string ToString() => $"{Payments} payments, {Kills} kills, {Merchants} merchants, CALMONYPAY_CRASH_SEED={Seed}";

    /// <summary>After how many finished payments a host is killed, in order.</summary>
    public IReadOnlyList<int> KillPoints()
    {
        var dice = new Random(Seed);
        return [.. Enumerable.Range(0, Kills).Select(_ => dice.Next(Payments / 20, Math.Max(Payments * 17 / 20, 2))).Order()];
    }

    public async Task MisbehaveAsync(GatewayAdmin gateway)
    {
        for (var i = 0; i < BadDay.Length; i++)
        {
            var (kind, action, share, ms) = BadDay[i];
            await gateway.FaultAsync(kind, ("action", action!), ("probability", share), ("seed", Seed + i), ("ms", ms), ("code", 51));
        }
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable("CALMONYPAY_CRASH_" + name), CultureInfo.InvariantCulture, out var given) ? given : otherwise;
}
