using System.Text;

namespace CalmonyPay.Simulator.Wire;

/// <summary>Reads a form body the way PHP fills <c>$_POST</c>, since that is what the gateway signs.</summary>
public static class FormParser
{
    /// <summary>PHP's usual <c>max_input_vars</c>; what comes after is dropped in silence, as there.</summary>
    private const int MaxFields = 1000;

    /// <param name="body">The body as received.</param>
    /// <param name="charset">The charset of the content type; UTF-8 when it names none.</param>
    public static Form Parse(ReadOnlySpan<byte> body, Encoding? charset = null)
    {
        var form = new Form();
        var fields = 0;
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            if (pair.IsEmpty) continue;
            if (++fields > MaxFields) break;
            var equals = pair.IndexOf((byte)'=');
            var name = PhpEncoding.Decode(equals < 0 ? pair : pair[..equals], charset ?? Encoding.UTF8);
            var text = equals < 0 ? "" : PhpEncoding.Decode(pair[(equals + 1)..], charset ?? Encoding.UTF8);
            var path = Path(name);
            if (path[0].Length > 0) form.SetAt(path, text);
        }

        return form;
    }

    public static Form Parse(string body) => Parse(Encoding.UTF8.GetBytes(body));

    /// <summary>
    /// <c>a[b][]</c> is the path a, b, next number. In a root name PHP turns dots and spaces, and a bracket that is never
    /// closed, into underscores.
    /// </summary>
    internal static List<string> Path(string name)
    {
        name = name.TrimStart(' ');
        var open = name.IndexOf('[', StringComparison.Ordinal);
        if (open <= 0) return [Root(name)];
        List<string> path = [Root(name[..open])];
        while (open >= 0 && open < name.Length && name[open] == '[')
        {
            var close = name.IndexOf(']', open);
            if (close < 0) break;
            path.Add(name[(open + 1)..close]);
            open = close + 1;
        }

        return path.Count == 1 ? [Root(name.Replace('[', '_'))] : path;
    }

    private static string Root(string name) => name.Replace('.', '_').Replace(' ', '_');
}
