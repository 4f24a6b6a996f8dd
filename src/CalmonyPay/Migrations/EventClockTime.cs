using Microsoft.EntityFrameworkCore.Migrations;

namespace CalmonyPay.Migrations;

/// <summary>The event table is made by hand, so its columns are too.</summary>
internal static class EventClockTime
{
    private const string Immutable = """
        drop trigger pay_events_immutable on pay_events;
        create trigger pay_events_immutable
            before delete or update of id, project_id, livemode, type, object_id, object_sequence, previous_event_id, api_version, data, previous_attributes,
                request_id, idempotency_key, created_at, epoch, transaction_id, sequence
        """;

    private const string Refused = "on pay_events for each row execute function pay_events_refuse();";

    /// <summary>What a test clock said when an event happened, as immutable as the rest of it; empty for all that went by the wall clock.</summary>
    public static void StampEventsWithClockTime(this MigrationBuilder migration) =>
        migration.Sql($"alter table pay_events add column clock_time timestamptz; {Immutable}, clock_time {Refused}");

    public static void ForgetClockTime(this MigrationBuilder migration) =>
        migration.Sql($"{Immutable} {Refused} alter table pay_events drop column clock_time;");
}
