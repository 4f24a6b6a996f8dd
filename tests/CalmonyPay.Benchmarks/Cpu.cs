using System.Globalization;

namespace CalmonyPay.Benchmarks;

/// <summary>Processor time that processes have used, from <c>/proc</c>; zero where there is none (not Linux).</summary>
internal static class Cpu
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on

    public static bool Known { get; } = File.Exists("/proc/self/stat");

    /// <summary>One process.</summary>
    public static TimeSpan Of(int process) => Read(process) is { } stat ? stat.Own : default;

    /// <summary>A process and its children, those that have ended included: a postmaster and its backends.</summary>
    public static TimeSpan OfTree(int process)
    {
        if (Read(process) is not { } stat) return default;
        var sum = stat.Own + stat.Ended;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && Read(id) is { } child && child.Parent == process) sum += child.Own;
        return sum;
    }

    /// <summary>Memory that a process holds now, bytes.</summary>
    public static long ResidentBytes(int process)
    {
        if (!Known) return 0;
        var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private static Stat? Read(int process)
    {
        if (!Known) return null;
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' '); // the name before it may have spaces
            return new(int.Parse(fields[1], CultureInfo.InvariantCulture), Ticks(fields[11]) + Ticks(fields[12]), Ticks(fields[13]) + Ticks(fields[14]));
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }

    private static TimeSpan Ticks(string field) => TimeSpan.FromSeconds(long.Parse(field, CultureInfo.InvariantCulture) / TicksPerSecond);

    private sealed record Stat(int Parent, TimeSpan Own, TimeSpan Ended);
}
