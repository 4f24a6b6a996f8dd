using CalmonyPay.Platform.Data;
using Npgsql;

namespace CalmonyPay.Webhooks.Delivery;

/// <summary>
/// Has PostgreSQL run the queue's statements as loops over indexes. By itself it goes by statistics that are old when a burst
/// comes: a plan that was made for an empty table reads the whole queue for each delivery, until the table is analysed.
/// </summary>
internal static class QueuePlan
{
    private const string Steer = """
        select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_hashjoin', 'off', true),
               set_config('enable_mergejoin', 'off', true)
        """;

    /// <summary>A batch, which is a transaction of its own, whose first result says nothing; the settings end with it.</summary>
    public static NpgsqlBatch QueueBatch(this PayDbPools pools) => pools.Worker.CreateBatch().With(Steer);

    /// <param name="parameters">Of the statement, in order.</param>
    public static NpgsqlBatch With(this NpgsqlBatch batch, string statement, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(statement);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
        return batch;
    }
}
