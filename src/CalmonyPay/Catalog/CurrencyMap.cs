using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Catalog;

/// <summary>Parameters whose names are currencies: <c>currency_options[eur][unit_amount]</c>.</summary>
internal static class CurrencyMap
{
    /// <returns>Null if absent, empty if sent as <c>''</c>.</returns>
    public static IReadOnlyDictionary<string, T>? Currencies<T>(this Params p, string name, Func<Params, T> read)
    {
        if (p.ChildChange(name, map => map) is not { IsAbsent: false } change) return null;
        var found = new Dictionary<string, T>();
        if (!change.TryGet(out var options)) return found;
        foreach (var code in options.Names.ToList())
        {
            var currency = Currency.Parse(code, options.Path(code)).Code;
            if (currency != code) throw StripeError.Invalid($"Currencies must be lowercase when used as keys in a map. Use `{currency}` instead of `{code}`.", options.Path(code));
            found[currency] = read(options.RequiredChild(code));
        }
        return found;
    }

    /// <summary>What was there, with what was said of some currencies over it.</summary>
    public static IReadOnlyDictionary<string, T>? Over<T>(this IReadOnlyDictionary<string, T>? changes, IReadOnlyDictionary<string, T>? current)
    {
        if (changes is null) return current;
        if (changes.Count == 0) return null;
        var merged = new Dictionary<string, T>(current ?? changes);
        foreach (var (currency, option) in changes) merged[currency] = option;
        return merged;
    }
}
