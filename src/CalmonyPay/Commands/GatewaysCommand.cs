using System.CommandLine;
using CalmonyPay.Accounts;
using CalmonyPay.Gateways;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;

namespace CalmonyPay.Commands;

/// <summary><c>gateways set</c> and <c>gateways list</c>: a project's accounts at its card gateways.</summary>
internal static class GatewaysCommand
{
    private const string SecretVariable = "CALMONYPAY_GATEWAY_SECRET";

    /// <summary>A credential as the command line shows it; of the secret only whether there is one.</summary>
    private sealed record Row(
        Guid Id, string Gateway, string Label, bool Livemode, bool Active, int Priority, DateTimeOffset? EffectiveFrom, DateTimeOffset? EffectiveTo, DateTimeOffset CreatedAt,
        Uri Url, string MerchantId, bool HasSecret, string Country, bool ThreeDSecure, bool CaptureAtOnce, bool SecurityCodeMandatory, string TestCards)
    {
        public static Row Of(GatewayCredential c, GatewayAccount a) => new(
            c.Id, c.GatewayName, c.Label, c.Livemode, c.IsActive, c.Priority, c.EffectiveFrom, c.EffectiveTo, c.CreatedAt,
            a.Url, a.MerchantId, a.Secret is not null, a.CountryCode, a.ThreeDSecure, a.CaptureAtOnce, a.SecurityCodeMandatory, a.TestCards);
    }

    public static System.CommandLine.Command Make() => new("gateways", "A project's accounts at its card gateways.") { Set(), List() };

