using CalmonyPay.PaymentIntents.Disputes;
using CalmonyPay.Platform.Data;
using CalmonyPay.Tests.PaymentIntents.Refunds;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.PaymentIntents.Disputes;

public sealed class DisputeTests(GatewayApi api) : IClassFixture<GatewayApi>
{
    [Fact]
    public async Task A_dispute_card_is_paid_and_disputed_within_two_seconds()
    {
        var paid = await api.PayAsync(card: "pm_card_createDispute");
        var dispute = (await api.UntilAsync($"/v1/disputes?payment_intent={paid.Id}&expand[]=data.charge", page => page.List().Count == 1, seconds: 2));
        Assert.StartsWith("dp_", dispute.Text("data[0].id"));
        Assert.Equal(("needs_response", "fraudulent", 2000L, "gbp"), (dispute.Text("data[0].status"), dispute.Text("data[0].reason"), dispute.Number("data[0].amount"), dispute.Text("data[0].currency")));
        Assert.True(dispute.Flag("data[0].charge.disputed"));
        Assert.False(dispute.Flag("data[0].is_charge_refundable"));
        Assert.Equal(("adjustment", -2000L), (dispute.Text("data[0].balance_transactions[0].type"), dispute.Number("data[0].balance_transactions[0].amount")));
        Assert.Equal(("visa", "chargeback"), (dispute.Text("data[0].payment_method_details.card.brand"), dispute.Text("data[0].payment_method_details.card.case_type")));
        Assert.True(dispute.Number("data[0].evidence_details.due_by") > dispute.Number("data[0].created"));
        Assert.Equal(["charge.dispute.created", "charge.dispute.funds_withdrawn"], await api.EventsAsync(dispute.Text("data[0].id")!));
        (await api.RefundAsync(paid)).Fails(400, "charge_disputed");
        (await api.B.GetAsync($"/v1/disputes/{dispute.Text("data[0].id")}")).Fails(404, "resource_missing");
    }

    [Fact]
    public async Task Evidence_is_collected_submitted_and_wins_the_money_back()
    {
        var dispute = await DisputedAsync();
        var draft = (await api.A.PostAsync($"/v1/disputes/{dispute.Id}", new() { ["evidence[customer_name]"] = "Ada", ["submit"] = "false", ["metadata[case]"] = "7" })).Ok();
        Assert.Equal(("needs_response", "Ada", 0L), (draft.Text("status"), draft.Text("evidence.customer_name"), draft.Number("evidence_details.submission_count")));
        Assert.True(draft.Flag("evidence_details.has_evidence"));
        (await api.A.PostAsync($"/v1/disputes/{dispute.Id}", new() { ["evidence[colour]"] = "red" })).Fails(400, "parameter_unknown", "evidence[colour]");
        var won = (await api.A.PostAsync($"/v1/disputes/{dispute.Id}", new() { ["evidence[uncategorized_text]"] = "winning_evidence", ["submit"] = "true" })).Ok();
        Assert.Equal(("won", 1L, "Ada"), (won.Text("status"), won.Number("evidence_details.submission_count"), won.Text("evidence.customer_name")));
        Assert.Equal(0, won.List("balance_transactions").Sum(t => t.GetProperty("amount").GetInt64()));
        Assert.Equal(
            ["charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.updated", "charge.dispute.updated", "charge.dispute.closed", "charge.dispute.funds_reinstated"],
            await api.EventsAsync(dispute.Id));
        (await api.A.PostAsync("/v1/refunds", new() { ["charge"] = won.Text("charge")! })).Ok();
        Assert.Empty(await api.SqlAsync("select transaction_id from pay_ledger_entries group by project_id, transaction_id, step having sum(amount) <> 0"));
    }

    [Fact]
    public async Task Losing_evidence_loses_and_so_does_closing()
    {
        var lost = (await api.A.PostAsync($"/v1/disputes/{(await DisputedAsync()).Id}", new() { ["evidence[uncategorized_text]"] = "losing_evidence" })).Ok();
        Assert.Equal("lost", lost.Text("status"));
        (await api.A.PostAsync($"/v1/disputes/{lost.Id}", new() { ["evidence[uncategorized_text]"] = "too late" })).Fails(400);
        var closed = (await api.A.PostAsync($"/v1/disputes/{(await DisputedAsync()).Id}/close")).Ok();
        Assert.Equal("lost", closed.Text("status"));
        (await api.A.PostAsync($"/v1/disputes/{closed.Id}/close")).Fails(400);
        Assert.Single(closed.List("balance_transactions"));
    }

