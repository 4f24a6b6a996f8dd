using Microsoft.EntityFrameworkCore.Migrations;

namespace CalmonyPay.Migrations;

/// <summary>The event table is made by hand, so its columns are too.</summary>
internal static class EventClockTime
{
    /// <summary>What a test clock said when an event happened; empty for all that went by the wall clock.</summary>
    public static void StampEventsWithClockTime(this MigrationBuilder migration) =>
        migration.Sql("alter table pay_events add column clock_time timestamptz");
}