    private static System.CommandLine.Command Set()
    {
        var project = new Option<string>("--project") { Description = "The project's name or id.", Required = true };
        var live = new Option<bool>("--live") { Description = "For live mode; the default is test mode." };
        var gateway = new Option<string>("--gateway") { Description = "Which gateway.", DefaultValueFactory = _ => Gateway.Cardstream };
        var url = new Option<string>("--url") { Description = "Its Direct Integration, such as https://gateway.cardstream.com/direct/. In live mode https only.", Required = true };
        var merchant = new Option<string>("--merchant-id") { Description = "The account's merchantID.", Required = true };
        var noSecret = new Option<bool>("--no-secret") { Description = "The account signs nothing (test mode only)." };
        var country = new Option<string>("--country") { Description = "The merchant's country at the gateway, ISO 3166-1.", DefaultValueFactory = _ => "GB" };
        var threeDSecure = new Option<bool>("--three-d-secure") { Description = "The account authenticates payers: their own payments go through the 3-D Secure page." };
        var atOnce = new Option<bool>("--capture-at-once") { Description = "SALE captures at once, for acquirers that refuse a later capture. A lost answer then waits for a person." };
        var code = new Option<bool>("--security-code-mandatory") { Description = "The account wants the security code for payers' own payments." };
        var exemptions = new Option<string?>("--sca-exemptions") { Description = "Exemptions from authentication that the acquirer lets the account ask for, the preferred first: lowvalue,trusted,risk,corporate,delegated.", HelpName = "LIST" };
        var cards = new Option<string>("--test-cards") { Description = "What pm_card_visa and its kin stand for: Stripe's numbers (the simulator), Cardstream's test cards, or nothing.", DefaultValueFactory = _ => GatewaySettings.NoTestCards };
        cards.AcceptOnlyFromAmong([.. GatewaySettings.TestCardSets]);
        var label = new Option<string>("--label") { Description = "Your name for the account; it takes the place of an older one of the same label.", DefaultValueFactory = _ => "default" };
        var priority = new Option<int>("--priority") { Description = "Of several accounts new payments use the highest; of equals the newest." };
        var from = new Option<string?>("--from") { Description = "Take new payments from then on: a date and time (2027-01-31T12:00Z) or a span from now (12h).", HelpName = "WHEN" };
        var until = new Option<string?>("--until") { Description = "Take no new payments from then on. What was begun goes on.", HelpName = "WHEN" };
        var set = new System.CommandLine.Command("set",
            $"Store an account. The secret that signs its requests is read from {SecretVariable}, else from standard input (a line; not echoed at a terminal). Hosts see the change within seconds.")
        {
            project, live, gateway, url, merchant, noSecret, country, threeDSecure, atOnce, code, exemptions, cards, label, priority, from, until,
        };
        set.Does(async (parsed, services, ct) =>
        {
            var livemode = parsed.GetValue(live);
            if (livemode && services.GetRequiredService<PublicUrl>().UnfitForLive() is { } why) throw new OperatorException($"Nothing was stored: {why}.");
            var now = DateTimeOffset.UtcNow;
            var owner = await services.GetRequiredService<Projects>().FindAsync(parsed.GetRequiredValue(project), ct);
            var settings = new GatewaySettings(
                Typed.Url(parsed.GetRequiredValue(url)), parsed.GetRequiredValue(merchant), parsed.GetValue(noSecret) ? null : Secret(), parsed.GetRequiredValue(country),
                parsed.GetValue(threeDSecure), parsed.GetValue(atOnce), parsed.GetValue(code), parsed.GetRequiredValue(cards),
                parsed.GetValue(exemptions)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            var place = new GatewayPlace(
                parsed.GetRequiredValue(gateway), parsed.GetRequiredValue(label), parsed.GetValue(priority),
                parsed.GetValue(from) is { } begins ? Typed.Moment(begins, now) : null, parsed.GetValue(until) is { } ends ? Typed.Moment(ends, now) : null);
            Console.Out.WriteLine((await SetAsync(services.GetRequiredService<GatewayCredentials>(), owner.Id, livemode, settings, place, ct)).Id);
        });
        return set;
    }

    private static System.CommandLine.Command List()
    {
        var project = new Option<string>("--project") { Description = "The project's name or id.", Required = true };
        var json = Verb.Json();
        var list = new System.CommandLine.Command("list", "Show a project's accounts of both modes, the newest first; never their secrets.") { project, json };
        list.Does(async (parsed, services, ct) =>
        {
            var owner = await services.GetRequiredService<Projects>().FindAsync(parsed.GetRequiredValue(project), ct);
            var accounts = services.GetRequiredService<GatewayAccounts>();
            var credentials = await services.GetRequiredService<GatewayCredentials>().ListAsync(owner.Id, ct);
            Printed.List([.. credentials.Select(c => Row.Of(c, accounts.Open(c, c.GatewayName)))], parsed.GetValue(json),
                ("ID", c => c.Id), ("GATEWAY", c => c.Gateway), ("LABEL", c => c.Label), ("MODE", c => c.Livemode ? "live" : "test"), ("ACTIVE", c => c.Active),
                ("PRIORITY", c => c.Priority), ("FROM", c => c.EffectiveFrom), ("UNTIL", c => c.EffectiveTo), ("MERCHANT", c => c.MerchantId), ("URL", c => c.Url));
        });
        return list;
    }

    private static async Task<GatewayCredential> SetAsync(
        GatewayCredentials credentials, Guid project, bool livemode, GatewaySettings settings, GatewayPlace place, CancellationToken ct)
    {
        try
        {
            return await credentials.SetAsync(project, livemode, settings, place, ct);
        }
        catch (InvalidOperationException e)
        {
            throw new OperatorException(e.Message, e);
        }
    }

    /// <summary>Never an argument: those stand in process lists and shell histories.</summary>
    private static string Secret()
    {
        if (Environment.GetEnvironmentVariable(SecretVariable) is { Length: > 0 } given) return given;
        if (!Console.IsInputRedirected) Console.Error.Write("The account's secret: ");
        var secret = Console.IsInputRedirected ? Console.In.ReadLine() : ReadUnseen();
        return secret?.Trim() is { Length: > 0 } read ? read : throw new OperatorException($"No secret: set {SecretVariable}, or write it to standard input, or say --no-secret.");
    }

    private static string ReadUnseen()
    {
        var typed = new System.Text.StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return typed.ToString();
    }
}
