using System.Security.Cryptography;

namespace CalmonyPay.Sandbox;

/// <summary>The folder that a sandbox keeps everything in, and what lies where in it.</summary>
/// <param name="Folder">An absolute path.</param>
internal sealed record SandboxPlace(string Folder)
{
    private const string Name = ".calmonypay", Marker = "CalmonyPay.sln";

    /// <summary>The simulator's books.</summary>
    public string SimulatorLedger => Path.Combine(Folder, "simulator.ledger");

    /// <summary>The encryption keys, in the form of <c>CalmonyPay:Encryption:Keys</c>, for their owner alone to read.</summary>
    public string KeysFile => Path.Combine(Folder, "encryption.keys");

    /// <summary>Where the simulator listened last, so that it listens there again if it can.</summary>
    public string? SimulatorUrl
    {
        get => File.Exists(SimulatorUrlFile) ? File.ReadAllText(SimulatorUrlFile).Trim() : null;
        set => File.WriteAllText(SimulatorUrlFile, value + "\n");
    }

    /// <summary>Whether a sandbox was ever started here.</summary>
    public bool Exists => File.Exists(KeysFile);

    private string SimulatorUrlFile => Path.Combine(Folder, "simulator.url");

    /// <summary>
    /// The folder that was asked for; else <c>.calmonypay</c> in the clone that we are in, which is the nearest folder upwards
    /// with CalmonyPay.sln in it; else <c>.calmonypay</c> here.
    /// </summary>
    public static SandboxPlace Find(string? asked)
    {
        if (!string.IsNullOrEmpty(asked)) return new(Path.GetFullPath(asked));
        var here = Directory.GetCurrentDirectory();
        for (var folder = new DirectoryInfo(here); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, Marker))) return new(Path.Combine(folder.FullName, Name));
        return new(Path.Combine(here, Name));
    }

    /// <summary>Makes the folder, hidden from git wherever it is.</summary>
    public void Make()
    {
        Directory.CreateDirectory(Folder);
        var ignore = Path.Combine(Folder, ".gitignore");
        if (!File.Exists(ignore)) File.WriteAllText(ignore, "*\n");
    }

    /// <summary>The encryption keys; the first one is made at the first call and then kept.</summary>
    public string EncryptionKeys()
    {
        if (!File.Exists(KeysFile)) WriteKeys($"sandbox-{RandomNumberGenerator.GetHexString(6, lowercase: true)}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}");
        return string.Join(',', File.ReadLines(KeysFile).Select(line => line.Trim()).Where(line => line is not ("" or ['#', ..])));
    }

    /// <summary>Written beside and renamed, so that a killed start leaves no half a key.</summary>
    private void WriteKeys(string key)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(KeysFile + ".new", options))
            file.Write($"# Secrets in this sandbox's database open with these keys, one a line; the last one encrypts.\n{key}\n");
        File.Move(KeysFile + ".new", KeysFile);
    }
}
