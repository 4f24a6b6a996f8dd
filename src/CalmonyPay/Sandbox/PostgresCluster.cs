using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace CalmonyPay.Sandbox;

/// <summary>
/// A private PostgreSQL: data of its own in a folder, a free port on the loopback address, and a random password. It keeps its
/// data between runs, and outlives a host that is killed: the next host on the folder takes it over as it runs.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const string Superuser = "postgres";
    private const int PortAttempts = 5;
    private const long LargestKeptLog = 10 * 1024 * 1024;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);   // a crash may leave much to replay
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MemoryLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly PostgresClusterOptions _options;
    private readonly FolderLock _lock;
    private readonly ServerUser _user;
    private readonly ClusterPlace _place;
    private readonly PostgresBinaries _binaries;
    private string _password = "";
    private bool _stopped;

    private PostgresCluster(
        PostgresClusterOptions options, FolderLock folderLock, ServerUser user, ClusterPlace place, PostgresBinaries binaries) =>
        (_options, _lock, _user, _place, _binaries) = (options, folderLock, user, place, binaries);

    /// <summary>For Npgsql, as superuser, to the database <c>postgres</c>.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>The port on 127.0.0.1; another one after every start.</summary>
    public int Port { get; private set; }

    /// <summary>The postmaster's process.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Where data, log and password lie, an absolute path.</summary>
    public string Folder => _place.Folder;

    /// <summary>The user that PostgreSQL runs as; null if that is our own.</summary>
    public string? UserName => _user.Name;

    /// <summary>The programs in use.</summary>
    public PostgresBinaries Binaries => _binaries;

    /// <summary>True if it ran already, left behind by a host that was killed.</summary>
    public bool Adopted { get; private set; }

    /// <summary>Makes the cluster if need be, starts it and waits until it answers.</summary>
    /// <exception cref="SandboxException">No programs, another host on the folder, or PostgreSQL did not start (with its log).</exception>
    public static async Task<PostgresCluster> StartAsync(PostgresClusterOptions options, CancellationToken ct)
    {
        options = options with { Folder = Path.GetFullPath(options.Folder) };
        try
        {
            Directory.CreateDirectory(options.Folder);
            return await StartHeldAsync(options, FolderLock.Take(options.Folder), ct);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new SandboxException(
                $"{options.Folder} belongs to another user, perhaps because the sandbox ran as root before: {e.Message}\n" +
                "Run as that user again, or delete the folder and the data with it.", e);
        }
    }

    /// <summary>The connection string of a cluster that another host runs on the folder; null while it does not answer there.</summary>
    public static string? FindRunning(string sandboxFolder)
    {
        var place = ClusterPlace.Of(sandboxFolder);
        return PostmasterFile.Read(place.DataFolder) is { Status: "ready" } postmaster && postmaster.IsAlive(place.DataFolder) && File.Exists(place.PasswordFile)
            ? ConnectionTo(postmaster.Port, File.ReadAllText(place.PasswordFile))
            : null;
    }

    /// <summary>Stops PostgreSQL: open transactions are rolled back, the data are written. Does nothing the second time.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        try
        {
            await StopPostmasterAsync();
        }
        finally
        {
            _lock.Dispose();
        }
    }

    /// <summary>Stops PostgreSQL and deletes the data. No other host may have the folder by then.</summary>
    public async Task DeleteAsync()
    {
        await StopAsync();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        File.Delete(Path.Combine(_options.Folder, "postgres.location"));
        File.Delete(Path.Combine(_options.Folder, "host.lock"));
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    private static async Task<PostgresCluster> StartHeldAsync(PostgresClusterOptions options, FolderLock folderLock, CancellationToken ct)
    {
        try
        {
            var user = await ServerUser.ChooseAsync(ct);
            var place = await ClusterPlace.PrepareAsync(options.Folder, user, ct);
            var binaries = await PostgresBinaries.FindAsync(options.Search, place.MajorVersion, user, ct);
            var cluster = new PostgresCluster(options, folderLock, user, place, binaries);
            await cluster.RunAsync(ct);
            return cluster;
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    private async Task RunAsync(CancellationToken ct)
    {
        _password = await _place.PasswordAsync(_user, ct);
        if (_place.MajorVersion is null)
            await InitialiseAsync(ct);
        else if (await AdoptAsync(ct))
            return;
        await StartPostmasterAsync(ct);
    }

    /// <summary>Takes over a postmaster that a killed host left. One that does not answer is stopped; a stale file is removed.</summary>
    private async Task<bool> AdoptAsync(CancellationToken ct)
    {
        var deadline = DateTime.UtcNow + StartLimit;
        while (PostmasterFile.Read(_place.DataFolder) is { } postmaster && postmaster.IsAlive(_place.DataFolder))
        {
            if (postmaster.Status == "ready" && await AnswersAsync(postmaster, ct))
            {
                Use(postmaster);
                return Adopted = true;
            }
            if (postmaster.Status == "ready" || DateTime.UtcNow > deadline)
                await StopPostmasterAsync();
            await Task.Delay(Pause, ct);
        }
        // PostgreSQL would refuse to start if the number belongs to any process of the same user by now.
        File.Delete(PostmasterFile.PathIn(_place.DataFolder));
        return false;
    }

    private async Task<bool> AnswersAsync(PostmasterFile postmaster, CancellationToken ct)
    {
        try
        {
            var once = new NpgsqlConnectionStringBuilder(ConnectionTo(postmaster.Port, _password)) { Pooling = false, Timeout = 10 };
            await using var connection = new NpgsqlConnection(once.ConnectionString);
            await connection.OpenAsync(ct);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>initdb into a folder beside, then a rename: a first start that is killed leaves nothing half made.</summary>
    private async Task InitialiseAsync(CancellationToken ct)
    {
        // C.UTF-8 sorts by bytes and knows upper and lower case everywhere. Version 17 brings its own; C is what any system has.
        string[][] locales = [["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"], ["--locale=C.UTF-8"], ["--locale=C"]];
        var scratch = _place.DataFolder + ".new";
        var result = new CommandResult(1, "", "");
        foreach (var locale in locales.Skip(_binaries.MajorVersion >= 17 ? 0 : 1))
        {
            if (Directory.Exists(scratch))
                Directory.Delete(scratch, recursive: true);
            result = await Command.RunAsync(_user.Start(Folder, _binaries.Initdb,
            [
                "-D", scratch, "--username=" + Superuser, "--pwfile=" + _place.PasswordFile, "--auth=scram-sha-256",
                "--encoding=UTF8", "--data-checksums", "--no-sync", .. locale,
            ]), StartLimit, ct);
            if (result.Succeeded)
                break;
        }
        if (!result.Succeeded)
            throw new SandboxException($"PostgreSQL's initdb failed in {Folder}:\n{result.Errors.Trim()}");
        await File.AppendAllTextAsync(Path.Combine(scratch, "postgresql.conf"), $"\ninclude '{Path.GetFileName(_place.SettingsFile)}'\n", ct);
        Directory.Move(scratch, _place.DataFolder);
    }

    private async Task StartPostmasterAsync(CancellationToken ct)
    {
        if (File.Exists(_place.LogFile) && new FileInfo(_place.LogFile).Length > LargestKeptLog)
            File.Delete(_place.LogFile);
        var memoryDeadline = DateTime.UtcNow + MemoryLimit;
        for (var attempt = 1; ; attempt++)
        {
            await File.WriteAllTextAsync(_place.SettingsFile, Settings(FreePort()), ct);
            var logged = File.Exists(_place.LogFile) ? new FileInfo(_place.LogFile).Length : 0;
            var start = _user.Start(Folder, _binaries.PgCtl,
                "start", "-D", _place.DataFolder, "-l", _place.LogFile, "-s", "-w", "-t", Seconds(StartLimit));
            var result = await Command.RunAsync(start, StartLimit + Pause, ct, capture: !OperatingSystem.IsWindows());
            if (result.Succeeded && PostmasterFile.Read(_place.DataFolder) is { } postmaster)
            {
                Use(postmaster);
                return;
            }
            var log = await LogSinceAsync(logged, ct);
            // Somebody took the port in between; or backends of a killed postmaster have not noticed yet that it is gone.
            var portTaken = log.Contains("could not bind", StringComparison.Ordinal) && attempt < PortAttempts;
            var memoryInUse = log.Contains("is still in use", StringComparison.Ordinal) && DateTime.UtcNow < memoryDeadline;
            if (!portTaken && !memoryInUse)
                throw new SandboxException($"PostgreSQL did not start in {Folder}:\n{(log.Length > 0 ? log : result.Errors).Trim()}");
            await Task.Delay(Pause, ct);
        }
    }

    private async Task StopPostmasterAsync()
    {
        foreach (var mode in new[] { "fast", "immediate" })
        {
            if (PostmasterFile.Read(_place.DataFolder) is not { } postmaster || !postmaster.IsAlive(_place.DataFolder))
                return;
            var stop = _user.Start(Folder, _binaries.PgCtl,
                "stop", "-D", _place.DataFolder, "-s", "-w", "-m", mode, "-t", Seconds(StopLimit));
            await Command.RunAsync(stop, StopLimit + StopLimit, CancellationToken.None);
        }
    }

    private string Settings(int port) =>
        $"""
        # Written by CalmonyPay at every start; settings of your own belong in postgresql.conf, below the line that includes this.
        cluster_name = 'calmonypay'
        listen_addresses = '127.0.0.1'
        port = {port}
        unix_socket_directories = ''
        max_connections = 300
        shared_buffers = 256MB
        jit = off
        synchronous_commit = on
        fsync = {(_options.Fast ? "off" : "on")}
        full_page_writes = {(_options.Fast ? "off" : "on")}

        """;

    private void Use(PostmasterFile postmaster) =>
        (ProcessId, Port, ConnectionString) = (postmaster.Pid, postmaster.Port, ConnectionTo(postmaster.Port, _password));

    private static string ConnectionTo(int port, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = Superuser,
        Password = password,
        Database = "postgres",
        SslMode = SslMode.Disable,                             // loopback
        GssEncryptionMode = GssEncryptionMode.Disable,         // asking for it costs a round trip at every connect
    }.ConnectionString;

    private async Task<string> LogSinceAsync(long position, CancellationToken ct)
    {
        if (!File.Exists(_place.LogFile))
            return "";
        await using var file = new FileStream(_place.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Math.Min(position, file.Length);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return await reader.ReadToEndAsync(ct);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Seconds(TimeSpan span) => ((int)span.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
