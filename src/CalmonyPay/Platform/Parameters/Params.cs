using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Parameters;

/// <summary>
/// A request's parameters, or one nested part of them (<c>card[…]</c>). Every getter notes what it was asked for, so that
/// <see cref="Done"/> can refuse what nobody knows. Getters throw <see cref="StripeError"/> with the full bracket path in <c>param</c>, and
/// never repeat the value of a number, a security code or a client secret.
/// </summary>
public sealed partial class Params
{
    private readonly ParamNode node;
    private IReadOnlyList<string>? expand;

    private Params(ParamNode node) => this.node = node;

    /// <summary>
    /// The request's parameters: its query and, unless it is a GET, its form or JSON body. Read once; later calls in the same request get
    /// the same object.
    /// </summary>
    /// <exception cref="StripeError">400 for what cannot be read, 413 for a body over <see cref="ParamLimits.BodyBytes"/>.</exception>
    public static ValueTask<Params> ReadAsync(HttpContext context)
    {
        return context.Features.Get<Params>() is { } known ? new(known) : FetchAsync(context);

        static async ValueTask<Params> FetchAsync(HttpContext context)
        {
            var read = new Params(await ParamsReader.ReadAsync(context));
            context.Features.Set(read);
            return read;
        }
    }

    /// <summary>What was read for this request; null before <see cref="ReadAsync"/>.</summary>
    public static Params? Of(HttpContext context) => context.Features.Get<Params>();

    /// <summary>The names at this level, in the order of arrival.</summary>
    public IEnumerable<string> Names => node.Children?.Select(child => child.Key) ?? [];

    /// <summary>Where this part stands: empty for the request itself, <c>card</c> or <c>items[0]</c> for a part.</summary>
    public string At => node.Path;

    /// <summary>The <c>expand[]</c> paths of the request; every endpoint takes them.</summary>
    public IReadOnlyList<string> Expand => expand ??= List("expand") ?? [];

    /// <summary>The full name of a parameter at this level, for errors: <c>card[number]</c>.</summary>
    public string Path(string name) => node.Key.Length == 0 ? name : $"{node.Path}[{name}]";

    /// <summary>Was it sent at all, even empty? Does not count as reading it.</summary>
    public bool Has(string name) => node.Find(name) is not null;

    /// <summary>Was it sent with brackets behind its name? For what Stripe takes as an id or as an object.</summary>
    public bool IsNested(string name) => node.Find(name) is { Shape: ParamShape.Fields };

    /// <summary>Accepts a parameter of Stripe's that has no effect here, in whatever shape.</summary>
    public void Ignore(string name) => node.Find(name)?.MarkAllRead();

