namespace CalmonyPay.Commands;

/// <summary>Colour for a person at a terminal: none where standard output is a file or a pipe, or <c>NO_COLOR</c> is set (no-color.org).</summary>
internal static class Colours
{
    private static readonly bool On = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";

    public static string Bold(string text) => Painted("1", text);

    public static string Faint(string text) => Painted("2", text);

    public static string Red(string text) => Painted("31", text);

    public static string Green(string text) => Painted("32", text);

    private static string Painted(string code, string text) => On ? $"\e[{code}m{text}\e[0m" : text;
}
