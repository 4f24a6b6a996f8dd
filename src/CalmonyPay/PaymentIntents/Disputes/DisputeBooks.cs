using CalmonyPay.Gateways;
using CalmonyPay.Ledger;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.PaymentIntents.Refunds;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Disputes;

/// <summary>
/// Writes down what banks and merchants do about a dispute, in the transaction that the caller holds with the payment intent
/// locked. The only writer of a dispute's status; the ledger follows it.
/// </summary>
public sealed class DisputeBooks(PayDb db, EventLog events, LedgerService ledger, RefundBooks refunds, DisputeViews views, PaymentOptions options, TimeProvider clock) : IChargeAsked
{
    /// <summary>Hears what the gateway says of a captured charge: a new chargeback, or how one was decided.</summary>
    public async Task ChargeAskedAsync(PaymentIntent intent, PaymentAttempt attempt, GatewayTransaction told)
    {
        if (told.Chargeback is not { } chargeback) return;
        var known = await db.Disputes.Where(d => d.ChargeId == attempt.Id && d.GatewayReference == chargeback.Id).Select(d => d.Id).SingleOrDefaultAsync();
        var dispute = known is null
            ? await OpenedAsync(attempt, chargeback.Id, chargeback.Amount, chargeback.Reason, chargeback.Inquiry)
            : (await db.LockAsync<Dispute>(known, CancellationToken.None))!;
        if (DisputeLifecycle.IsClosed(dispute.Status)) return;
        if (chargeback.Status == "won") await DecidedAsync(dispute, DisputeMove.Win);
        else if (chargeback.Status == "lost") await DecidedAsync(dispute, DisputeMove.Lose);
    }

    /// <summary>A new dispute. A chargeback takes the money at once, and refunds that have not gone out fail with it.</summary>
    /// <param name="charge">Locked, captured.</param>
    /// <param name="amount">Minor units; null for all that the charge has left.</param>
    public async Task<Dispute> OpenedAsync(PaymentAttempt charge, string? gatewayReference, long? amount, string reason, bool inquiry)
    {
        if (!inquiry)
        {
            foreach (var id in await db.Refunds.Where(r => r.ChargeId == charge.Id && r.Status == RefundStatus.Pending && r.RefundReference == null && r.InDoubtSince == null).Select(r => r.Id).ToListAsync())
                refunds.Failed(charge, (await db.LockAsync<Refund>(id, CancellationToken.None))!, "charge_for_pending_refund_disputed", null);
        }
        var now = clock.GetUtcNow();
        var left = charge.Refundable > 0 ? charge.Refundable : charge.AmountCaptured;
        var dispute = Dispute.Of(charge, gatewayReference, amount ?? left, reason, inquiry, now, now + options.EvidenceWithin);
        db.Add(dispute);
        if (!inquiry) ledger.DisputeOpened(dispute.Id, dispute.Money, description: $"Chargeback withdrawal for {charge.Id}");
        var before = ChargeResponse.Of(charge);
        charge.Disputed = true;
        if (!before.Disputed) events.Record("charge.updated", charge, ChargeResponse.Of(charge), before);
        await NoteAsync("charge.dispute.created", dispute);
        if (!inquiry) await NoteAsync("charge.dispute.funds_withdrawn", dispute);
        return dispute;
    }

    /// <summary>Evidence and metadata. In test mode Stripe's two words in <c>uncategorized_text</c> decide the dispute when they are submitted.</summary>
    /// <param name="dispute">Locked.</param>
    public async Task UpdatedAsync(Dispute dispute, DisputeUpdate update)
    {
        var before = await views.OfAsync(dispute, CancellationToken.None);
        // Closed, or with the bank: refused before anything is written.
        if (update.Evidence is not null || update.Submit) DisputeLifecycle.Next(dispute.Status, DisputeMove.Submit);
        dispute.Metadata = update.Metadata.Over(dispute.Metadata);
        dispute.IntendedSubmissionMethod = update.IntendedSubmissionMethod ?? dispute.IntendedSubmissionMethod;
        if (update.Evidence is { } evidence) dispute.Evidence = evidence.Over(dispute.Evidence);
        if (update.Submit) dispute.Submit();
        events.Record("charge.dispute.updated", dispute, await views.OfAsync(dispute, CancellationToken.None), before);
        if (!update.Submit || dispute.Livemode) return;
        switch (dispute.Evidence.GetValueOrDefault("uncategorized_text"))
        {
            case "winning_evidence": await DecidedAsync(dispute, DisputeMove.Win); break;
            case "losing_evidence": await DecidedAsync(dispute, DisputeMove.Lose); break;
        }
    }

    /// <param name="dispute">Locked.</param>
    /// <exception cref="Platform.Errors.StripeError">400: it is closed already.</exception>
    public async Task DecidedAsync(Dispute dispute, DisputeMove outcome)
    {
        dispute.Decide(outcome);
        if (dispute.Status == DisputeStatus.Won) ledger.DisputeReversed(dispute.Id, dispute.Money, description: $"Chargeback reversal for {dispute.ChargeId}");
        await NoteAsync("charge.dispute.closed", dispute);
        if (dispute.Status == DisputeStatus.Won) await NoteAsync("charge.dispute.funds_reinstated", dispute);
    }

    private async Task NoteAsync(string type, Dispute dispute) => events.Record(type, dispute, await views.OfAsync(dispute, CancellationToken.None));
}