    [Fact]
    public async Task An_inquiry_moves_no_money_and_its_charge_can_be_refunded()
    {
        var paid = await api.PayAsync(card: "pm_card_createDisputeInquiry");
        var page = await api.UntilAsync($"/v1/disputes?charge={paid.Text("latest_charge")}", list => list.List().Count == 1);
        Assert.Equal(("warning_needs_response", "inquiry"), (page.Text("data[0].status"), page.Text("data[0].payment_method_details.card.case_type")));
        Assert.Empty(page.List("data[0].balance_transactions"));
        (await api.RefundAsync(paid, 100)).Ok();
        Assert.Equal("warning_closed", (await api.A.PostAsync($"/v1/disputes/{page.Text("data[0].id")}/close")).Ok().Text("status"));
    }

    [Theory]
    [InlineData("won", 0L)]
    [InlineData("lost", -2000L)]
    public async Task What_the_bank_decides_comes_from_the_gateway(string decision, long moved)
    {
        var paid = await api.PayAsync();
        await api.SettledAsync(paid);
        var sale = await api.AdminAsync("chargebacks", new() { ["xref"] = await api.ReferenceAsync(paid.Text("latest_charge")!), ["reason"] = "product_unacceptable" });
        var page = await api.UntilAsync($"/v1/disputes?payment_intent={paid.Id}", list => list.List().Count == 1);
        Assert.Equal("product_unacceptable", page.Text("data[0].reason"));
        await api.AdminAsync($"chargebacks/{sale.GetProperty("chargeback").GetProperty("id").GetString()}", new() { ["status"] = decision });
        var decided = await api.UntilAsync($"/v1/disputes/{page.Text("data[0].id")}", d => d.Text("status") == decision);
        Assert.Equal(moved, decided.List("balance_transactions").Sum(t => t.GetProperty("amount").GetInt64()));
        Assert.Contains("charge.dispute.closed", await api.EventsAsync(decided.Id));
    }

    [Fact]
    public async Task An_operator_enters_a_dispute_and_pending_refunds_fail_with_it()
    {
        var paid = await api.PayAsync();
        await api.SettleAsync(paid.Text("latest_charge")!, to: "tendered");
        var refund = (await api.RefundAsync(paid, 500)).Ok();
        Assert.Equal("pending", refund.Text("status"));
        var id = await OperatorAsync(work => work.OpenAsync(paid.Text("latest_charge")!, null, "duplicate", false, CancellationToken.None));
        Assert.Equal(2000L, (await api.A.GetAsync($"/v1/disputes/{id}")).Ok().Number("amount"));
        Assert.Equal("charge_for_pending_refund_disputed", (await api.A.GetAsync($"/v1/refunds/{refund.Id}")).Ok().Text("failure_reason"));
        await OperatorAsync(work => work.DecideAsync(id, DisputeMove.Win, CancellationToken.None));
        Assert.Equal("won", (await api.A.GetAsync($"/v1/disputes/{id}")).Ok().Text("status"));
    }

    private async Task<Reply> DisputedAsync()
    {
        var paid = await api.PayAsync(card: "pm_card_createDispute");
        var page = await api.UntilAsync($"/v1/disputes?payment_intent={paid.Id}", list => list.List().Count == 1);
        return (await api.A.GetAsync($"/v1/disputes/{page.Text("data[0].id")}")).Ok();
    }

    private async Task<string> OperatorAsync(Func<DisputeService, Task<Dispute>> work)
    {
        await using var scope = api.Worker(api.ProjectA);
        var dispute = await work(scope.ServiceProvider.GetRequiredService<DisputeService>());
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        await db.SaveChangesAsync();
        await db.CommitAsync(CancellationToken.None);
        return dispute.Id;
    }
}
