using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Checkout.Sessions;

/// <summary>Reads <c>custom_fields</c>.</summary>
internal static class FieldParams
{
    private const int Most = 3, MostOptions = 200, LongestKey = 200, LongestLabel = 50, LongestOption = 100, LongestValue = 255;

    public static IReadOnlyList<SessionField> ReadList(Params p)
    {
        var fields = p.Children("custom_fields")?.Select(Read).ToList() ?? [];
        if (fields.Count > Most) throw StripeError.Invalid($"A session has {Most} custom fields at most.", "custom_fields");
        return fields.GroupBy(field => field.Key).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw StripeError.Invalid($"Custom field keys must be unique: `{twice.Key}` is there twice.", "custom_fields")
            : fields;
    }

    private static SessionField Read(Params p)
    {
        var key = p.Required("key", LongestKey);
        if (!key.All(char.IsAsciiLetterOrDigit)) throw StripeError.Invalid("A custom field's key has letters and digits only.", p.Path("key"));
        var label = p.RequiredChild("label");
        label.OneOf("type", "custom");
        var (text, type, optional) = (label.Required("custom", LongestLabel), p.OneOf("type", "dropdown", "numeric", "text") ?? throw StripeError.Missing(p.Path("type")), p.Bool("optional") ?? false);
        foreach (var other in (ReadOnlySpan<string>)["dropdown", "numeric", "text"])
            if (other != type && p.Has(other)) throw StripeError.Invalid($"You can only pass `{type}` for a custom field of this type.", p.Path(other));
        return type == "dropdown" ? ReadDropdown(p.RequiredChild("dropdown"), key, text, optional) : ReadText(p.Child(type), key, text, type, optional);
    }

    private static SessionField ReadDropdown(Params p, string key, string label, bool optional)
    {
        var options = p.Children("options")?.Select(option => new SessionFieldOption(option.Required("label", LongestOption), ReadValue(option))).ToList() ?? [];
        if (options.Count is 0 or > MostOptions) throw StripeError.Invalid($"A dropdown has 1 to {MostOptions} options.", p.Path("options"));
        var value = p.Text("default_value", LongestOption);
        return value is null || options.Exists(option => option.Value == value)
            ? new(key, label, "dropdown", optional, value, null, null, options)
            : throw StripeError.Invalid("The `default_value` must be the value of an option.", p.Path("default_value"));
    }

    private static string ReadValue(Params p)
    {
        var value = p.Required("value", LongestOption);
        return value.All(char.IsAsciiLetterOrDigit) ? value : throw StripeError.Invalid("An option's value has letters and digits only.", p.Path("value"));
    }

    private static SessionField ReadText(Params? p, string key, string label, string type, bool optional)
    {
        var (least, most, value) = ((int?)p?.Long("minimum_length", 1, LongestValue), (int?)p?.Long("maximum_length", 1, LongestValue), p?.Text("default_value", LongestValue));
        if (least > most) throw StripeError.Invalid("The `minimum_length` must not be greater than the `maximum_length`.", p!.Path("minimum_length"));
        if (value is not null && type == "numeric" && !value.All(char.IsAsciiDigit)) throw StripeError.Invalid("The `default_value` of a numeric field has digits only.", p!.Path("default_value"));
        return value is not null && (value.Length < least || value.Length > most)
            ? throw StripeError.Invalid("The `default_value` does not keep to the lengths.", p!.Path("default_value"))
            : new(key, label, type, optional, value, least, most, null);
    }
}
