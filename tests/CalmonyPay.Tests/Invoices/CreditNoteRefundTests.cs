using CalmonyPay.Invoices.CreditNotes;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Tests.PaymentIntents.Refunds;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Invoices;

/// <summary>A credit note and its refund are one commit; what comes after may fail anywhere.</summary>
public sealed class CreditNoteRefundTests(GatewayApi api) : IClassFixture<GatewayApi>
{
    [Theory]
    [InlineData("drop_before")]
    [InlineData("drop_after")]
    public async Task A_lost_answer_leaves_the_note_issued_and_its_refund_comes_to_its_end_once(string kind)
    {
        var paid = await api.A.PaidAsync(await api.A.CustomerAsync(), null, 1000);
        await api.FaultAsync(kind, "CAPTURE");
        var note = (await api.A.PostAsync("/v1/credit_notes", new() { ["invoice"] = paid.Id, ["amount"] = "400", ["refund_amount"] = "400" })).Ok();
        Assert.Equal("issued", note.Text("status"));
        await api.UntilAsync($"/v1/refunds/{note.Text("refunds[0].refund")}", refund => refund.Text("status") == "succeeded");
        var charge = (await api.A.GetAsync($"/v1/charges?payment_intent={paid.Text("payment_intent")}")).Ok();
        Assert.Equal(600, (await api.AtGatewayAsync(charge.Text("data[0].id")!)).Single().GetProperty("amountReceived").GetInt64());
        await api.NoFaultsAsync();
    }

    [Fact]
    public async Task A_host_that_dies_after_the_commit_leaves_a_refund_that_another_finishes()
    {
        var paid = await api.A.PaidAsync(await api.A.CustomerAsync(), null, 1000);
        string refund;
        await using (var scope = api.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new(api.ProjectA, Livemode: false));
            var db = scope.ServiceProvider.GetRequiredService<PayDb>();
            var (note, operation) = await scope.ServiceProvider.GetRequiredService<CreditNoteService>().IssueAsync(
                new(paid.Id, 400, null, 400, [], 0, null, null, null, null, CalmonyPay.Platform.Parameters.MetadataChange.Absent), null, CancellationToken.None);
            Assert.NotNull(operation);
            refund = note.Refunds.Single().Refund;
            await db.SaveChangesAsync();
            await db.CommitAsync(CancellationToken.None);
        }
        Assert.Equal("pending", (await api.A.GetAsync($"/v1/refunds/{refund}")).Ok().Text("status"));
        await api.SqlAsync("update pay_payment_operations set lease_until = now() - interval '1 second' where refund_id = $1", refund);
        await api.UntilAsync($"/v1/refunds/{refund}", shown => shown.Text("status") == "succeeded");
    }
}
