using CalmonyPay.Platform.Ids;

namespace CalmonyPay.Platform.Events;

/// <summary>
/// <c>pay_events</c> is partitioned by month over its ids, which carry wall time, so retention is a dropped table. What no
/// month holds falls into the default partition.
/// </summary>
public static class EventPartitions
{
    /// <summary>The table of one month.</summary>
    public static string NameOf(DateTimeOffset month) => $"pay_events_{month:yyyyMM}";

    /// <summary>SQL that makes the partition of one month, if it is not there.</summary>
    /// <param name="month">The month's first moment, UTC.</param>
    public static string CreateSql(DateTimeOffset month) =>
        $"select pay_make_event_partition('{NameOf(month)}', '{PayId.Floor("evt", month)}', '{PayId.Floor("evt", month.AddMonths(1))}')";
}
