using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Platform.Time;

/// <summary>
/// What time it is for the piece of work at hand: the wall clock's, or the frozen time of the test clock that its customer
/// hangs on. Everything that a user sees of billing is stamped with it; leases and retries of our own stay on the wall clock.
/// </summary>
public sealed class ScopeTime(TimeProvider wall)
{
    private DateTimeOffset? frozen;

    /// <summary>UTC; whole seconds on a test clock.</summary>
    public DateTimeOffset Now => frozen ?? wall.GetUtcNow();

    /// <summary>The test clock that this scope lives on; null for the wall clock.</summary>
    public string? TestClockId { get; private set; }

    /// <summary>Enters the time of a customer's test clock; null leaves the wall clock in charge.</summary>
    public async Task EnterAsync(PayDb db, string? testClockId, CancellationToken ct)
    {
        if (testClockId is null || testClockId == TestClockId) return;
        Enter(testClockId, await db.TestClocks.IgnoreQueryFilters(["erased"]).Where(c => c.Id == testClockId).Select(c => c.FrozenTime).SingleAsync(ct));
    }

    /// <summary>Enters a moment on the way of a clock that is being advanced.</summary>
    public void Enter(string testClockId, DateTimeOffset now) => (TestClockId, frozen) = (testClockId, now);
}
