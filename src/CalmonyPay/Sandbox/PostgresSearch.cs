using System.Globalization;

namespace CalmonyPay.Sandbox;

/// <summary>Where PostgreSQL's programs are looked for.</summary>
/// <param name="ConfiguredFolder"><c>CalmonyPay:Sandbox:PostgresBin</c>; if set, no other place counts.</param>
/// <param name="PathVariable">A list of folders in the form of PATH.</param>
/// <param name="UsualPlaces">Folders of the operating system's packages, the newest version first.</param>
/// <param name="CacheFolder">Where a fetched package is kept, for all clones of this user.</param>
public sealed record PostgresSearch(
    string? ConfiguredFolder, string PathVariable, IReadOnlyList<string> UsualPlaces, string CacheFolder)
{
    /// <summary>This machine's places.</summary>
    public static PostgresSearch OnThisMachine(string? configuredFolder = null) => new(
        string.IsNullOrWhiteSpace(configuredFolder) ? null : Path.GetFullPath(configuredFolder),
        Environment.GetEnvironmentVariable("PATH") ?? "",
        [.. Packages.SelectMany(NewestFirst)],
        CacheOfThisUser());

    /// <summary>The folders in the order of preference; they need not exist.</summary>
    public IEnumerable<string> Folders() => ConfiguredFolder is not null
        ? [ConfiguredFolder]
        : PathVariable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Concat(UsualPlaces);

    // (folder, what its versions are called, where the programs are in one of them)
    private static readonly (string Folder, string Versions, string Programs)[] Packages =
    [
        ("/usr/lib/postgresql", "*", "bin"),                                     // Debian
        ("/usr", "pgsql-*", "bin"),                                              // Red Hat
        ("/opt/homebrew/opt", "postgresql*", "bin"),                             // Homebrew: Apple silicon, Intel, Linux
        ("/usr/local/opt", "postgresql*", "bin"),
        ("/home/linuxbrew/.linuxbrew/opt", "postgresql*", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
        (Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*", "bin"),
    ];

    private static IEnumerable<string> NewestFirst((string Folder, string Versions, string Programs) package) =>
        !Path.IsPathRooted(package.Folder) || !Directory.Exists(package.Folder) ? [] :
            Directory.EnumerateDirectories(package.Folder, package.Versions)
                .OrderByDescending(VersionIn)
                .Select(folder => Path.Combine(folder, package.Programs));

    private static double VersionIn(string folder)
    {
        var digits = string.Concat(Path.GetFileName(folder).SkipWhile(c => !char.IsAsciiDigit(c)));
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version) ? version : 0;
    }

    private static string CacheOfThisUser()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } caches)
            return Path.Combine(caches, "calmonypay");
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "calmonypay");
        return Environment.IsPrivilegedProcess   // PostgreSQL runs as another user then, who cannot look into /root
            ? "/var/cache/calmonypay"
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "calmonypay");
    }
}
