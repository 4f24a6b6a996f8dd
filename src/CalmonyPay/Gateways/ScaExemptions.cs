using System.Collections.Frozen;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Gateways;

/// <summary>Exemptions from strong customer authentication (PSD2's technical standards, articles 11 to 18; Cardstream: <c>scaExemption</c>).</summary>
public static class ScaExemptions
{
    private const string LowValue = "lowvalue";

    /// <summary>Article 16's 30 euro, and what British law has for it. Other currencies have no figure of their own, so nothing is low in them.</summary>
    private static readonly FrozenDictionary<string, long> LowBelow = new Dictionary<string, long> { ["eur"] = 30_00, ["gbp"] = 25_00 }.ToFrozenDictionary();

    /// <summary>The gateway's words.</summary>
    public static IReadOnlyList<string> Known { get; } = [LowValue, "trusted", "risk", "corporate", "delegated"];

    /// <summary>What is asked for with a payment: the first of the account's exemptions that fits; null for none.</summary>
    public static string? Of(GatewayAccount account, Money amount) => account.ScaExemptions.FirstOrDefault(exemption => exemption != LowValue || IsLow(amount));

    private static bool IsLow(Money amount) => LowBelow.TryGetValue(amount.Currency.Code, out var limit) && amount.Minor < limit;
}
