namespace CalmonyPay.Benchmarks;

/// <summary>One that takes turns: pgbench, the server, another build of it.</summary>
/// <param name="Run">Runs an operation over so many connections for so long.</param>
/// <param name="Process">The process whose processor time and memory count as the server's; null for pgbench.</param>
internal sealed record Contender(string Name, Func<Operation, int, TimeSpan, CancellationToken, Task<Outcome>> Run, int? Process, Func<CancellationToken, Task>? Prepare = null);

/// <summary>The medians of a contender's turns.</summary>
/// <param name="ServerCpu">Microseconds a request, of the server's process.</param>
/// <param name="DatabaseCpu">Microseconds a request, of all of PostgreSQL's processes.</param>
/// <param name="LoadCpu">Microseconds a request, of whoever asks.</param>
/// <param name="Memory">Bytes that the server's process holds at the end.</param>
internal sealed record Figures(double PerSecond, double P50, double P99, double ServerCpu, double DatabaseCpu, double LoadCpu, long Memory, long Errors)
{
    /// <summary>Lets all contenders run the operation in turns.</summary>
    public static async Task<IReadOnlyList<Figures>> MeasureAsync(
        IReadOnlyList<Contender> contenders, Operation operation, int connections, int postmaster, Settings settings, CancellationToken ct)
    {
        var turns = contenders.Select(_ => new List<Figures>()).ToList();
        for (var turn = 0; turn < settings.Turns; turn++)
            for (var i = 0; i < contenders.Count; i++)
                turns[i].Add(await TurnAsync(contenders[i], operation, connections, postmaster, settings.Turn, ct));
        return turns.ConvertAll(MedianOf);
    }

    private static async Task<Figures> TurnAsync(Contender contender, Operation operation, int connections, int postmaster, TimeSpan length, CancellationToken ct)
    {
        if (contender.Prepare is { } prepare) await prepare(ct);
        var (server, database, load) = (Server(), Cpu.OfTree(postmaster), Environment.CpuUsage.TotalTime);
        var outcome = await contender.Run(operation, connections, length, ct);
        var (serverUsed, databaseUsed, loadUsed) = (Server() - server, Cpu.OfTree(postmaster) - database, Environment.CpuUsage.TotalTime - load);
        return new(outcome.PerSecond, outcome.Percentile(0.5), outcome.Percentile(0.99), Each(serverUsed), Each(databaseUsed), Each(loadUsed),
            contender.Process is { } id ? Cpu.ResidentBytes(id) : 0, outcome.Errors);

        TimeSpan Server() => contender.Process is { } process ? Cpu.Of(process) : default;
        double Each(TimeSpan used) => used.TotalMicroseconds / Math.Max(1, outcome.Done);
    }

    private static Figures MedianOf(List<Figures> turns)
    {
        return new(Median(t => t.PerSecond), Median(t => t.P50), Median(t => t.P99), Median(t => t.ServerCpu), Median(t => t.DatabaseCpu), Median(t => t.LoadCpu),
            (long)Median(t => t.Memory), turns.Sum(t => t.Errors));

        double Median(Func<Figures, double> of) => turns.Select(of).Order().ElementAt(turns.Count / 2);
    }
}
