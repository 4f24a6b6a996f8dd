using System.Globalization;
using CalmonyPay.Commands.Remote;

namespace CalmonyPay.Commands.Listening;

/// <summary>Follows the event log, prints each event that is wanted, and hands it on before it looks at the next one.</summary>
/// <param name="forwarder">Null only prints.</param>
/// <param name="json">Events as JSON, one a line and nothing else on standard output.</param>
internal sealed class Listener(RemoteApi api, EventFilter filter, Forwarder? forwarder, bool json)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300), LongestPause = TimeSpan.FromSeconds(5);

    /// <param name="after">The event behind which it begins.</param>
    /// <returns>Never; it ends by an exception, of <paramref name="ct"/> or of what cannot be mended by waiting.</returns>
    public async Task FollowAsync(string after, CancellationToken ct)
    {
        while (true)
        {
            var page = await ReadAsync(after, ct);
            foreach (var happened in page.Events)
            {
                if (filter.Takes(happened.Type)) await TakeAsync(happened, ct);
                after = happened.Id;
            }
            if (!page.HasMore) await Task.Delay(Pause, ct);
        }
    }

    /// <summary>Waits for the API as long as it takes: it may just be starting anew.</summary>
    private async Task<RemotePage> ReadAsync(string after, CancellationToken ct)
    {
        var pause = Pause;
        for (var tries = 1; ; tries++)
        {
            try
            {
                var page = await api.EventsAfterAsync(after, ct);
                if (tries > 1) Printed.Note($"{api.Url} is back.");
                return page;
            }
            catch (ApiAwayException e)
            {
                if (tries == 1) Printed.Note($"{e.Message} Waiting for it.");
            }
            await Task.Delay(pause, ct);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task TakeAsync(RemoteEvent happened, CancellationToken ct)
    {
        Console.Out.WriteLine(json ? happened.Raw : Line(happened));
        if (forwarder is null) return;
        var done = await forwarder.SendAsync(happened, ct);
        if (json) Printed.Note($"{happened.Id} {done}");
        else Console.Out.WriteLine($"    {(done.IsOk ? Colours.Green(done.ToString()) : Colours.Red(done.ToString()))}");
    }

    private static string Line(RemoteEvent happened) => string.Join("  ",
        Colours.Faint(happened.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)), Colours.Bold(happened.Type), happened.Id, happened.ObjectId);
}
