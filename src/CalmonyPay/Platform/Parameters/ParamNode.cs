using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Parameters;

internal enum ParamShape
{
    /// <summary>Nothing was said of it yet.</summary>
    Unset,
    Value,

    /// <summary>Named or numbered members (<c>a[b]</c>, <c>a[0]</c>, a JSON object); the getter decides which it wants.</summary>
    Fields,

    /// <summary>Members without names (<c>a[]</c>, a JSON array), numbered from 0 in the order of arrival.</summary>
    Items,
}

/// <summary>What a getter takes a parameter for.</summary>
internal enum ParamKind
{
    Value,
    Part,
    List,

    /// <summary>Free names with texts: metadata.</summary>
    Pairs,

    /// <summary>A span of time.</summary>
    Span,
}

/// <summary>One parameter in the tree that brackets (or JSON) spell out, and whether anybody has read it.</summary>
internal sealed class ParamNode(string key, ParamNode? parent)
{
    public string Key { get; } = key;
    public string? Text { get; private set; }
    public List<ParamNode>? Children { get; private set; }
    public ParamShape Shape { get; private set; }
    public bool Read { get; set; }

    /// <summary>Notes what is asked for, for the description of the API; null in a request.</summary>
    public Dictionary<string, ParamKind>? Asked { get; set; }

    /// <summary>The name as the client spelled it: <c>items[0][price]</c>; masked where a key looks like a card number.</summary>
    public string Path => parent is null or { Key: "" } ? SafeText.Mask(Key) : $"{parent.Path}[{SafeText.Mask(Key)}]";

    public ParamNode? Find(ReadOnlySpan<char> name)
    {
        if (Children is null) return null;
        foreach (var child in Children)
        {
            if (name.SequenceEqual(child.Key)) return child;
        }
        return null;
    }

    /// <summary>The member of that name, made if it is new.</summary>
    public ParamNode Field(ReadOnlySpan<char> name)
    {
        Become(ParamShape.Fields);
        return Find(name) ?? Add(name.ToString());
    }

    /// <summary>A JSON object's member: the last of several with one name wins, whole.</summary>
    public ParamNode FreshField(string name)
    {
        Become(ParamShape.Fields);
        if (Find(name) is { } earlier) Children!.Remove(earlier);
        return Add(name);
    }

    public ParamNode Item()
    {
        Become(ParamShape.Items);
        return Add((Children?.Count ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// The member that <c>[]</c> means: with more brackets behind it, the last one until it has that field already, so that
    /// <c>items[][price]=a&amp;items[][quantity]=1&amp;items[][price]=b</c> is two items.
    /// </summary>
    public ParamNode ItemFor(ReadOnlySpan<char> rest)
    {
        Become(ParamShape.Items);
        return !rest.IsEmpty && Children is [.., var last] && last.Shape != ParamShape.Value && !last.HasPath(rest) ? last : Item();
    }

    public void SetText(string text)
    {
        Become(ParamShape.Value);
        Text = text;
    }

    /// <summary>Fixes the shape; a parameter that is sent in two shapes is refused.</summary>
    public void Become(ParamShape shape)
    {
        if (Shape == shape) return;
        if (Shape != ParamShape.Unset)
        {
            throw StripeError.Invalid($"Invalid parameter: {Path} was sent in two shapes (as a value, as an array or as a hash).", Path);
        }
        Shape = shape;
    }

    public void MarkAllRead()
    {
        Read = true;
        Children?.ForEach(child => child.MarkAllRead());
    }

    /// <summary>The first parameter, in the order of arrival, that nobody read.</summary>
    public ParamNode? FirstUnread()
    {
        if (!Read) return this;
        if (Children is null) return null;
        foreach (var child in Children)
        {
            if (child.FirstUnread() is { } unread) return unread;
        }
        return null;
    }

    private bool HasPath(ReadOnlySpan<char> rest)
    {
        var node = this;
        while (!rest.IsEmpty)
        {
            var close = rest.IndexOf(']');
            if (close <= 1) return false;            // "[]": one more item of an inner array
            if (node.Find(rest[1..close]) is not { } child) return false;
            node = child;
            rest = rest[(close + 1)..];
        }
        return true;
    }

    private ParamNode Add(string name)
    {
        var child = new ParamNode(name, this);
        (Children ??= new(8)).Add(child);
        return child;
    }
}
