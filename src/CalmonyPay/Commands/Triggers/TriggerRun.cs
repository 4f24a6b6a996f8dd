using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using CalmonyPay.Commands.Remote;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Commands.Triggers;

/// <summary>Takes a trigger's steps and waits for its event.</summary>
internal sealed partial class TriggerRun(RemoteApi api)
{
    /// <summary>A refund fails at the gateway's settlement: in the sandbox that takes up to 20 seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Fields that name an object of the API.</summary>
    private static readonly string[] Naming = ["id", "charge", "customer", "invoice", "latest_charge", "payment_intent", "payment_method", "subscription"];

    private readonly Dictionary<string, JsonElement> answers = [];
    private readonly HashSet<string> made = [];

    /// <returns>The event: of the wanted type, about something that the steps made.</returns>
    /// <exception cref="OperatorException">A step was answered otherwise than expected, or no event came.</exception>
    public async Task<RemoteEvent> BringAboutAsync(Trigger trigger, CancellationToken ct)
    {
        var after = await api.NowAsync(ct);
        foreach (var step in trigger.Steps) await TakeAsync(step, ct);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience;)
        {
            var page = await api.EventsAfterAsync(after, ct);
            foreach (var happened in page.Events)
            {
                if (happened.Type == trigger.Type && NamedIn(happened.About).Any(made.Contains)) return happened;
                after = happened.Id;
            }
            if (!page.HasMore) await Task.Delay(Pause, ct);
        }
        throw new OperatorException($"No {trigger.Type} came within {Patience.TotalSeconds} s. What it needs may take longer here: settlement, for one.");
    }

    private async Task TakeAsync(Step step, CancellationToken ct)
    {
        var path = Filled(step.Path);
        var answer = step.Method == HttpMethod.Get ? await FirstAsync(path, ct)
            : step.Method == HttpMethod.Delete ? await api.DeleteAsync(path, ct)
            : await api.PostAsync(path, step.Form.Select(field => Filled(field).Split('=', 2)).Select(field => KeyValuePair.Create(field[0], field[1])), ct);
        if (answer.Status != step.Status)
            throw new OperatorException($"{step.Method} /v1/{path} was answered with {answer.Status}, not {step.Status}: {answer.Message}");
        answers[step.Name] = answer.Body;
        made.UnionWith(NamedIn(answer.Body));
        Printed.Note($"{step.Method} /v1/{path}  {(answer.IsOk ? IdOf(answer.Body) : $"{answer.Status}, as it should be: {answer.Message}")}");
    }

    private async Task<RemoteAnswer> FirstAsync(string path, CancellationToken ct)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(Pause, ct))
        {
            var list = await api.GetAsync(path, ct);
            if (!list.IsOk) return list;
            if (list.Body.GetProperty("data").EnumerateArray().Cast<JsonElement?>().FirstOrDefault() is { } first) return list with { Body = first };
        }
        throw new OperatorException($"GET /v1/{path} showed nothing within {Patience.TotalSeconds} s.");
    }

    private string Filled(string text) => Placeholder().Replace(text, match =>
    {
        var answer = answers[match.Groups[1].Value];
        return match.Groups[2] is { Success: true, Value: var field } ? answer.GetProperty(field).GetString()! : IdOf(answer);
    });

    private static string IdOf(JsonElement answer) => answer.GetProperty("id").GetString()!;

    /// <summary>Every id in an answer or in an event's object, at any depth: an error carries its objects inside.</summary>
    private static IEnumerable<string> NamedIn(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(field => field.Value.ValueKind == JsonValueKind.String
            ? Naming.Contains(field.Name) ? [field.Value.GetString()!] : []
            : NamedIn(field.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(NamedIn),
        _ => [],
    };

    [GeneratedRegex(@"\{(\w+)(?:\.(\w+))?\}")]
    private static partial Regex Placeholder();
}
