using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace CalmonyPay.Tests.House;

/// <summary>What the documentation says of files and settings is true.</summary>
public sealed partial class DocsTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", ".."));

    public static TheoryData<string> Pages() =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Root, "README.md")).Select(page => Path.GetRelativePath(Root, page)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string page)
    {
        var text = File.ReadAllText(Path.Combine(Root, page));
        var broken = Link().Matches(CodeBlock().Replace(text, "")).Select(link => link.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !Resolves(page, target));
        Assert.Empty(broken);
    }

    [Fact]
    public void Every_setting_that_the_operators_guide_names_exists()
    {
        var known = Settings();
        var named = Setting().Matches(File.ReadAllText(Path.Combine(Root, "docs", "operating.md"))).Select(match => match.Value).ToHashSet();
        Assert.Contains("CalmonyPay__Payments__HoldFor", known);
        Assert.Contains("CalmonyPay__Payments__HoldFor", named);
        Assert.Empty(named.Except(known).Order(StringComparer.Ordinal));
    }

    /// <summary>A file or folder, and the heading in it if the link names one.</summary>
    private static bool Resolves(string page, string target)
    {
        var (path, heading) = target.Split('#', 2) is [var before, var after] ? (before, after) : (target, null);
        var file = path.Length == 0 ? Path.Combine(Root, page) : Path.Combine(Root, Path.GetDirectoryName(page)!, path);
        if (heading is null) return File.Exists(file) || Directory.Exists(file);
        return File.Exists(file) && Heading().Matches(CodeBlock().Replace(File.ReadAllText(file), "")).Any(h => AnchorOf(h.Groups[1].Value) == heading);
    }

    /// <summary>As GitHub and most others spell a heading's anchor.</summary>
    private static string AnchorOf(string heading) =>
        NotInAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    /// <summary>Every setting that the source reads by its name, and every property of the options that it binds.</summary>
    private static HashSet<string> Settings()
    {
        var settings = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "src", "CalmonyPay"), "*.cs", SearchOption.AllDirectories))
        {
            var source = File.ReadAllText(file);
            foreach (Match read in ByName().Matches(source)) settings.Add(read.Groups[1].Value.Replace(":", "__", StringComparison.Ordinal));
            foreach (Match login in ConnectionString().Matches(source)) settings.Add($"ConnectionStrings__{login.Groups[1].Value}");
            foreach (Match bound in Bound().Matches(source))
            {
                var options = typeof(PayHost).Assembly.GetTypes().Single(type => type.Name == bound.Groups[1].Value);
                var section = bound.Groups[2].Value.Replace(":", "__", StringComparison.Ordinal);
                settings.UnionWith(options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).Select(p => $"{section}__{p.Name}"));
            }
        }
        return settings;
    }

    private static string Here([CallerFilePath] string here = "") => here;

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^#+ +(.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"\b(?:CalmonyPay|ConnectionStrings)(?:__[A-Za-z]+)+")]
    private static partial Regex Setting();

    [GeneratedRegex(@"(?:onfiguration\[|GetValue(?:<\w+>)?\()""(CalmonyPay:[A-Za-z:]+)""")]
    private static partial Regex ByName();

    [GeneratedRegex(@"GetConnectionString\(""(\w+)""\)")]
    private static partial Regex ConnectionString();

    [GeneratedRegex(@"AddOptions<(\w+)>\(\)\.BindConfiguration\(""([A-Za-z:]+)""\)")]
    private static partial Regex Bound();
}
