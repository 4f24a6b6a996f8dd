using System.Text.Json;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Billing;

/// <summary>Looks through a customer's books for a penny that nothing explains.</summary>
internal static class Audit
{
    public static async Task CheckAsync(ApiClient shop, string customer, string where)
    {
        var moves = await AllAsync(shop, $"/v1/customers/{customer}/balance_transactions?");
        var balance = (await shop.GetAsync($"/v1/customers/{customer}")).Ok().Number("balance");
        Same(balance, moves.Sum(move => Long(move, "amount")), "the balance and its moves");
        long running = 0;
        foreach (var move in Enumerable.Reverse(moves)) Same(running += Long(move, "amount"), Long(move, "ending_balance"), $"the balance after {move}");

        var (charged, handed) = (0L, 0L);
        foreach (var invoice in await AllAsync(shop, $"/v1/invoices?customer={customer}&"))
        {
            var id = invoice.GetProperty("id").GetString()!;
            Explains((await shop.GetAsync($"/v1/invoices/{id}/explain")).Ok(), where);
            if (invoice.GetProperty("status").GetString() == "draft") continue;
            var mine = moves.Where(move => move.GetProperty("invoice").GetString() == id).ToList();
            var applied = mine.Where(move => Type(move) is "applied_to_invoice" or "invoice_too_small").Sum(move => Long(move, "amount"));
            var asked = Long(invoice, "amount_due") + Long(invoice, "pre_payment_credit_notes_amount");
            Same(Long(invoice, "ending_balance") - Long(invoice, "starting_balance"), applied, $"what {id} moved on the balance");
            Same(Long(invoice, "total"), asked + applied, $"the total of {id}, and what it asked for and moved");
            if (invoice.GetProperty("status").GetString() == "void") Same(-applied, mine.Where(move => Type(move) == "unapplied_from_invoice").Sum(move => Long(move, "amount")), $"what the void {id} gave back");
            var payments = (await shop.GetAsync($"/v1/invoice_payments?invoice={id}&limit=100")).Ok().List();
            Same(Long(invoice, "amount_paid"), payments.Sum(Paid), $"what was paid of {id}");
            var outOfBand = Long(invoice, "amount_paid_off_stripe");
            (charged, handed) = (charged + Long(invoice, "amount_paid") - outOfBand, handed + outOfBand);
            if (invoice.GetProperty("status").GetString() == "paid") Assert.True(Long(invoice, "amount_paid") >= Long(invoice, "amount_due"), $"{where}: {id} is paid with less than is due");
        }

        var notes = await AllAsync(shop, $"/v1/credit_notes?customer={customer}&");
        Same(-notes.Sum(note => Long(note, "post_payment_amount")), moves.Where(move => Type(move) == "credit_note").Sum(move => Long(move, "amount")) - notes.Sum(Refunded), "the credit notes, and their credits and refunds");
        var charges = (await AllAsync(shop, $"/v1/charges?customer={customer}&")).Where(charge => charge.GetProperty("status").GetString() == "succeeded").ToList();
        Same(charged, charges.Sum(charge => Long(charge, "amount")), "what was charged");
        Same(notes.Sum(Refunded), charges.Sum(charge => Long(charge, "amount_refunded")), "what was refunded");
        foreach (var charge in charges)
        {
            var booked = (await shop.GetAsync($"/v1/balance_transactions?source={charge.GetProperty("id").GetString()}")).Ok().List();
            Same(Long(charge, "amount"), booked.Where(row => Type(row) == "charge").Sum(row => Long(row, "amount")), $"the ledger's part of {charge.GetProperty("id")}");
        }

        void Same(long expected, long actual, string what) => Assert.True(expected == actual, $"{where}: {what}: {expected} and {actual}");
    }

    /// <summary>An explanation adds up, and the arithmetic of each line ends with the line's amount.</summary>
    public static void Explains(Reply explained, string where)
    {
        Assert.True(explained.Flag("adds_up"), $"{where}: it does not add up\n{explained.Body}");
        foreach (var line in explained.List("lines"))
        {
            var steps = line.GetProperty("arithmetic").EnumerateArray().Select(step => step.GetString()!).ToList();
            Assert.True(steps.Count > 0 && steps[^1].Split(' ')[^1] == $"{Long(line, "amount")}", $"{where}: {string.Join("; ", steps)} is not {line}");
        }
    }

    private static long Paid(JsonElement payment) => payment.GetProperty("amount_paid") is { ValueKind: JsonValueKind.Number } paid ? paid.GetInt64() : 0;

    private static long Refunded(JsonElement note) => note.GetProperty("refunds").EnumerateArray().Sum(refund => Long(refund, "amount_refunded"));

    private static string? Type(JsonElement of) => of.GetProperty("type").GetString();

    private static async Task<List<JsonElement>> AllAsync(ApiClient shop, string path)
    {
        var all = new List<JsonElement>();
        for (var more = true; more;)
        {
            var page = (await shop.GetAsync($"{path}limit=100{(all.Count == 0 ? "" : $"&starting_after={all[^1].GetProperty("id").GetString()}")}")).Ok();
            all.AddRange(page.List());
            more = page.Flag("has_more");
        }
        return all;
    }

    private static long Long(JsonElement of, string name) => of.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : 0;
}
