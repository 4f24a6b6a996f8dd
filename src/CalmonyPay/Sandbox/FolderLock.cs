namespace CalmonyPay.Sandbox;

/// <summary>
/// Holds a sandbox folder for one host. The operating system lets go of it when the process ends, however it ends, so there is
/// nothing to clean up after a crash.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <exception cref="SandboxException">Another host has it.</exception>
    public static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, "host.lock");
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new SandboxException(
                $"Another CalmonyPay sandbox runs on {folder} already. Stop it, or start this one in another folder.", e);
        }
    }

    /// <summary>Whether some host has the folder at this moment.</summary>
    public static bool IsHeld(string folder)
    {
        try
        {
            Take(folder).Dispose();
            return false;
        }
        catch (SandboxException)
        {
            return true;
        }
    }

    public void Dispose() => _file.Dispose();
}
