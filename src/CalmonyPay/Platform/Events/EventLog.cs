using System.Text.Json;
using System.Text.Json.Nodes;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Time;

namespace CalmonyPay.Platform.Events;

/// <summary>A row that events tell about. Its counter moves under the lock that the change holds anyway.</summary>
public interface IEventSource
{
    string Id { get; }

    /// <summary>How many events there have been of this object.</summary>
    long EventSequence { get; set; }

    string? LastEventId { get; set; }
}

/// <summary>An answer that shows a secret to its owner, and a copy of it that may be kept.</summary>
public interface IShowsSecret
{
    object WithoutSecret();
}

/// <summary>Writes what happened, in the same save as the change itself.</summary>
public sealed class EventLog(PayDb db, RequestInfo request, EventWake wake, ScopeTime time, TimeProvider clock)
{
    /// <summary>The API version in which this build renders objects.</summary>
    public const string ApiVersion = "2026-10-28.endive";

    /// <param name="type">Stripe's event type.</param>
    /// <param name="source">The object's row; its counter goes up by one.</param>
    /// <param name="now">The object as the API shows it after the change.</param>
    /// <param name="before">Of an update: as the API showed it before.</param>
    public void Record(string type, IEventSource source, object now, object? before = null)
    {
        if (!EventTypes.IsEmitted(type)) throw new ArgumentException($"{type} is not among EventTypes.Emitted.", nameof(type));
        var wall = clock.GetUtcNow();
        var happened = new PayEvent
        {
            Id = PayId.New("evt", wall),
            Type = type,
            ObjectId = source.Id,
            ObjectSequence = ++source.EventSequence,
            PreviousEventId = source.LastEventId,
            ApiVersion = ApiVersion,
            Data = PayJson.Text(Storable(now)),
            PreviousAttributes = before is null ? null : Difference(Storable(before), Storable(now)),
            RequestId = request.Id,
            IdempotencyKey = request.IdempotencyKey,
            CreatedAt = wall,
            ClockTime = time.TestClockId is null ? null : time.Now,
        };
        source.LastEventId = happened.Id;
        db.Add(happened);
        db.AfterCommit = wake.Ring;
    }

    private static object Storable(object shown) => shown is IShowsSecret secret ? secret.WithoutSecret() : shown;

    private static string Difference(object before, object now)
    {
        var changed = Changed(PayJson.Node(before)!.AsObject(), PayJson.Node(now)!.AsObject());
        return changed.ToJsonString(JsonSerializerOptions.Default);
    }

    /// <summary>What <paramref name="before"/> said where it differs; objects are compared field by field, lists as wholes.</summary>
    private static JsonObject Changed(JsonObject before, JsonObject now)
    {
        var changed = new JsonObject();
        foreach (var (name, old) in before)
        {
            now.TryGetPropertyValue(name, out var current);
            if (JsonNode.DeepEquals(old, current)) continue;
            changed[name] = old is JsonObject oldObject && current is JsonObject newObject ? Changed(oldObject, newObject) : old?.DeepClone();
        }
        foreach (var (name, _) in now)
            if (!before.ContainsKey(name)) changed[name] = null;
        return changed;
    }
}
