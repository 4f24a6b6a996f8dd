using CalmonyPay.Sandbox;

namespace CalmonyPay.Tests.Sandbox;

/// <summary>A folder for one test's sandbox, deleted with all that was started in it.</summary>
public sealed class SandboxFolder
{
    private readonly List<PostgresCluster> _clusters = [];

    public SandboxFolder() => Directory.CreateDirectory(Root);   // not CreateTempSubdirectory, which shuts other users out

    public string Root { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "calmonypay-test-" + Guid.NewGuid().ToString("N")[..12]);

    public string Path(params string[] below) => System.IO.Path.Combine([Root, .. below]);

    public async Task<PostgresCluster> StartAsync(string name = ".calmonypay", PostgresSearch? search = null)
    {
        var options = new PostgresClusterOptions(Path(name)) { Fast = true };
        var cluster = await PostgresCluster.StartAsync(search is null ? options : options with { Search = search }, CancellationToken.None);
        _clusters.Add(cluster);
        return cluster;
    }

    public async Task DeleteAsync()
    {
        foreach (var cluster in _clusters)   // all of them first: several may have had the same folder, one after the other
            await cluster.StopAsync();
        foreach (var cluster in _clusters)
            await cluster.DeleteAsync();
        Directory.Delete(Root, recursive: true);
    }
}
