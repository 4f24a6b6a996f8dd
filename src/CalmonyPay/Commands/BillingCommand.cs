using System.CommandLine;
using System.Globalization;
using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Commands;

/// <summary><c>projects billing</c>: how a project bills.</summary>
internal static class BillingCommand
{
    private sealed record Row(string Setting, string Value);

    public static System.CommandLine.Command Make()
    {
        var project = new Argument<string>("project") { Description = "The project's name or id." };
        var rounding = Choice("--tax-rounding", "Where tax is rounded: line, invoice, or hmrc (VAT Notice 700, 17.5). Without it: hmrc in GB, line elsewhere.", "line", "invoice", "hmrc");
        var retries = new Option<string?>("--retry-after-days") { Description = "Days from each failed charge of an invoice to the next, such as 3,5,7; an empty text means no retries." };
        var after = Choice("--after-retries", "What becomes of the subscription when the last retry has failed: cancel, mark_unpaid or leave_past_due.", "cancel", "mark_unpaid", "leave_past_due");
        var due = Number("--days-until-due", "For bills that are sent and do not say so themselves.", 0, 365);
        var draft = Number("--draft-minutes", "How long a subscription's invoice waits as a draft, so that late items and late use can join it.", 0, 7 * 24 * 60);
        var upcoming = Number("--upcoming-days", "How long before a renewal invoice.upcoming is told; 0 is never.", 0, 45);
        var json = Verb.Json();
        var command = new System.CommandLine.Command("billing", "Say how a project bills, and print the result. What is not given stays.") { project, rounding, retries, after, due, draft, upcoming, json };
        command.Does(async (parsed, services, ct) =>
        {
            var settings = await services.GetRequiredService<Projects>().BillAsync(parsed.GetRequiredValue(project), now => now with
            {
                TaxRounding = parsed.GetValue(rounding) is { } where ? Enum.Parse<TaxRounding>(where, ignoreCase: true) : now.TaxRounding,
                RetryAfterDays = parsed.GetValue(retries) is { } days ? DaysOf(days) : now.RetryAfterDays,
                AfterRetries = parsed.GetValue(after) is { } what ? Enum.Parse<AfterRetries>(what.Replace("_", "", StringComparison.Ordinal), ignoreCase: true) : now.AfterRetries,
                DaysUntilDue = parsed.GetValue(due) ?? now.DaysUntilDue,
                DraftMinutes = parsed.GetValue(draft) ?? now.DraftMinutes,
                UpcomingDays = parsed.GetValue(upcoming) ?? now.UpcomingDays,
            }, ct);
            Printed.List(RowsOf(settings), parsed.GetValue(json), ("SETTING", r => r.Setting), ("VALUE", r => r.Value));
        });
        return command;
    }

    private static IReadOnlyList<Row> RowsOf(BillingSettings settings) =>
    [
        new("tax_rounding", settings.TaxRounding is { } where ? SnakeCase.Of(where) : "by country"),
        new("retry_after_days", string.Join(',', settings.RetryAfterDays)),
        new("after_retries", SnakeCase.Of(settings.AfterRetries)),
        new("days_until_due", Plain(settings.DaysUntilDue)),
        new("draft_minutes", Plain(settings.DraftMinutes)),
        new("upcoming_days", Plain(settings.UpcomingDays)),
    ];

    /// <summary>At most eight retries within two months: card schemes fine who asks for ever.</summary>
    private static List<int> DaysOf(string text)
    {
        var days = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 60 ? day : throw new OperatorException($"'{part}' is no number of days from 1 to 60.")).ToList();
        return days.Count <= 8 && days.Sum() <= 60 ? days : throw new OperatorException("There can be eight retries at most, and sixty days in all.");
    }

    private static Option<string?> Choice(string name, string description, params string[] words)
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    private static Option<int?> Number(string name, string description, int least, int most)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is { } number && (number < least || number > most)) result.AddError($"{name} is a number from {least} to {most}.");
        });
        return option;
    }

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
