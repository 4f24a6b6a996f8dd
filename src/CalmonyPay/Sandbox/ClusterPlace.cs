using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CalmonyPay.Sandbox;

/// <summary>The folder that belongs to PostgreSQL's user and has everything of one cluster in it.</summary>
/// <param name="Folder">An absolute path.</param>
internal sealed record ClusterPlace(string Folder)
{
    private const string LocationFile = "postgres.location";
    private const string SystemFolder = "/var/lib/calmonypay";

    public string DataFolder => Path.Combine(Folder, "data");
    public string PasswordFile => Path.Combine(Folder, "password");
    public string LogFile => Path.Combine(Folder, "log");
    public string SettingsFile => Path.Combine(DataFolder, "calmonypay.conf");

    /// <summary>The major version that made the data, or null if there are none yet.</summary>
    public int? MajorVersion =>
        Path.Combine(DataFolder, "PG_VERSION") is var file && File.Exists(file)
            ? int.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture)
            : null;

    /// <summary>
    /// The place for the cluster of a sandbox folder: in the folder itself, or, where <paramref name="user"/> cannot reach that (a
    /// clone under /root), in /var/lib/calmonypay under a name made from the folder's path, and a file in the folder says where.
    /// </summary>
    public static async Task<ClusterPlace> PrepareAsync(string sandboxFolder, ServerUser user, CancellationToken ct)
    {
        var inside = Path.Combine(sandboxFolder, "postgres");
        Directory.CreateDirectory(inside);
        if (await user.OwnAsync(inside, ct))
            return new ClusterPlace(inside);

        var elsewhere = Elsewhere(sandboxFolder);
        Directory.CreateDirectory(elsewhere);
        if (!await user.OwnAsync(elsewhere, ct))
            throw new SandboxException($"PostgreSQL runs as {user.Name}, who can write neither to {inside} nor to {elsewhere}.");
        if (!Directory.EnumerateFileSystemEntries(inside).Any())
            Directory.Delete(inside);
        await File.WriteAllTextAsync(Path.Combine(sandboxFolder, LocationFile), elsewhere + "\n", ct);
        return new ClusterPlace(elsewhere);
    }

    /// <summary>Where <see cref="PrepareAsync"/> has put the cluster of a sandbox folder.</summary>
    public static ClusterPlace Of(string sandboxFolder)
    {
        var inside = new ClusterPlace(Path.Combine(sandboxFolder, "postgres"));
        var pointer = Path.Combine(sandboxFolder, LocationFile);
        return inside.MajorVersion is null && File.Exists(pointer) ? new(File.ReadAllText(pointer).Trim()) : inside;
    }

    /// <summary>Where the cluster of this folder lies if it cannot lie in it. The path decides, so a copied clone gets its own.</summary>
    internal static string Elsewhere(string sandboxFolder)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(sandboxFolder)));
        return Path.Combine(SystemFolder, Convert.ToHexStringLower(hash)[..16]);
    }

    /// <summary>The superuser's password, made at the first call. Only PostgreSQL's user (and root) can read the file.</summary>
    public async Task<string> PasswordAsync(ServerUser user, CancellationToken ct)
    {
        if (File.Exists(PasswordFile) && await File.ReadAllTextAsync(PasswordFile, ct) is { Length: > 0 } kept)
            return kept;
        if (MajorVersion is not null)
            throw new SandboxException($"{PasswordFile} is gone, and the data beside it do not open without. Restore it, or delete {Folder}.");

        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new StreamWriter(PasswordFile, options))
            await file.WriteAsync(password);
        await user.OwnAsync(Folder, ct);
        return password;
    }
}
