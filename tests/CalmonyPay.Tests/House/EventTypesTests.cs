using System.Text;
using System.Text.RegularExpressions;
using CalmonyPay.Platform.Events;

namespace CalmonyPay.Tests.House;

/// <summary>The list of event types is what the code emits, and the page about them is made of it.</summary>
public sealed partial class EventTypesTests
{
    private static readonly string Page = Path.Combine(SourceTree.Root, "docs", "event-types.md");

    [Fact]
    public void Every_type_in_the_list_is_emitted_somewhere_and_no_other()
    {
        var code = SourceTree.Files("CalmonyPay").Where(file => !file.Path.EndsWith("EventTypes.cs", StringComparison.Ordinal)).Select(file => file.Text).ToList();
        Assert.All(EventTypes.Emitted, type => Assert.True(code.Exists(text => text.Contains($"\"{type.Name}\"", StringComparison.Ordinal)), type.Name));
        var recorded = code.SelectMany(text => Recorded().Matches(text)).Select(match => match.Groups[1].Value).Distinct();
        Assert.All(recorded, name => Assert.True(EventTypes.IsEmitted(name), name));
    }

    [Fact]
    public void Every_type_is_Stripes_but_for_those_that_say_so() =>
        Assert.All(EventTypes.Emitted, type => Assert.Equal(type.When.Contains("Ours", StringComparison.Ordinal), !File.ReadAllText(Path.Combine(SourceTree.Root, "src/CalmonyPay/Platform/Events/StripeEventTypes.txt")).Split('\n').Contains(type.Name)));

    /// <summary><c>CALMONYPAY_WRITE_DOCS=1 dotnet test --filter EventTypesTests</c> writes the page anew.</summary>
    [Fact]
    public void The_page_has_the_table()
    {
        var table = new StringBuilder("| type | when |\n| --- | --- |\n");
        foreach (var type in EventTypes.Emitted) table.Append("| `").Append(type.Name).Append("` | ").Append(type.When).Append(" |\n");
        var page = File.ReadAllText(Page);
        var wanted = Table().Replace(page, match => $"{match.Groups[1].Value}{table}{match.Groups[2].Value}");
        if (Environment.GetEnvironmentVariable("CALMONYPAY_WRITE_DOCS") is "1") File.WriteAllText(Page, page = wanted);
        Assert.True(page == wanted, "docs/event-types.md is not what the code says. Write it anew: CALMONYPAY_WRITE_DOCS=1 dotnet test --filter EventTypesTests");
    }

    [GeneratedRegex("Record\\(\"([a-z_.]+)\"")]
    private static partial Regex Recorded();

    [GeneratedRegex(@"(<!-- made from EventTypes\.cs -->\n).*?(<!-- end -->)", RegexOptions.Singleline)]
    private static partial Regex Table();
}
