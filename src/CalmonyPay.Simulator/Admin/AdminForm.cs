using System.Globalization;
using System.Text.Json;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Admin;

/// <summary>Reads the body of an admin call: a form, for curl's <c>-d</c>, or a flat JSON object.</summary>
internal static class AdminForm
{
    /// <exception cref="BadHttpRequestException">The JSON cannot be read.</exception>
    public static async Task<Form> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return request.HasJsonContentType() ? FromJson(body.ToArray()) : FormParser.Parse(body.ToArray());
    }

    /// <summary>The texts of a list: <c>a[]=x&amp;a[]=y</c>, a JSON array, or one text with commas.</summary>
    public static IReadOnlyList<string> Texts(this Form form, string name) =>
        form.Record(name) is { } record
            ? [.. record.Flatten().Select(f => f.Value)]
            : form[name]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <exception cref="BadHttpRequestException">The text is no number.</exception>
    public static double? Number(this Form form, string name) => form.Filled(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw new BadHttpRequestException($"{name} must be a number.");

    private static Form FromJson(byte[] body)
    {
        var form = new Form();
        if (body.Length == 0) return form;
        try
        {
            using var document = JsonDocument.Parse(body);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.Array)
                    foreach (var item in property.Value.EnumerateArray()) form.SetAt([property.Name, ""], item.ToString());
                else if (property.Value.ValueKind != JsonValueKind.Null)
                    form.Set(property.Name, property.Value.ToString());
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new BadHttpRequestException("The body is no JSON object.");
        }

        return form;
    }
}
