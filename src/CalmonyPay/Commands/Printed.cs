using System.Text.Json;
using CalmonyPay.Platform.Json;

namespace CalmonyPay.Commands;

/// <summary>How verbs answer: a table for a person, or JSON for a program, on standard output.</summary>
internal static class Printed
{
    private static readonly JsonSerializerOptions Indented = new(PayJson.Options) { WriteIndented = true };

    /// <param name="rows">What JSON shows as it is.</param>
    /// <param name="columns">A heading and what stands under it, for the table.</param>
    public static void List<T>(IReadOnlyList<T> rows, bool json, params (string Heading, Func<T, object?> Cell)[] columns)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(rows, Indented));
            return;
        }
        string[][] table = [[.. columns.Select(c => c.Heading)], .. rows.Select(row => columns.Select(c => Text(c.Cell(row))).ToArray())];
        var widths = columns.Select((_, i) => table.Max(line => line[i].Length)).ToArray();
        foreach (var line in table)
            Console.Out.WriteLine(string.Join("  ", line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    /// <summary>Standard error, so that what a script wants stands alone on standard output.</summary>
    public static void Note(string text) => Console.Error.WriteLine(text);

    private static string Text(object? value) => value switch
    {
        null => "-",
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        bool yes => yes ? "yes" : "no",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };
}
