using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Platform.Swagger;

/// <summary>A parameter that an endpoint knows.</summary>
/// <param name="Members">What a part, or each of a list, has in it; none for texts.</param>
internal sealed record ProbedParam(string Name, ParamKind Kind, IReadOnlyList<ProbedParam> Members);

/// <summary>
/// Finds out which parameters a record reads, by letting it read and noting what it asks for. So the description of the API
/// cannot differ from the API. What it insists on is given to it, value after value, until it goes on.
/// </summary>
internal sealed partial class ParamsProbe
{
    private const int MostTries = 40, MostLevels = 4;

    private static readonly string[] Values = ["5000", "1", "usd", "true", "card", "GB", "pm_card_visa", "ada@example.com", "https://example.com", "4242424242424242"];

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<ProbedParam>> Known = new();

    private readonly Action<Params> read;

    private ParamsProbe(Action<Params> read) => this.read = read;

    /// <summary>Whether the type is one that the binder reads from a request.</summary>
    public static bool IsParams(Type type) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParams<>));

    public static IReadOnlyList<ProbedParam> Of(Type record) => Known.GetOrAdd(record, Probe);

    private static IReadOnlyList<ProbedParam> Probe(Type record)
    {
        var reader = record.GetMethod("Read", BindingFlags.Public | BindingFlags.Static, [typeof(Params)]);
        return reader is null ? [] : new ParamsProbe(p => reader.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [p], null)).Explore([], "");
    }

    /// <summary>What is asked for at one place, with what is in the parts there.</summary>
    /// <param name="given">Values by path; null makes a part that is there and empty.</param>
    /// <param name="at">The path of the place; empty for the request itself.</param>
    private List<ProbedParam> Explore(Dictionary<string, string?> given, string at)
    {
        given = new(given);
        var asked = Settle(given, at);
        var level = at.Count(c => c == '[');
        return [.. asked.Select(ask =>
        {
            var path = at.Length == 0 ? ask.Key : $"{at}[{ask.Key}]";
            return new ProbedParam(ask.Key, ask.Value, level >= MostLevels ? [] : ask.Value switch
            {
                ParamKind.Part => Explore(new(given) { [path] = null }, path),
                ParamKind.List => Explore(new(given) { [path + "[0]"] = null }, path + "[0]"),
                _ => [],
            });
        })];
    }

    /// <summary>Reads again and again, each time with what was missing, and collects what was asked for at the place.</summary>
    private Dictionary<string, ParamKind> Settle(Dictionary<string, string?> given, string at)
    {
        var asked = new Dictionary<string, ParamKind>();
        var tried = new Dictionary<string, int>();
        for (var tries = 0; tries < MostTries; tries++)
        {
            var (root, place) = Build(given, at);
            var missing = TryRead(root);
            foreach (var (name, kind) in place.Asked!) asked.TryAdd(name, kind);
            if (missing is null || !Give(missing, given, tried)) break;
        }
        return asked;
    }

    private StripeError? TryRead(ParamNode root)
    {
        try
        {
            read(Params.Over(root));
            return null;
        }
        catch (StripeError error)
        {
            return error;
        }
    }

    /// <summary>Another value for the parameter that the error names. False if there is nothing left to try.</summary>
    private static bool Give(StripeError error, Dictionary<string, string?> given, Dictionary<string, int> tried)
    {
        if (error.Param is not { } path) return false;
        // A card error names its field without what is around it, as Stripe's do.
        if (!given.ContainsKey(path) && given.Keys.FirstOrDefault(full => full.EndsWith($"[{path}]", StringComparison.Ordinal)) is { } around) path = around;
        if (given.TryGetValue(path, out var value) && value is null || given.Keys.Any(other => other.StartsWith(path + "[", StringComparison.Ordinal))) return false;
        if (Word().Match(error.Message) is { Success: true } allowed && given.GetValueOrDefault(path) != allowed.Groups[1].Value)
        {
            given[path] = allowed.Groups[1].Value;
            return true;
        }
        if (error.Message == "Invalid object")
        {
            given[path] = null;
            return true;
        }
        var next = tried.GetValueOrDefault(path);
        tried[path] = next + 1;
        if (next < Values.Length) given[path] = Values[next];
        else given.Remove(path);
        return next < Values.Length;
    }

    private static (ParamNode Root, ParamNode Place) Build(Dictionary<string, string?> given, string at)
    {
        var root = new ParamNode("", null) { Asked = [] };
        foreach (var (path, value) in given)
        {
            var node = Walk(root, path);
            if (value is null) node.Become(ParamShape.Fields);
            else node.SetText(value);
        }
        return (root, at.Length == 0 ? root : Walk(root, at));
    }

    private static ParamNode Walk(ParamNode root, string path)
    {
        foreach (var step in path.Split('[', ']').Where(step => step.Length > 0))
        {
            root = root.Field(step);
            root.Asked ??= [];
        }
        return root;
    }

    [GeneratedRegex(@"must be one of (\w+)")]
    private static partial Regex Word();
}
