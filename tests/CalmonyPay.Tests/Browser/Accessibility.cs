using CalmonyPay.Tests.Sdk;
using Microsoft.Playwright;

namespace CalmonyPay.Tests.Browser;

/// <summary>axe-core's rules for WCAG 2.2 AA. The script goes in by the driver, past the page's policy, which lets none through.</summary>
internal static class Accessibility
{
    private const string Run = """
        async () => {
          const found = await axe.run(document, { iframes: false, runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
          return found.violations.map(each => `${each.id}: ${each.help}\n  ${each.nodes.map(node => node.html + " " + node.failureSummary).join("\n  ")}`);
        }
        """;

    private static readonly Lazy<Task<string>> Script = new(async () =>
    {
        await SdkFolder.EnsureInstalledAsync();
        return await File.ReadAllTextAsync(Path.Combine(SdkFolder.Root, "node_modules", "axe-core", "axe.min.js"));
    });

    /// <summary>The page as it stands breaks none of the rules. Frames are not looked into: an issuer's page is the issuer's.</summary>
    public static async Task AssertAccessibleAsync(this IPage page)
    {
        await page.EvaluateAsync(await Script.Value);
        var violations = (await page.EvaluateAsync(Run))!.Value.EnumerateArray().Select(each => each.GetString()).ToList();
        Assert.True(violations.Count == 0, $"{page.Url.Split('?')[0]} is not accessible:\n{string.Join('\n', violations)}");
    }
}
