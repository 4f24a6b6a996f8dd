using System.CommandLine;
using CalmonyPay.Commands.Listening;
using CalmonyPay.Commands.Remote;

namespace CalmonyPay.Commands;

/// <summary><c>listen</c>: events as they happen, printed and handed to a backend that no webhook could reach.</summary>
internal static class ListenCommand
{
    public static System.CommandLine.Command Make()
    {
        var forward = new Option<string?>("--forward-to") { Description = "Where to post each event, as a webhook is posted. Without it they are only printed.", HelpName = "URL" };
        var events = new Option<string?>("--events") { Description = "Only these, parted by commas: types, or families such as customer.*", HelpName = "TYPES" };
        var secret = new Option<string?>("--secret") { Description = "The signing secret (whsec_…). Without it a new one is made and printed.", HelpName = "SECRET" };
        var since = new Option<string?>("--since") { Description = "Begin behind this event (evt_…), or with the log's beginning. Without it: what happens from now on.", HelpName = "EVENT" };
        var json = new Option<bool>("--print-json") { Description = "Print events as JSON, one a line; all the rest goes to standard error." };
        var api = new ApiOptions();
        var listen = new System.CommandLine.Command("listen",
        """
        Print a server's events as they happen, and forward them to a backend on this machine, signed as webhooks are.
        It reads the event log with a secret key, so the server needs no way to reach you, and no webhook endpoint is made.
        """)
        { forward, events, secret, since, json };
        api.AddTo(listen);
        listen.SetAction((parsed, ct) => Verb.GuardAsync(async () =>
        {
            using var remote = api.Open(parsed);
            var filter = EventFilter.Of(parsed.GetValue(events));
            using var forwarder = parsed.GetValue(forward) is { } to ? new Forwarder(Typed.Url(to), parsed.GetValue(secret)) : null;
            try
            {
                var after = parsed.GetValue(since) ?? await remote.NowAsync(ct);
                await remote.EventsAfterAsync(after, ct); // so that a wrong event or server is told at once
                Greet(remote, filter, forwarder, parsed.GetValue(forward));
                await new Listener(remote, filter, forwarder, parsed.GetValue(json)).FollowAsync(after, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // Ctrl+C is how it is meant to end.
            }
            return 0;
        }));
        return listen;
    }

    private static void Greet(RemoteApi remote, EventFilter filter, Forwarder? forwarder, string? to)
    {
        foreach (var name in filter.Unknown) Printed.Note($"This version emits no event that matches {name}.");
        if (forwarder is not null) Printed.Note($"Forwarding to {to}\nSigning secret: {forwarder.Secret}");
        Printed.Note($"Listening to {remote.Url} ({(remote.IsLive ? "live" : "test")} mode). Ctrl+C ends it.");
    }
}
