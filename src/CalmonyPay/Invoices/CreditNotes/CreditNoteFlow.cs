using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.PaymentIntents.Refunds;
using CalmonyPay.Platform.Http;

namespace CalmonyPay.Invoices.CreditNotes;

/// <summary>
/// The request that issues a credit note with a refund. The note, its refund (<c>pending</c>, its amount reserved) and the refund's operation are one
/// commit; then the gateway is called with no transaction open. A crash after the commit leaves a refund like any other: the worker of payments
/// takes its operation over when the lease has run out, and a retry under the same idempotency key does so at once.
/// </summary>
public sealed class CreditNoteFlow(CreditNoteService notes, RefundFlow refunds, ChargeEngine engine)
{
    public async Task<object> CreateAsync(CreditNoteCreate create, GatewayRun run)
    {
        if (run.RecoveryPoint is { } reached) return await ResumeAsync(reached, run);
        var (note, operation) = await notes.IssueAsync(create, run.KeyId, CancellationToken.None);
        await run.SaveAndCommitAsync("credit_note", note.Id);
        if (operation is not null) await engine.RunForRequestAsync(operation, resumed: false);
        return CreditNoteResponse.Of(await notes.GetAsync(note.Id, CancellationToken.None));
    }

    private async Task<object> ResumeAsync(string id, GatewayRun run)
    {
        run.ReachedAlready("credit_note", id);
        var note = await notes.GetAsync(id, CancellationToken.None);
        foreach (var refund in note.Refunds) await refunds.ResumeAsync(refund.Refund);
        return CreditNoteResponse.Of(note);
    }
}
