using System.CommandLine;
using CalmonyPay.Accounts;

namespace CalmonyPay.Commands;

/// <summary><c>projects origins</c>: whose pages may frame a project's card element.</summary>
internal static class OriginsCommand
{
    private sealed record Row(string Origin);

    public static System.CommandLine.Command Make()
    {
        var project = new Argument<string>("project") { Description = "The project's name or id." };
        var add = new Option<string[]>("--add") { Description = "An origin whose pages may show the card element of calmony.js: https://shop.example. May be repeated." };
        var remove = new Option<string[]>("--remove") { Description = "An origin that no longer may. May be repeated." };
        var json = Verb.Json();
        var command = new System.CommandLine.Command("origins", "Say whose pages may show a project's card element, and print the list.") { project, add, remove, json };
        command.Does(async (parsed, services, ct) =>
        {
            var gone = PageOrigins.Checked(parsed.GetValue(remove) ?? []);
            var origins = await services.GetRequiredService<Projects>().OpenToAsync(
                parsed.GetRequiredValue(project), now => PageOrigins.Checked([.. now.Except(gone), .. parsed.GetValue(add) ?? []]), ct);
            Printed.List([.. origins.Select(origin => new Row(origin))], parsed.GetValue(json), ("ORIGIN", r => r.Origin));
        });
        return command;
    }
}
