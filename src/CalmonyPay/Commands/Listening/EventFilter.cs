using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;

namespace CalmonyPay.Commands.Listening;

/// <summary>Which events somebody wants: exact names and families (<c>customer.*</c>).</summary>
internal sealed class EventFilter
{
    private const string Family = ".*";

    private readonly IReadOnlyList<string> names;

    private EventFilter(IReadOnlyList<string> names) => this.names = names;

    /// <summary>What this version never emits, for a word of warning; a newer server may.</summary>
    public IEnumerable<string> Unknown => names.Where(name => !EventTypes.Emitted.Any(type => Takes(name, type.Name)));

    /// <param name="text">Names parted by commas; null for all.</param>
    /// <exception cref="OperatorException">A star elsewhere than at the end of a family.</exception>
    public static EventFilter Of(string? text)
    {
        var names = (text ?? EventTypes.All).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) throw new OperatorException("--events takes names parted by commas, such as charge.succeeded,customer.*");
        foreach (var name in names)
        {
            if (name != EventTypes.All && (name.EndsWith(Family, StringComparison.Ordinal) ? name[..^Family.Length] : name) is var rest && (rest.Length == 0 || rest.Contains('*', StringComparison.Ordinal)))
                throw new OperatorException($"'{name}' is neither an event type nor a family: write charge.succeeded or charge.*");
        }
        return new(names);
    }

    public bool Takes(string type) => names.Any(name => Takes(name, type));

    private static bool Takes(string name, string type) => name == EventTypes.All
        || (name.EndsWith(Family, StringComparison.Ordinal) ? type.StartsWith(name[..^1], StringComparison.Ordinal) : name == type);
}
