using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;

namespace CalmonyPay.Cardstream;

/// <summary>
/// What crosses the wire in either direction: named text values in order, names compared byte by byte (answers carry both
/// <c>customerPostCode</c> and <c>customerPostcode</c>), nested names flat as <c>threeDSResponse[cres]</c>. The pairs of one record
/// always stand together. Never changes.
/// </summary>
/// <remarks>A request's list holds the card number, so it prints as a count of fields and refuses to be serialised as JSON.</remarks>
[JsonConverter(typeof(RefusesJson<FieldList>))]
[DebuggerDisplay("{ToString(),nq}")]
public sealed class FieldList : IReadOnlyList<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _pairs;
    private readonly Dictionary<string, string> _values;

    /// <param name="pairs">Pairs in sending order, nested names in brackets; joined the way PHP joins them.</param>
    /// <exception cref="FormatException">A name is empty or nests more than 64 levels deep.</exception>
    public FieldList(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var tree = new FieldTree();
        foreach (var (name, value) in pairs)
        {
            if (name.Length == 0) throw new FormatException("A field has no name.");
            tree.Add(name, value);
        }

        _pairs = tree.Flatten();
        _values = new(_pairs, StringComparer.Ordinal);
    }

    public static FieldList Empty { get; } = new([]);

    public int Count => _pairs.Count;

    public KeyValuePair<string, string> this[int index] => _pairs[index];

    /// <summary>The value of the field of exactly this name, null if there is none.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>The fields that have a value, in this order; a null is left out, an empty text is sent.</summary>
    public static FieldList Of(params IEnumerable<(string Name, string? Value)> fields) =>
        new(from field in fields where field.Value is not null select KeyValuePair.Create(field.Name, field.Value));

    /// <summary>Reads a form body (what the gateway answers, whatever content type it claims).</summary>
    /// <exception cref="FormatException">A broken percent escape, or a name that nests too deeply. The message holds no field.</exception>
    public static FieldList Parse(string body)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var range in body.AsSpan().Split('&'))
        {
            var pair = body.AsSpan(range);
            int equals = pair.IndexOf('=');
            string name = PhpForm.Decode(equals < 0 ? pair : pair[..equals]);
            if (name.Length > 0) pairs.Add(new(name, equals < 0 ? "" : PhpForm.Decode(pair[(equals + 1)..])));
        }

        return new(pairs);
    }

    /// <summary><see cref="Parse"/> without the exception: false for a body that is no form.</summary>
    public static bool TryParse(string body, [NotNullWhen(true)] out FieldList? fields)
    {
        try
        {
            fields = Parse(body);
            return true;
        }
        catch (FormatException)
        {
            fields = null;
            return false;
        }
    }

    /// <summary>The form body, escaped as PHP escapes it. Of a request it holds the card number.</summary>
    public string Encode() => Encode(_pairs);

    /// <summary>The list with this field set: in its old place if the name is known, else at the end.</summary>
    public FieldList With(string name, string value) => new([.. _pairs, KeyValuePair.Create(name, value)]);

    /// <summary>The list without this root field and all that is nested under it.</summary>
    public FieldList Without(string root) => new(_pairs.Where(pair => Root(pair.Key) != root));

    /// <summary>What is nested under a root field, in order, by its inner name: <c>creq</c> for <c>threeDSRequest[creq]</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Record(string root) =>
        [.. _pairs.Where(pair => pair.Key.Length > root.Length && Root(pair.Key) == root)
            .Select(pair => KeyValuePair.Create(InnerName(pair.Key[root.Length..]), pair.Value))];

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{Count} fields";

    internal static string Root(string name) => name.IndexOf('[', StringComparison.Ordinal) is var open and > 0 ? name[..open] : name;

    /// <summary>The name under which a form field travels inside a record: <c>cres</c>, <c>a[b]</c> become <c>root[cres]</c>, <c>root[a][b]</c>.</summary>
    internal static string NestedName(string root, string inner) =>
        inner.IndexOf('[', StringComparison.Ordinal) is var open and > 0 ? $"{root}[{inner[..open]}]{inner[open..]}" : $"{root}[{inner}]";

    internal static string Encode(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var body = new StringBuilder();
        foreach (var (name, value) in pairs)
        {
            if (body.Length > 0) body.Append('&');
            PhpForm.Encode(body, name);
            body.Append('=');
            PhpForm.Encode(body, value);
        }

        return body.ToString();
    }

    private static string InnerName(string brackets) =>
        brackets.IndexOf(']', StringComparison.Ordinal) is var close and > 0 ? brackets[1..close] + brackets[(close + 1)..] : brackets;
}
