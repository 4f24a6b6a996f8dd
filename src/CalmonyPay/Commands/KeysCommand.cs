using System.CommandLine;
using CalmonyPay.Accounts;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;

namespace CalmonyPay.Commands;

/// <summary><c>keys create</c>, <c>list</c>, <c>roll</c> and <c>revoke</c>. A raw key is printed once and cannot be shown again.</summary>
internal static class KeysCommand
{
    /// <summary>A key as the command line shows it.</summary>
    private sealed record Row(
        Guid Id, string Hint, ApiKeyType Type, bool Livemode, string? Name, int? RateLimit, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt)
    {
        public static Row Of(ApiKey k) => new(k.Id, k.Hint, k.Type, k.Livemode, k.Name, k.RateLimit, k.CreatedAt, k.LastUsedAt, k.ExpiresAt, k.RevokedAt);
    }

    public static System.CommandLine.Command Make() => new("keys", "API keys of a project.") { Create(), List(), Roll(), Revoke() };

    private static System.CommandLine.Command Create()
    {
        var project = Project();
        var live = new Option<bool>("--live") { Description = "For live mode; the default is test mode." };
        var publishable = new Option<bool>("--publishable") { Description = "A publishable key (pk_), which may be seen in browsers; the default is a secret key (sk_)." };
        var name = new Option<string?>("--name") { Description = "What the key is for." };
        var expires = new Option<string?>("--expires") { Description = "When it ends: a date and time (2027-01-31T12:00Z), or a span from now (90d, 12h, 30m, 45s).", HelpName = "WHEN" };
        var rate = new Option<int?>("--rate-limit") { Description = "Requests a second that this key may make, instead of the server's setting.", HelpName = "N" };
        var create = new System.CommandLine.Command("create", "Make a key. The raw key is printed once, alone on standard output, and cannot be shown again.")
        {
            project, live, publishable, name, expires, rate,
        };
        create.Does(async (parsed, services, ct) =>
        {
            var livemode = parsed.GetValue(live);
            if (livemode && services.GetRequiredService<PublicUrl>().UnfitForLive() is { } why) throw new OperatorException($"No live key was made: {why}.");
            if (parsed.GetValue(rate) is < 1 or > 1_000_000) throw new OperatorException("A rate limit is 1 to 1000000 requests a second.");
            var ends = parsed.GetValue(expires) is { } text ? Typed.Moment(text, DateTimeOffset.UtcNow) : (DateTimeOffset?)null;
            if (ends <= DateTimeOffset.UtcNow) throw new OperatorException("The key would have expired already.");
            var owner = await services.GetRequiredService<Projects>().FindAsync(parsed.GetRequiredValue(project), ct);
            Tell(await services.GetRequiredService<ApiKeys>().IssueAsync(
                owner.Id, parsed.GetValue(publishable) ? ApiKeyType.Publishable : ApiKeyType.Secret, livemode ? ApiKeyEnv.Live : ApiKeyEnv.Test,
                parsed.GetValue(name), ends, parsed.GetValue(rate), ct));
        });
        return create;
    }

    private static System.CommandLine.Command List()
    {
        var (project, json) = (Project(), Verb.Json());
        var list = new System.CommandLine.Command("list", "Show a project's keys, ended ones too.") { project, json };
        list.Does(async (parsed, services, ct) =>
        {
            var owner = await services.GetRequiredService<Projects>().FindAsync(parsed.GetRequiredValue(project), ct);
            Printed.List([.. (await services.GetRequiredService<ApiKeys>().ListAsync(owner.Id, ct)).Select(Row.Of)], parsed.GetValue(json),
                ("ID", k => k.Id), ("KEY", k => k.Hint), ("NAME", k => k.Name), ("CREATED", k => k.CreatedAt), ("LAST USED", k => k.LastUsedAt),
                ("EXPIRES", k => k.ExpiresAt), ("REVOKED", k => k.RevokedAt), ("RATE", k => k.RateLimit));
        });
        return list;
    }

    private static System.CommandLine.Command Roll()
    {
        var id = Id();
        var overlap = new Option<string>("--overlap") { Description = "How long the old key goes on working beside the new one (24h, 7d; 0s ends it at once).", DefaultValueFactory = _ => "24h", HelpName = "SPAN" };
        var roll = new System.CommandLine.Command("roll", "Replace a key by a new one of the same kind. The new raw key is printed once.") { id, overlap };
        roll.Does(async (parsed, services, ct) =>
            Tell(await services.GetRequiredService<ApiKeys>().RollAsync(parsed.GetValue(id), Typed.Span(parsed.GetRequiredValue(overlap)), ct)));
        return roll;
    }

    private static System.CommandLine.Command Revoke()
    {
        var id = Id();
        var revoke = new System.CommandLine.Command("revoke", "End a key at once, on every host.") { id };
        revoke.Does(async (parsed, services, ct) =>
        {
            await services.GetRequiredService<ApiKeys>().RevokeAsync(parsed.GetValue(id), ct);
            Printed.Note("Revoked.");
        });
        return revoke;
    }

    private static Option<string> Project() => new("--project") { Description = "The project's name or id.", Required = true };

    private static Argument<Guid> Id() => new("id") { Description = "The key's id, from keys list." };

    private static void Tell((ApiKey Key, string Raw) issued)
    {
        Printed.Note($"Key {issued.Key.Id}; this is the only time that it is shown:");
        Console.Out.WriteLine(issued.Raw);
    }
}
