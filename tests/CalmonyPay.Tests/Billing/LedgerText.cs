using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Billing;

/// <summary>
/// A customer's books in words. An invoice is its date, reason and state (with the period that it closes); its lines with
/// quantity, time, discount and tax; and what it comes to. At the end the subscriptions, what is pending, and the balance.
/// What is nothing, or follows from the rest, is left out.
/// </summary>
internal static partial class LedgerText
{
    /// <summary>The text without its arithmetic and its blanks, for comparison.</summary>
    public static IReadOnlyList<string> Plain(string text) =>
        [.. text.Split('\n').Select(line => Blanks().Replace(line.Split('#')[0], " ").Trim()).Where(line => line.Length > 0)];

    /// <summary>The books as the API shows them; checks on the way that every invoice adds up.</summary>
    public static async Task<string> OfAsync(ApiClient api, string customer, IReadOnlyDictionary<string, string> names)
    {
        var text = new StringBuilder();
        foreach (var invoice in await InvoicesAsync(api, customer))
        {
            await AddsUpAsync(api, invoice);
            Invoice(text, invoice, names);
        }
        foreach (var s in Old((await api.GetAsync($"/v1/subscriptions?customer={customer}&status=all&limit=100")).Ok()))
            text.AppendLine(CultureInfo.InvariantCulture, $": {s.GetProperty("status").GetString()} {Span(s.GetProperty("current_period_start"), s.GetProperty("current_period_end"))}");
        foreach (var item in Old((await api.GetAsync($"/v1/invoiceitems?customer={customer}&pending=true&limit=100")).Ok()))
            text.AppendLine(CultureInfo.InvariantCulture, $": pending {Money(item, "amount")} {NameOf(item, names)} {Span(item)}");
        var shown = (await api.GetAsync($"/v1/customers/{customer}")).Ok();
        if (shown.Number("balance") != 0) text.AppendLine(CultureInfo.InvariantCulture, $": balance {Money(shown.Json, "balance")}");
        return text.ToString();
    }

    /// <summary>The customer's invoices, oldest first.</summary>
    public static async Task<IReadOnlyList<JsonElement>> InvoicesAsync(ApiClient api, string customer) =>
        [.. Old((await api.GetAsync($"/v1/invoices?customer={customer}&limit=100")).Ok()).OrderBy(i => i.GetProperty("created").GetInt64())];

