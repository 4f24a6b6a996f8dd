using CalmonyPay.Platform.Hosting;

namespace CalmonyPay.Invoices.Engine;

/// <summary>
/// A kind of row that has something to do at a time of its own: invoices, subscriptions, schedules. Its table has the columns
/// <c>customer_id</c>, <c>test_clock_id</c>, <c>next_step_at</c> (in the customer's time) and <c>claimed_until</c> (wall time). Rooms register theirs; the
/// worker and the test clocks run them all.
/// </summary>
/// <param name="Table">The table's name.</param>
/// <param name="Rank">Which comes first when several are due at the same moment on a test clock.</param>
/// <param name="StepAsync">
/// Does what is due on one row, in a scope of its tenant and in its customer's time: each transaction of it can be repeated safely, and
/// it does nothing for a row on which nothing is due any more.
/// </param>
public sealed record BillingStep(string Table, int Rank, Func<IServiceProvider, string, CancellationToken, Task> StepAsync)
{
    /// <summary>What is due on the wall clock, the longest due first. A row's next change ends its claim.</summary>
    public LeasedWork Due { get; } = LeasedWork.Free(Table, "claimed_until", "next_step_at <= $1 and next_step_at is not null and test_clock_id is null", "next_step_at");
}
