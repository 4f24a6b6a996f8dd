using System.Text.Json;

namespace CalmonyPay.Platform.Search;

/// <summary>An enum's members by the words that Stripe has for them (<c>requires_action</c>), whatever the case.</summary>
internal static class SearchWords<T> where T : struct, Enum
{
    private static readonly Dictionary<string, T> Members =
        Enum.GetValues<T>().ToDictionary(member => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString()), StringComparer.OrdinalIgnoreCase);

    public static bool TryParse(string word, out T member) => Members.TryGetValue(word, out member);
}
