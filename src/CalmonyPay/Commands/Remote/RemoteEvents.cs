using System.Text.Json;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Webhooks;

namespace CalmonyPay.Commands.Remote;

/// <summary>An event as the API gave it.</summary>
/// <param name="Raw">Its JSON, unchanged: the body of a webhook.</param>
internal sealed record RemoteEvent(string Id, string Type, DateTimeOffset Created, JsonElement About, string Raw)
{
    /// <summary>The id of what it is about.</summary>
    public string ObjectId => About.TryGetProperty("id", out var id) ? id.GetString() ?? "" : "";

    public static RemoteEvent Of(JsonElement json) => new(
        json.GetProperty("id").GetString()!, json.GetProperty("type").GetString()!, DateTimeOffset.FromUnixTimeSeconds(json.GetProperty("created").GetInt64()),
        json.GetProperty("data").GetProperty("object"), json.GetRawText());
}

/// <summary>A stretch of the log, the oldest first.</summary>
internal sealed record RemotePage(IReadOnlyList<RemoteEvent> Events, bool HasMore);

/// <summary>The event log over HTTP, in the order of commits, so that a reader who goes on after what he has read misses nothing.</summary>
internal static class RemoteEvents
{
    private const int MostAPage = 100;

    /// <summary>Where somebody begins who wants what comes from now on.</summary>
    /// <returns>The newest event's id; the log's beginning if there is none.</returns>
    public static async Task<string> NowAsync(this RemoteApi api, CancellationToken ct) =>
        (await PageAsync(api, "limit=1", ct)).Events is [var newest, ..] ? newest.Id : EventReading.Beginning;

    /// <exception cref="OperatorException">There is no such event, beside what a request may end with.</exception>
    public static Task<RemotePage> EventsAfterAsync(this RemoteApi api, string after, CancellationToken ct) =>
        PageAsync(api, $"after={Uri.EscapeDataString(after)}&limit={MostAPage}", ct);

    private static async Task<RemotePage> PageAsync(RemoteApi api, string query, CancellationToken ct)
    {
        var answer = await api.GetAsync($"events?{query}", ct);
        return answer.IsOk && answer.Body.TryGetProperty("data", out var data) && answer.Body.TryGetProperty("has_more", out var more)
            ? new([.. data.EnumerateArray().Select(RemoteEvent.Of)], more.GetBoolean())
            : throw new OperatorException($"{api.Url} does not show its events: {answer.Message}");
    }
}
