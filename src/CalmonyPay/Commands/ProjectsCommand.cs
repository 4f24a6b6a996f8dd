using System.CommandLine;
using CalmonyPay.Accounts;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Commands;

/// <summary><c>projects create</c>, <c>projects list</c>, and the verbs that say how a project is: <see cref="BrandCommand"/>, <see cref="BillingCommand"/>, <see cref="OriginsCommand"/>.</summary>
internal static class ProjectsCommand
{
    /// <summary>A project as the command line shows it.</summary>
    private sealed record Row(Guid Id, string Name, string AccountId, string Country, string DefaultCurrency, string TimeZone, DateTimeOffset CreatedAt)
    {
        public static Row Of(Project p) => new(p.Id, p.Name, p.AccountId, p.Country, p.DefaultCurrency, p.TimeZone, p.CreatedAt);
    }

    public static System.CommandLine.Command Make() => new("projects", "The tenants: everything belongs to one, and an API key opens one.") { Create(), List(), BrandCommand.Make(), BillingCommand.Make(), OriginsCommand.Make() };

    private static System.CommandLine.Command Create()
    {
        var name = new Argument<string>("name") { Description = "Unique on this server." };
        var country = new Option<string>("--country") { Description = "The merchant's country, ISO 3166-1 alpha-2.", DefaultValueFactory = _ => "GB" };
        var currency = new Option<string>("--currency") { Description = "The default currency, ISO 4217.", DefaultValueFactory = _ => "gbp" };
        var zone = new Option<string>("--time-zone") { Description = "IANA name; decides in which year an invoice is numbered.", DefaultValueFactory = _ => "Europe/London" };
        var json = Verb.Json();
        var create = new System.CommandLine.Command("create", "Make a project. Prints its id.") { name, country, currency, zone, json };
        create.Does(async (parsed, services, ct) =>
        {
            var project = await services.GetRequiredService<Projects>().CreateAsync(
                parsed.GetRequiredValue(name), CountryOf(parsed.GetRequiredValue(country)), CurrencyOf(parsed.GetRequiredValue(currency)), ZoneOf(parsed.GetRequiredValue(zone)), ct);
            if (parsed.GetValue(json)) Printed.List([Row.Of(project)], json: true);
            else Console.Out.WriteLine(project.Id);
            Printed.Note($"Next: CalmonyPay gateways set --project {project.Id} …, then CalmonyPay keys create --project {project.Id}");
        });
        return create;
    }

    private static System.CommandLine.Command List()
    {
        var json = Verb.Json();
        var list = new System.CommandLine.Command("list", "Show all projects, the oldest first.") { json };
        list.Does(async (parsed, services, ct) => Printed.List(
            [.. (await services.GetRequiredService<Projects>().ListAsync(ct)).Select(Row.Of)], parsed.GetValue(json),
            ("ID", p => p.Id), ("NAME", p => p.Name), ("COUNTRY", p => p.Country), ("CURRENCY", p => p.DefaultCurrency), ("TIME ZONE", p => p.TimeZone), ("CREATED", p => p.CreatedAt)));
        return list;
    }

    private static string CountryOf(string text) => Countries.Knows(text.ToUpperInvariant()) ? text.ToUpperInvariant()
        : throw new OperatorException($"'{text}' is no country of ISO 3166-1 (two letters, such as GB).");

    private static string CurrencyOf(string text) => Currency.TryParse(text.ToLowerInvariant(), out _) ? text.ToLowerInvariant()
        : throw new OperatorException($"'{text}' is no currency of ISO 4217 (three letters, such as gbp).");

    private static string ZoneOf(string text) => TimeZoneInfo.TryFindSystemTimeZoneById(text, out _) ? text
        : throw new OperatorException($"'{text}' is no time zone that this machine knows (an IANA name, such as Europe/London).");
}
