using System.Diagnostics;
using System.Globalization;

namespace CalmonyPay.Sandbox;

/// <summary>
/// What a running PostgreSQL says about itself in <c>postmaster.pid</c>: one value a line, in the order of PostgreSQL's
/// <c>miscadmin.h</c> (LOCK_FILE_LINE_*).
/// </summary>
/// <param name="Pid">The postmaster's process.</param>
/// <param name="DataFolder">The folder that it was started with.</param>
/// <param name="StartedAt">When it started, to the second.</param>
/// <param name="Port">0 until it has opened its port.</param>
/// <param name="Status">starting, ready, stopping or standby; empty right after the start.</param>
internal sealed record PostmasterFile(int Pid, string DataFolder, DateTimeOffset StartedAt, int Port, string Status)
{
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(30);

    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "postmaster.pid");

    /// <summary>The file's content; null if there is none, or if it is too short to say anything.</summary>
    public static PostmasterFile? Read(string dataFolder)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(PathIn(dataFolder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        if (lines.Length < 3 || !int.TryParse(lines[0], out var pid) || !long.TryParse(lines[2], out var started))
            return null;
        var port = lines.Length > 3 && int.TryParse(lines[3], out var number) ? number : 0;
        return new PostmasterFile(
            pid, lines[1], DateTimeOffset.FromUnixTimeSeconds(started), port, lines.Length > 7 ? lines[7].Trim() : "");
    }

    /// <summary>
    /// Whether the process is alive and really the postmaster of <paramref name="dataFolder"/>. After a crash its number may belong
    /// to anything, another cluster's postmaster among them; and a copied folder has the file of the original.
    /// </summary>
    public bool IsAlive(string dataFolder)
    {
        if (Path.GetFullPath(DataFolder) != Path.GetFullPath(dataFolder))
            return false;
        if (OperatingSystem.IsLinux())   // a postmaster's working folder is its data folder, and a zombie has none
            return Read($"/proc/{Pid.ToString(CultureInfo.InvariantCulture)}/cwd") is { } there && there.Pid == Pid && there.StartedAt == StartedAt;
        try
        {
            using var process = Process.GetProcessById(Pid);
            return process.ProcessName == "postgres" && (process.StartTime.ToUniversalTime() - StartedAt).Duration() < StartTolerance;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;   // no such process, or not one of ours
        }
    }
}
