namespace CalmonyPay.Tests.Sdk;

[Collection(SdkTests.Name)]
public sealed class NodeSdkTests(SdkHost host)
{
    public static TheoryData<string> Files() => [.. SdkFolder.Files()];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Stripes_Node_SDKs_get_what_they_expect(string file)
    {
        var cases = await SdkRun.RunAsync(file, host.Target);
        var failed = cases.Where(each => each.Failure is not null).ToList();
        var report = failed.Select(each => $"✗ {each.Name}\n    {each.Failure!.ReplaceLineEndings("\n    ")}");
        Assert.True(failed.Count == 0, $"{failed.Count} of {cases.Count} tests of {file} failed:\n{string.Join('\n', report)}");
    }
}
