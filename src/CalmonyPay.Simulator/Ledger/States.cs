using System.Collections.Frozen;

namespace CalmonyPay.Simulator.Ledger;

/// <summary>The gateway's words for where a transaction stands, and the moves between them.</summary>
public static class States
{
    public const string Received = "received";
    public const string Approved = "approved";
    public const string Captured = "captured";
    public const string Tendered = "tendered";
    public const string Deferred = "deferred";
    public const string Accepted = "accepted";
    public const string Rejected = "rejected";
    public const string Declined = "declined";
    public const string Referred = "referred";
    public const string Reversed = "reversed";
    public const string Verified = "verified";
    public const string Canceled = "canceled";
    public const string Finished = "finished";

    private static readonly FrozenSet<(string From, string To)> Moves = new[]
    {
        (Received, Approved), (Received, Captured), (Received, Declined), (Received, Referred), (Received, Reversed),
        (Received, Verified), (Received, Canceled), (Received, Finished), (Received, Accepted),
        (Approved, Captured), (Approved, Canceled), (Approved, Reversed), (Approved, Accepted),
        (Captured, Captured),                        // a smaller CAPTURE
        (Captured, Canceled), (Captured, Tendered),
        (Captured, Accepted),                        // cards whose funds are available at once
        (Tendered, Accepted), (Tendered, Rejected), (Tendered, Deferred),
        (Deferred, Accepted), (Deferred, Rejected), (Deferred, Tendered),
        (Accepted, Rejected),
    }.ToFrozenSet();

    public static bool Allows(string from, string to) => Moves.Contains((from, to));
}
