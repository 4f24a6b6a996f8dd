using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;

namespace CalmonyPay.Sandbox;

/// <summary>
/// The user that PostgreSQL runs as. That is our own, except that PostgreSQL refuses to run as root: then it is <c>postgres</c>,
/// else <c>nobody</c>, taken on with setpriv, runuser or su, whichever the machine has.
/// </summary>
public sealed class ServerUser
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Account? _account;
    private readonly Func<Account, IReadOnlyList<string>, string[]>? _become;

    private ServerUser(Account? account = null, Func<Account, IReadOnlyList<string>, string[]>? become = null) =>
        (_account, _become) = (account, become);

    /// <summary>Null where PostgreSQL runs as we do.</summary>
    public string? Name => _account?.Name;

    /// <summary>Chooses the user.</summary>
    /// <exception cref="SandboxException">We are root, and there is no other user, or no way to become one.</exception>
    public static async Task<ServerUser> ChooseAsync(CancellationToken ct)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return new ServerUser();

        var account = Account.Find("postgres") ?? Account.Find("nobody") ?? throw new SandboxException(
            "PostgreSQL does not run as root, and this machine has no user postgres or nobody. Run as an ordinary user.");
        foreach (var become in Ways)
        {
            var user = new ServerUser(account, become);
            if (Command.Find(become(account, [])[0]) is not null && await user.CanAsync(["true"], ct))
                return user;
        }
        throw new SandboxException(
            $"PostgreSQL does not run as root, and none of setpriv, runuser and su could run it as {account.Name}. Run as an ordinary user.");
    }

    /// <summary>How to start <paramref name="program"/> as this user, in a working folder that the user can enter.</summary>
    public ProcessStartInfo Start(string workingFolder, string program, params IReadOnlyList<string> arguments)
    {
        string[] line = [program, .. arguments];
        if (_account is not null && _become is not null)
            line = _become(_account, line);
        return new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = workingFolder,
            Environment = { ["LC_ALL"] = "C" },   // so that messages can be recognised, and macOS's postmaster stays single-threaded
        };
    }

    /// <summary>Gives the folder to this user, for it alone. False if the user cannot write there all the same.</summary>
    public async Task<bool> OwnAsync(string folder, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
            return true;
        File.SetUnixFileMode(folder, OnlyOwner);
        if (_account is null)
            return true;
        var chown = new ProcessStartInfo("chown", ["-R", $"{_account.Uid}:{_account.Gid}", folder]);
        return (await Command.RunAsync(chown, Limit, ct)).Succeeded && await CanAsync(["test", "-w", folder], ct);
    }

    /// <summary>Whether this user can execute the program.</summary>
    public async Task<bool> CanExecuteAsync(string program, CancellationToken ct) =>
        _account is null || await CanAsync(["test", "-x", program], ct);

    private async Task<bool> CanAsync(string[] line, CancellationToken ct) =>
        (await Command.RunAsync(Start("/", line[0], line[1..]), Limit, ct)).Succeeded;

    [UnsupportedOSPlatform("windows")]
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // setpriv first: it changes nothing but the ids. runuser opens a PAM session; su is all that BusyBox has, and wants a shell line.
    private static readonly Func<Account, IReadOnlyList<string>, string[]>[] Ways =
    [
        (a, line) => ["setpriv", $"--reuid={a.Uid}", $"--regid={a.Gid}", "--clear-groups", "--", .. line],
        (a, line) => ["runuser", "-u", a.Name, "--", .. line],
        (a, line) => ["su", "-s", "/bin/sh", a.Name, "-c", "exec " + string.Join(' ', line.Select(Quoted))],
    ];

    private static string Quoted(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private sealed record Account(string Name, int Uid, int Gid)
    {
        public static Account? Find(string name) => !File.Exists("/etc/passwd") ? null :
            File.ReadLines("/etc/passwd")
                .Select(line => line.Split(':'))
                .Where(fields => fields.Length > 3 && fields[0] == name)
                .Select(fields => new Account(name, Number(fields[2]), Number(fields[3])))
                .FirstOrDefault();

        private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
