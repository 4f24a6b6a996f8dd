using System.Globalization;

namespace CalmonyPay.Cardstream;

/// <summary>
/// The ordered tree that PHP makes of a form body. A repeated name keeps its first place and takes the last value, the pairs of a
/// record come together at the record's first place, and <c>a[]</c> takes the next free number. Flattening it gives the order in
/// which the gateway signs.
/// </summary>
internal sealed class FieldTree
{
    /// <summary>PHP's own limit. It also bounds the recursion of <c>Flatten</c>.</summary>
    private const int MaxDepth = 64;

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<(string Key, object Value)> _children = [];
    private long _nextIndex;

    /// <exception cref="FormatException">The name nests deeper than PHP accepts.</exception>
    public void Add(string name, string value)
    {
        var path = Path(name);
        var node = this;
        foreach (string key in path[..^1]) node = node.Child(key);
        node.Set(path[^1], value);
    }

    public List<KeyValuePair<string, string>> Flatten()
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var (key, value) in _children) Flatten(key, value, pairs);
        return pairs;
    }

    private static void Flatten(string name, object value, List<KeyValuePair<string, string>> pairs)
    {
        if (value is string text) pairs.Add(new(name, text));
        else foreach (var (key, child) in ((FieldTree)value)._children) Flatten($"{name}[{key}]", child, pairs);
    }

    private FieldTree Child(string key)
    {
        key = Named(key);
        if (_places.TryGetValue(key, out int place) && _children[place].Value is FieldTree existing) return existing;
        var child = new FieldTree();
        Set(key, child);
        return child;
    }

    private void Set(string key, object value)
    {
        key = Named(key);
        if (_places.TryGetValue(key, out int place))
        {
            _children[place] = (key, value);
            return;
        }

        _places.Add(key, _children.Count);
        _children.Add((key, value));
        if (long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out long index) && index >= _nextIndex && index < long.MaxValue)
            _nextIndex = index + 1;
    }

    private string Named(string key) => key.Length > 0 ? key : _nextIndex.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>a[b][0]</c> is a, b, 0. Text after the last bracket is dropped and an unclosed bracket is part of the name, as in PHP.</summary>
    private static List<string> Path(string name)
    {
        int open = name.IndexOf('[', 1);
        if (open < 0 || name.IndexOf(']', open) < 0) return [name];
        List<string> path = [name[..open]];
        while (open < name.Length && name[open] == '[' && name.IndexOf(']', open) is var close and > 0)
        {
            path.Add(name[(open + 1)..close]);
            open = close + 1;
            if (path.Count > MaxDepth) throw new FormatException("A field name nests too deeply.");
        }

        return path;
    }
}
