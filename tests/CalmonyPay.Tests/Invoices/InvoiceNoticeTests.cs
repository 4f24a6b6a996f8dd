using CalmonyPay.Tests.Platform;
using CalmonyPay.Tests.Subscriptions;

namespace CalmonyPay.Tests.Invoices;

/// <summary>What is told of invoices that nobody asks about.</summary>
public sealed class InvoiceNoticeTests(PayApi api) : IClassFixture<PayApi>
{
    private static readonly DateTimeOffset NewYear = Subscriptions.Billing.NewYear;

    [Theory]
    [InlineData("10", true)]
    [InlineData("3", false)]
    public async Task A_bill_is_told_to_be_due_three_days_before_unless_it_is_due_so_soon_anyway(string days, bool told)
    {
        var clock = await api.A.ClockAsync();
        var bill = await api.A.OpenAsync(await api.A.PayerAsync(clock: clock), new() { ["collection_method"] = "send_invoice", ["days_until_due"] = days }, 2500);
        await api.A.AdvanceAsync(clock, NewYear.AddDays(7).AddMinutes(1));
        Assert.Equal(told, (await api.A.EventsAsync(bill.Id)).Contains("invoice.will_be_due"));
        await api.A.AdvanceAsync(clock, NewYear.AddDays(11));
        var events = await api.A.EventsAsync(bill.Id);
        Assert.Equal(told ? ["invoice.will_be_due", "invoice.overdue"] : ["invoice.overdue"], events.Where(type => type is "invoice.will_be_due" or "invoice.overdue"));
    }

    [Fact]
    public async Task A_draft_that_cannot_be_finalised_says_why_and_waits()
    {
        var clock = await api.A.ClockAsync();
        var customer = await api.A.PayerAsync(clock: clock);
        var draft = await api.A.DraftAsync(customer, new() { ["currency"] = "gbp", ["auto_advance"] = "true" }, 99_999_999, 1);
        await api.A.AdvanceAsync(clock, NewYear.AddHours(3));
        var failed = await api.A.InvoiceAsync(draft.Id);
        Assert.Equal(("draft", "amount_too_large"), (failed.Text("status"), failed.Text("last_finalization_error.code")));
        await api.A.AdvanceAsync(clock, NewYear.AddDays(3));
        Assert.Single(await api.A.EventsAsync(draft.Id), type => type == "invoice.finalization_failed");
        (await api.A.PostAsync($"/v1/invoices/{draft.Id}/finalize")).Fails(400, "amount_too_large");
        (await api.A.PostAsync("/v1/invoiceitems", new() { ["invoice"] = draft.Id, ["amount"] = "-1" })).Ok();
        Assert.True((await api.A.PostAsync($"/v1/invoices/{draft.Id}/finalize")).Ok().IsNull("last_finalization_error"));
    }
}