    public static string Date(long seconds)
    {
        var moment = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : moment.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static void Invoice(StringBuilder text, JsonElement invoice, IReadOnlyDictionary<string, string> names)
    {
        var (status, tried) = (invoice.GetProperty("status").GetString(), invoice.GetProperty("attempt_count").GetInt32());
        text.Append(CultureInfo.InvariantCulture, $"{Date(Long(invoice, "created"))} {invoice.GetProperty("billing_reason").GetString()!.Replace("subscription_", "", StringComparison.Ordinal)} {status}");
        if (Long(invoice, "period_start") != Long(invoice, "period_end")) text.Append(CultureInfo.InvariantCulture, $" over {Span(invoice.GetProperty("period_start"), invoice.GetProperty("period_end"))}");
        if (tried > (status == "paid" ? 1 : 0)) text.Append(CultureInfo.InvariantCulture, $", tried {tried}");
        if (invoice.GetProperty("next_payment_attempt").ValueKind == JsonValueKind.Number) text.Append(CultureInfo.InvariantCulture, $", next {Date(Long(invoice, "next_payment_attempt"))}");
        if (invoice.GetProperty("due_date").ValueKind == JsonValueKind.Number) text.Append(CultureInfo.InvariantCulture, $", by {Date(Long(invoice, "due_date"))}");
        text.AppendLine();
        foreach (var line in invoice.GetProperty("lines").GetProperty("data").EnumerateArray())
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Money(line, "amount")} {NameOf(line, names)} {Span(line)}");
            Part(text, "off", Money(line, Sum(line, "discount_amounts")));
            Part(text, "tax", Money(line, Sum(line, "taxes")));
            text.AppendLine();
        }
        var taxes = invoice.GetProperty("total_taxes").EnumerateArray().ToList();
        text.Append(CultureInfo.InvariantCulture, $"  = {Money(invoice, "total")}");
        Part(text, "off", Money(invoice, Sum(invoice, "total_discount_amounts")));
        Part(text, "tax", Money(invoice, taxes.Where(t => t.GetProperty("tax_behavior").GetString() == "exclusive").Sum(t => Long(t, "amount"))));
        Part(text, "within", Money(invoice, taxes.Where(t => t.GetProperty("tax_behavior").GetString() == "inclusive").Sum(t => Long(t, "amount"))));
        foreach (var reason in taxes.Select(t => t.GetProperty("taxability_reason").GetString()).Distinct().Where(r => r is not "standard_rated")) text.Append(CultureInfo.InvariantCulture, $" {reason}");
        if (Long(invoice, "amount_due") != Long(invoice, "total")) text.Append(CultureInfo.InvariantCulture, $" due {Money(invoice, "amount_due")}");
        if (Long(invoice, "amount_paid") != (status == "paid" ? Long(invoice, "amount_due") : 0)) text.Append(CultureInfo.InvariantCulture, $" paid {Money(invoice, "amount_paid")}");
        Part(text, "credited", Money(invoice, Long(invoice, "pre_payment_credit_notes_amount")));
        Part(text, "returned", Money(invoice, Long(invoice, "post_payment_credit_notes_amount")));
        text.AppendLine();
    }

    private static async Task AddsUpAsync(ApiClient api, JsonElement invoice)
    {
        var id = invoice.GetProperty("id").GetString();
        Audit.Explains((await api.GetAsync($"/v1/invoices/{id}/explain")).Ok(), $"{id}");
        var lines = invoice.GetProperty("lines").GetProperty("data").EnumerateArray().Sum(line => Long(line, "amount"));
        var exclusive = invoice.GetProperty("total_taxes").EnumerateArray().Where(t => t.GetProperty("tax_behavior").GetString() == "exclusive").Sum(t => Long(t, "amount"));
        Assert.Equal(Long(invoice, "total"), lines - Sum(invoice, "total_discount_amounts") + exclusive);
        Assert.Equal(Sum(invoice, "total_taxes"), invoice.GetProperty("lines").GetProperty("data").EnumerateArray().Sum(line => Sum(line, "taxes")));
        Assert.Equal(Long(invoice, "amount_remaining"), Math.Max(0, Long(invoice, "amount_due") - Long(invoice, "amount_paid")));
    }

    private static string NameOf(JsonElement line, IReadOnlyDictionary<string, string> names)
    {
        var price = line.GetProperty("pricing") is { ValueKind: JsonValueKind.Object } pricing && pricing.TryGetProperty("price_details", out var details) ? details.GetProperty("price").GetString() : null;
        var quantity = line.GetProperty("quantity") is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : 1;
        return $"{(price is null ? line.GetProperty("description").GetString() : names[price])}{(quantity == 1 ? "" : $" ×{quantity.ToString("0.####", CultureInfo.InvariantCulture)}")}";
    }

    private static void Part(StringBuilder text, string what, string amount)
    {
        if (amount.Any(c => c is >= '1' and <= '9')) text.Append(CultureInfo.InvariantCulture, $" {what} {amount}");
    }

    private static long Sum(JsonElement of, string list) => of.GetProperty(list).EnumerateArray().Sum(part => Long(part, "amount"));

    private static string Span(JsonElement of) => Span(of.GetProperty("period").GetProperty("start"), of.GetProperty("period").GetProperty("end"));

    private static string Span(JsonElement start, JsonElement end) => start.GetInt64() == end.GetInt64() ? Date(start.GetInt64()) : $"{Date(start.GetInt64())}→{Date(end.GetInt64())}";

    private static string Money(JsonElement of, string name) => Money(of, Long(of, name));

    private static string Money(JsonElement of, long minor) => Currency.Of(of.GetProperty("currency").GetString()!).Exponent switch
    {
        0 => minor.ToString(CultureInfo.InvariantCulture),
        2 => (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture),
        _ => (minor / 1000m).ToString("0.000", CultureInfo.InvariantCulture),
    };

    private static long Long(JsonElement of, string name) => of.GetProperty(name).GetInt64();

    private static IEnumerable<JsonElement> Old(Reply list) => list.List().Reverse();

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
