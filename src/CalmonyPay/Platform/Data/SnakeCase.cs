using System.Collections.Concurrent;
using System.Text.Json;

namespace CalmonyPay.Platform.Data;

/// <summary>The wire's and the database's spelling of a C# name: <c>LatestCharge</c> is <c>latest_charge</c>.</summary>
public static class SnakeCase
{
    private static readonly ConcurrentDictionary<Enum, string> Words = new();

    public static string Of(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>An enum's value as Stripe writes it: <c>RequiresCapture</c> is <c>requires_capture</c>.</summary>
    public static string Of(Enum value) => Words.GetOrAdd(value, static v => Of(v.ToString()));
}
