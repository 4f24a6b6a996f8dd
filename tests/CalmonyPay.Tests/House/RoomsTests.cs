using System.Text.RegularExpressions;

namespace CalmonyPay.Tests.House;

/// <summary>
/// The rooms stand on a one-way street: each may use the rooms before it and none behind. If the street must change, change
/// it here first.
/// </summary>
public sealed partial class RoomsTests
{
    private static readonly string[] Street =
    [
        "Platform", "Accounts", "Gateways", "Ledger", "Catalog", "Customers", "PaymentMethods", "PaymentIntents", "Usage", "Credits", "Entitlements",
        "Invoices", "Subscriptions", "TestClocks", "Checkout",
    ];

    /// <summary>Stands beside the street and uses Platform only.</summary>
    private const string Webhooks = "Webhooks";

    /// <summary>These put the rooms together, so they may know all of them, and no room knows them. The top level is PayHost and Program.</summary>
    private static readonly string[] Composition = ["", "Commands", "Sandbox", "Migrations"];

    [Fact]
    public void No_room_uses_one_behind_it()
    {
        var wrong = from file in SourceTree.Files("CalmonyPay")
                    where !Composition.Contains(file.Room)
                    from used in RoomsUsedBy(file)
                    where !MayUse(file.Room, used)
                    select $"{file.Path} uses {used}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_folder_of_the_server_is_a_room_of_the_street_or_composition()
    {
        var rooms = SourceTree.Files("CalmonyPay").Select(file => file.Room).Distinct();
        Assert.Empty(rooms.Except([.. Street, .. Composition, Webhooks]));
    }

    [Fact]
    public void A_file_s_namespace_is_its_folder()
    {
        string[] projects = ["CalmonyPay", "CalmonyPay.Cardstream", "CalmonyPay.Simulator", "CalmonyPay.Design"];
        var wrong = from project in projects
                    from file in SourceTree.Files(project)
                    let declared = Declared().Match(file.Text)
                    where declared.Success && !$"{project}/{file.Path}".Replace('/', '.').StartsWith($"{declared.Groups[1].Value}.", StringComparison.Ordinal)
                    select $"{project}/{file.Path} says {declared.Groups[1].Value}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_gateway_s_client_knows_nothing_of_ours_and_can_store_nothing()
    {
        var project = File.ReadAllText(Path.Combine(SourceTree.Root, "src/CalmonyPay.Cardstream/CalmonyPay.Cardstream.csproj"));
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
        Assert.DoesNotContain("PackageReference", project, StringComparison.Ordinal);
        Assert.All(SourceTree.Files("CalmonyPay.Cardstream"), file => Assert.Empty(Foreign(file)));
    }

    [Fact]
    public void The_simulator_shares_no_code_with_the_client_that_it_tests()
    {
        var project = File.ReadAllText(Path.Combine(SourceTree.Root, "src/CalmonyPay.Simulator/CalmonyPay.Simulator.csproj"));
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
        Assert.DoesNotContain("..", IncludedPaths().Matches(project).Select(match => match.Value).DefaultIfEmpty("").Aggregate(string.Concat), StringComparison.Ordinal);
        Assert.All(SourceTree.Files("CalmonyPay.Simulator"), file => Assert.Empty(Foreign(file)));
    }

    private static bool MayUse(string room, string used) => room == used || used == "Platform"
        || (Array.IndexOf(Street, used) is >= 0 and var there && Array.IndexOf(Street, room) is >= 0 and var here && there < here);

    /// <summary>Rooms named by a using or by a qualified name, as the compiler would resolve it from within this assembly.</summary>
    private static IEnumerable<string> RoomsUsedBy(SourceFile file)
    {
        var code = NotCode().Replace(file.Text, "");
        return Named().Matches(code).Select(match => match.Groups[1].Value)
            .Where(name => Street.Contains(name) || name == Webhooks || (name.Length > 0 && Composition.Contains(name)))
            .Distinct().Where(name => name != file.Room);
    }

    /// <summary>Names of other assemblies of ours.</summary>
    private static IEnumerable<string> Foreign(SourceFile file) => Assembly().Matches(NotCode().Replace(file.Text, ""))
        .Select(match => match.Value).Where(name => !name.StartsWith(file.Project, StringComparison.Ordinal));

    /// <summary>Comments and texts; the longest first, so that a quote within a comment opens nothing.</summary>
    [GeneratedRegex("//[^\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"", RegexOptions.Singleline)]
    private static partial Regex NotCode();

    [GeneratedRegex(@"(?<![\w.])(?:global::)?(?:CalmonyPay\.)?([A-Z]\w+)(?:\.[A-Z]\w*)*\s*[;.]")]
    private static partial Regex Named();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"\bCalmonyPay(?:\.[A-Z]\w*)*")]
    private static partial Regex Assembly();

    [GeneratedRegex("(?:Compile|EmbeddedResource) Include=\"[^\"]*\"")]
    private static partial Regex IncludedPaths();
}