    /// <inheritdoc cref="Ignore(string)"/>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) Ignore(name);
    }

    /// <summary>Refuses a parameter that we know and do not serve, if it was sent.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="message">Says what is not served, and what to do instead.</param>
    public void Refuse(string name, string message)
    {
        if (Has(name)) throw StripeError.Invalid(message, Path(name));
    }

    /// <summary>Refuses the first parameter that nobody has read, here or in a nested part.</summary>
    public void Done()
    {
        if (node.Key.Length == 0) _ = Expand;
        if (node.FirstUnread() is { } unread) throw StripeError.UnknownParameter(unread.Path);
    }

    /// <summary>A parameter that must be there.</summary>
    /// <exception cref="StripeError"><c>parameter_missing</c> if absent, <c>parameter_invalid_empty</c> if empty.</exception>
    public string Required(string name, int maximum = ParamLimits.Text)
    {
        var found = Value(name) ?? throw StripeError.Missing(Path(name));
        return found.Text!.Length == 0 ? throw Empty(found) : Checked(found, maximum);
    }

    /// <summary>A text; null if absent or empty (there is nothing to clear when something is created).</summary>
    public string? Text(string name, int maximum = ParamLimits.Text) =>
        Value(name) is { Text.Length: > 0 } found ? Checked(found, maximum) : null;

    /// <summary>What an update says of a text.</summary>
    public Change<string> TextChange(string name, int maximum = ParamLimits.Text) =>
        Value(name) is not { } found ? default : found.Text!.Length == 0 ? Change<string>.Clear : Change<string>.To(Checked(found, maximum));

    /// <summary>A card number, security code or client secret as it was sent; null if absent or empty. Nothing is said of it in errors.</summary>
    public string? Secret(string name) => Value(name) is { Text.Length: > 0 } found ? found.Text : null;

    /// <summary>A nested part (<c>card[…]</c>); null if absent or empty.</summary>
    public Params? Child(string name) => Part(name) is { Shape: ParamShape.Fields } part ? new(part) : null;

    /// <summary>A nested part that must be there.</summary>
    public Params RequiredChild(string name) => Child(name) ?? throw StripeError.Missing(Path(name));

    /// <summary>What an update says of a nested part; sent as <c>''</c> it is cleared.</summary>
    public Change<T> ChildChange<T>(string name, Func<Params, T> read) where T : notnull =>
        Part(name) is not { } part ? default : part.Shape == ParamShape.Fields ? Change<T>.To(read(new(part))) : Change<T>.Clear;

    /// <summary>A list of texts (<c>expand[]</c>); null if absent, empty if sent as <c>''</c>.</summary>
    public IReadOnlyList<string>? List(string name)
    {
        if (Elements(name) is not { } elements) return null;
        var texts = new string[elements.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = ValueOf(elements[i]) is { Text.Length: > 0 } found ? Checked(found, ParamLimits.Text) : throw Empty(elements[i]);
        }
        return texts;
    }

    /// <summary>A list of nested parts (<c>items[0][price]</c>), by number; null if absent, empty if sent as <c>''</c>.</summary>
    public IReadOnlyList<Params>? Children(string name)
    {
        if (Elements(name) is not { } elements) return null;
        var parts = new Params[elements.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            elements[i].Read = true;
            parts[i] = elements[i].Shape == ParamShape.Fields ? new(elements[i]) : throw StripeError.Invalid("Invalid object", elements[i].Path);
        }
        return parts;
    }

    /// <summary>Parameters that were not sent by anyone, for the description of the API.</summary>
    internal static Params Over(ParamNode root) => new(root);

    private ParamNode? Look(string name, ParamKind kind)
    {
        node.Asked?.TryAdd(name, kind);
        return node.Find(name);
    }

    private ParamNode? Value(string name) => Look(name, ParamKind.Value) is { } found ? ValueOf(found) : null;

    private static ParamNode ValueOf(ParamNode found)
    {
        found.Read = true;
        return found.Text is null
            ? throw StripeError.Invalid($"Invalid string: {found.Path} must be a single value, not an array or a hash.", found.Path)
            : found;
    }

    /// <summary>A nested part or an empty value; null if absent.</summary>
    private ParamNode? Part(string name)
    {
        if (Look(name, ParamKind.Part) is not { } found) return null;
        found.Read = true;
        return found is { Shape: ParamShape.Fields } or { Text: "" } ? found : throw StripeError.Invalid("Invalid object", found.Path);
    }

    private IReadOnlyList<ParamNode>? Elements(string name)
    {
        if (Look(name, ParamKind.List) is not { } found) return null;
        found.Read = true;
        return found switch
        {
            { Text: "" } or { Children: null, Shape: ParamShape.Items } => [],
            { Shape: ParamShape.Items } => found.Children!,
            { Shape: ParamShape.Fields, Children: { } numbered } => InOrder(numbered, found),
            _ => throw StripeError.Invalid("Invalid array", found.Path),
        };
    }

    private static IReadOnlyList<ParamNode> InOrder(List<ParamNode> numbered, ParamNode list)
    {
        var (last, sorted) = (-1, true);
        foreach (var item in numbered)
        {
            var index = Index(item, list);
            sorted &= index > last;
            last = index;
        }
        return sorted ? numbered : numbered.OrderBy(item => Index(item, list)).ToArray();
    }

    private static int Index(ParamNode item, ParamNode list) =>
        int.TryParse(item.Key, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index)
        && index <= ParamLimits.Index
            ? index
            : throw StripeError.Invalid("Invalid array", list.Path);

    private static string Checked(ParamNode found, int maximum) => found.Text!.Length <= maximum
        ? found.Text
        : throw StripeError.Invalid($"Invalid string: {SafeText.Of(found)}; must be at most {maximum} characters", found.Path);

    private static StripeError Empty(ParamNode found) => StripeError.Invalid(
        $"You passed an empty string for '{found.Path}'. We assume empty values are an attempt to unset a parameter; however '{found.Path}' cannot be unset. You should remove '{found.Path}' from your request or supply a non-empty value.",
        found.Path, "parameter_invalid_empty");
}
