namespace CalmonyPay.Sandbox;

/// <summary>How to run a private PostgreSQL.</summary>
/// <param name="Folder">The sandbox folder, usually <c>.calmonypay</c>; made if it is not there. One host at a time can have it.</param>
public sealed record PostgresClusterOptions(string Folder)
{
    /// <summary>Where its programs are looked for.</summary>
    public PostgresSearch Search { get; init; } = PostgresSearch.OnThisMachine();

    /// <summary>For tests: fsync is off, so that a power failure, but no crash of a process, may lose the data.</summary>
    public bool Fast { get; init; }
}
