using CalmonyPay.Sandbox;

namespace CalmonyPay.Tests.Sandbox;

/// <summary>Where PostgreSQL's programs come from.</summary>
public sealed class PostgresBinariesTests : IAsyncLifetime
{
    // A folder below a file can never be made, so nothing is fetched there.
    private static readonly PostgresSearch Nowhere = new(null, "", [], "/dev/null/calmonypay");

    private readonly SandboxFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _folder.DeleteAsync();

    [Fact]
    public async Task They_are_found_on_this_machine()
    {
        var found = await FindAsync(PostgresSearch.OnThisMachine());
        Assert.True(found.MajorVersion >= PostgresBinaries.OldestMajorVersion);
        Assert.True(File.Exists(found.Initdb) && File.Exists(found.Postgres) && File.Exists(found.PgCtl));
    }

    [Fact]
    public async Task PATH_goes_before_the_usual_places()
    {
        var found = await FindAsync(PostgresSearch.OnThisMachine());
        var link = _folder.Path("bin");
        Directory.CreateSymbolicLink(link, found.Folder);
        var search = PostgresSearch.OnThisMachine() with { PathVariable = "/nowhere" + Path.PathSeparator + link };
        Assert.Equal(link, (await FindAsync(search)).Folder);
    }

    [Fact]
    public async Task A_configured_folder_is_the_only_one_that_counts()
    {
        var found = await FindAsync(PostgresSearch.OnThisMachine());
        Assert.Equal(found, await FindAsync(PostgresSearch.OnThisMachine(found.Folder)));

        var refused = await Assert.ThrowsAsync<SandboxException>(() => FindAsync(PostgresSearch.OnThisMachine(_folder.Root)));
        Assert.Contains($"PostgresBin is {_folder.Root}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_the_message_names_three_ways_on_one_screen()
    {
        var message = (await Assert.ThrowsAsync<SandboxException>(() => FindAsync(Nowhere))).Message;
        Assert.Contains("apt install postgresql", message, StringComparison.Ordinal);
        Assert.Contains("npm", message, StringComparison.Ordinal);
        Assert.Contains("CalmonyPay__Sandbox__PostgresBin=", message, StringComparison.Ordinal);
        Assert.True(message.Split('\n').Length <= 24, message);
    }

    [Fact]
    public async Task Data_of_another_major_version_are_not_opened_with_the_wrong_programs()
    {
        var search = PostgresSearch.OnThisMachine() with { CacheFolder = Nowhere.CacheFolder };
        var message = (await Assert.ThrowsAsync<SandboxException>(
            async () => await PostgresBinaries.FindAsync(search, 14, await UserAsync(), CancellationToken.None))).Message;
        Assert.Contains("but the data were made by 14", message, StringComparison.Ordinal);
    }

    /// <summary>The real package from npm (some 25 MB), so it needs npm and its registry; without npm there is nothing to see.</summary>
    [Fact]
    public async Task Where_there_are_none_two_processes_fetch_one_package_from_npm_and_it_runs()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "npm"))))
            return;
        var search = Nowhere with { CacheFolder = _folder.Path("cache") };

        var found = await Task.WhenAll(FindAsync(search), FindAsync(search));

        Assert.Equal(found[0], found[1]);
        Assert.Single(Directory.EnumerateFileSystemEntries(search.CacheFolder));
        var cluster = await _folder.StartAsync(search: search);
        Assert.Equal(found[0], cluster.Binaries);
        Assert.Equal("ärger", await PostgresClusterTests.ScalarAsync(cluster, "select lower('ÄRGER')"));
    }

    private static async Task<PostgresBinaries> FindAsync(PostgresSearch search) =>
        await PostgresBinaries.FindAsync(search, major: null, await UserAsync(), CancellationToken.None);

    private static Task<ServerUser> UserAsync() => ServerUser.ChooseAsync(CancellationToken.None);
}
