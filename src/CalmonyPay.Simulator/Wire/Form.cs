using System.Globalization;

namespace CalmonyPay.Simulator.Wire;

/// <summary>
/// Fields in the order and the nesting that PHP gives them. Names are case-sensitive: <c>customerPostCode</c> and
/// <c>customerPostcode</c> are two fields. A field holds text or further fields, never both.
/// </summary>
public sealed class Form
{
    private readonly List<Entry> entries = [];

    public IEnumerable<string> Names => entries.Select(e => e.Name);

    public bool IsEmpty => entries.Count == 0;

    /// <summary>The text of a field; null where it is absent or a record.</summary>
    public string? this[string name] => Find(name)?.Text;

    /// <summary>The text of a field, null also where it is empty: most rules treat the two alike.</summary>
    public string? Filled(string name) => this[name] is { Length: > 0 } text ? text : null;

    public Form? Record(string name) => Find(name)?.Record;

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Sets a text; a field that was there keeps its place.</summary>
    public Form Set(string name, string? text)
    {
        if (text is not null) Claim(name).Become(text);
        return this;
    }

    public Form Set(string name, long number) => Set(name, number.ToString(CultureInfo.InvariantCulture));

    public void Remove(string name) => entries.RemoveAll(e => e.Name == name);

    /// <summary>Sets the text at a path such as <c>items</c>, <c>0</c>, <c>amount</c>; an empty step takes the next number.</summary>
    public void SetAt(IReadOnlyList<string> path, string text)
    {
        var form = this;
        for (var depth = 0; ; depth++)
        {
            var entry = form.Claim(path[depth].Length > 0 || depth == 0 ? path[depth] : form.NextNumber());
            if (depth == path.Count - 1)
            {
                entry.Become(text);
                return;
            }

            form = entry.BecomeRecord();
        }
    }

    /// <summary>Every text with its bracketed name, such as <c>items[0][amount]</c>, in order.</summary>
    public IEnumerable<KeyValuePair<string, string>> Flatten() => Flatten("");

    /// <summary>The form in the gateway's encoding, as it goes over the wire.</summary>
    public string Encode() =>
        string.Join('&', Flatten().Select(p => PhpEncoding.Encode(p.Key) + "=" + PhpEncoding.Encode(p.Value)));

    public static Form From(IEnumerable<KeyValuePair<string, string>> flat)
    {
        var form = new Form();
        foreach (var (name, text) in flat) form.SetAt(FormParser.Path(name), text);
        return form;
    }

    /// <summary>The same fields sorted by root name, byte by byte; what lies inside a record keeps its order.</summary>
    internal Form SortedByRoot()
    {
        var sorted = new Form();
        sorted.entries.AddRange(entries.OrderBy(e => e.Name, StringComparer.Ordinal));
        return sorted;
    }

    internal Form Only(IReadOnlySet<string> names)
    {
        var some = new Form();
        some.entries.AddRange(entries.Where(e => names.Contains(e.Name)));
        return some;
    }

    private IEnumerable<KeyValuePair<string, string>> Flatten(string prefix) => entries.SelectMany(e =>
    {
        var name = prefix.Length == 0 ? e.Name : $"{prefix}[{e.Name}]";
        return e.Record is { } record ? record.Flatten(name) : [new(name, e.Text ?? "")];
    });

    private Entry? Find(string name) => entries.Find(e => e.Name == name);

    private Entry Claim(string name)
    {
        if (Find(name) is { } found) return found;
        var entry = new Entry(name);
        entries.Add(entry);
        return entry;
    }

    private string NextNumber() => (entries
        .Select(e => long.TryParse(e.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1)
        .DefaultIfEmpty(-1).Max() + 1).ToString(CultureInfo.InvariantCulture);

    private sealed class Entry(string name)
    {
        public string Name => name;
        public string? Text { get; private set; }
        public Form? Record { get; private set; }

        public void Become(string text) => (Text, Record) = (text, null);

        public Form BecomeRecord()
        {
            Text = null;
            return Record ??= new Form();
        }
    }
}
