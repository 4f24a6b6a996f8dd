using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Expansion;

/// <summary>Loads the objects of one kind by their keys, those that exist, in one query.</summary>
public delegate Task<IReadOnlyDictionary<string, object>> ExpansionLoader(IServiceProvider services, IReadOnlyCollection<string> keys, CancellationToken ct);

/// <summary>Who can load what; each room registers its kinds.</summary>
public sealed record ExpansionKind(string Kind, ExpansionLoader Load);

/// <summary>
/// Fills what <c>expand[]</c> names, level by level, one query a kind and level whatever the number of rows. Stripe's rules:
/// four levels deep at most, and a field that cannot expand is an error.
/// </summary>
public sealed class Expander(IEnumerable<ExpansionKind> kinds)
{
    private const int MostLevels = 4;
    private static readonly ConcurrentDictionary<Type, Dictionary<string, PropertyInfo>> Shapes = new();
    private readonly Dictionary<string, ExpansionLoader> loaders = kinds.ToDictionary(k => k.Kind, k => k.Load);

    /// <param name="answer">The object or list that the endpoint made.</param>
    /// <param name="paths">As the client sent them: <c>latest_charge.balance_transaction</c>, <c>data.customer</c>.</param>
    /// <param name="services">The request's services.</param>
    public async Task ExpandAsync(object answer, IReadOnlyList<string> paths, IServiceProvider services, CancellationToken ct)
    {
        foreach (var path in paths.Distinct(StringComparer.Ordinal))
        {
            var steps = path.Split('.');
            if (steps.Count(step => step != "data") > MostLevels)
                throw StripeError.Invalid($"You cannot expand more than {MostLevels} levels of a property (requested: {path}).", "expand");
            await WalkAsync([answer], answer.GetType(), steps, path, services, ct);
        }
    }

    /// <summary>One object by its kind and id, as the API shows it now.</summary>
    public async Task<object> LoadAsync(string kind, string id, IServiceProvider services)
    {
        var found = await loaders[kind](services, [id], CancellationToken.None);
        return found.TryGetValue(id, out var shown) ? shown : throw StripeError.NoSuch(kind, id);
    }

    private async Task WalkAsync(List<object> here, Type declared, ArraySegment<string> steps, string path, IServiceProvider services, CancellationToken ct)
    {
        if (steps.Count == 0) return;
        // Of a deleted object nothing is left to expand, and it may stand anywhere among living ones.
        var living = here.FindAll(o => !Shape(o.GetType()).ContainsKey("deleted"));
        if (living.Count == 0 && here.Count > 0) return;
        if (!Shape(living.Count > 0 ? living[0].GetType() : declared).TryGetValue(steps[0], out var property)) throw CannotExpand(path);

        var values = living.Where(o => o.GetType() == property.DeclaringType || property.DeclaringType!.IsInstanceOfType(o)).Select(property.GetValue).OfType<object>().ToList();
        if (typeof(Expansion).IsAssignableFrom(ElementOf(property.PropertyType)))
        {
            var places = values.SelectMany(value => value as IEnumerable<Expansion> ?? [(Expansion)value]).ToList(); // one, or a list of them (discounts)
            await FillAsync(places, services, ct);
            var loaded = places.Select(place => place.Value).OfType<object>().ToList();
            if (loaded.Count > 0) await WalkAsync(loaded, loaded[0].GetType(), steps[1..], path, services, ct);
        }
        else if (steps.Count == 1)
        {
            throw CannotExpand(path);
        }
        else
        {
            var inner = values.SelectMany(value => value is IEnumerable many and not string ? many.Cast<object>() : [value]).ToList();
            await WalkAsync(inner, ElementOf(property.PropertyType), steps[1..], path, services, ct);
        }
    }

    private async Task FillAsync(List<Expansion> places, IServiceProvider services, CancellationToken ct)
    {
        foreach (var place in places) place.Value ??= place.Known;
        foreach (var group in places.Where(place => place.Value is null).GroupBy(place => place.Kind))
        {
            if (!loaders.TryGetValue(group.Key, out var load)) throw new InvalidOperationException($"Nobody loads '{group.Key}'.");
            var found = await load(services, [.. group.Select(place => place.Key).Distinct()], ct);
            foreach (var place in group) place.Value = found.GetValueOrDefault(place.Key);
        }
    }

    /// <summary>What a list holds, so that a wrong path is refused on an empty page too.</summary>
    private static Type ElementOf(Type declared) =>
        declared.IsGenericType && typeof(IEnumerable).IsAssignableFrom(declared) ? declared.GetGenericArguments()[0] : declared;

    private static Dictionary<string, PropertyInfo> Shape(Type type) => Shapes.GetOrAdd(type, static type =>
        type.GetProperties().Where(p => p.GetIndexParameters().Length == 0).ToDictionary(p => SnakeCase.Of(p.Name)));

    private static StripeError CannotExpand(string path) => StripeError.Invalid(
        $"This property cannot be expanded ({path}). You may want to try expanding 'data.{path}' if this is a list.", "expand");
}
