using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Disputes;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Refunds;

/// <summary>
/// Requests that give money back. A refund is written down as pending first and reserves its amount, so that concurrent ones
/// never exceed what was captured; then it goes to the gateway.
/// </summary>
public sealed class RefundFlow(PayDb db, PaymentOperations operations, ChargeEngine engine, RefundRecords records, RefundBooks books, PaymentOptions options, TimeProvider clock)
{
    public async Task<object> CreateAsync(RefundCreate create, GatewayRun run)
    {
        if (run.RecoveryPoint is { } reached) return await ResumeAsync(reached, run);
        var seen = await FindChargeAsync(create);
        await operations.LockIdleAsync(seen.PaymentIntentId);
        var (refund, operation) = await OpenAsync(seen.Id, create.Amount, create.Reason, create.Metadata.ForNew(), run.KeyId);
        await run.SaveAndCommitAsync("refund", refund.Id);
        if (operation is not null) await engine.RunForRequestAsync(operation, resumed: false);
        return await ShownAsync(refund.Id);
    }

    /// <summary>
    /// Writes a refund down and reserves its amount. The payment intent is locked, with nothing under way; the caller saves, commits, and gives the
    /// operation, if there is one, to the engine. After the commit a worker brings it to its end, whatever becomes of the caller.
    /// </summary>
    /// <param name="wanted">Minor units; null for all that is left.</param>
    /// <param name="keyId">The idempotency key under which the refund is the answer.</param>
    /// <param name="param">Where the amount stood, for errors.</param>
    public async Task<(Refund Refund, PaymentOperation? Operation)> OpenAsync(string chargeId, long? wanted, RefundReason? reason, Dictionary<string, string> metadata, Guid? keyId, string param = "amount")
    {
        var charge = (await db.LockAsync<PaymentAttempt>(chargeId, CancellationToken.None))!;
        await CheckAsync(charge);
        var amount = wanted ?? charge.Refundable;
        if (amount > charge.Refundable)
        {
            throw new StripeError(400, "invalid_request_error", null,
                $"Refund amount ({charge.Money with { Minor = amount }}) is greater than unrefunded amount on charge ({charge.Money with { Minor = charge.Refundable }})", param);
        }

        var refund = Refund.Of(charge, amount, reason, metadata, clock.GetUtcNow());
        db.Add(refund);
        charge.AmountRefunded += amount;
        PaymentOperation? operation = null;
        if (await IsAnotherInDoubtAsync(refund))
        {
            refund.Wait(clock.GetUtcNow() + options.AskAgainAfter);
            books.Pending(charge, refund);
        }
        else
        {
            refund.Send(clock.GetUtcNow());
            operation = operations.Open(charge, OperationKind.Refund, keyId, (await records.TallyAsync(refund, charge.AmountCaptured)).Target, refund.Id);
        }
        return (refund, operation);
    }

    public async Task<object> CancelAsync(string id, GatewayRun run)
    {
        if (run.RecoveryPoint is { } reached) return await ResumeAsync(reached, run);
        var seen = await db.Refunds.SingleOrDefaultAsync(r => r.Id == id) ?? throw RefundService.NoSuch(id);
        await operations.LockIdleAsync(seen.PaymentId);
        var charge = (await db.LockAsync<PaymentAttempt>(seen.ChargeId, CancellationToken.None))!;
        var refund = (await db.LockAsync<Refund>(id, CancellationToken.None))!;
        if (refund is not { Status: RefundStatus.Pending, InDoubtSince: null }) throw NotCancelable(refund);
        PaymentOperation? operation = null;
        if (refund.RefundReference is null) books.Canceled(charge, refund, null);
        else operation = operations.Open(charge, OperationKind.CancelRefund, run.KeyId, refundId: refund.Id);
        await run.SaveAndCommitAsync("refund", refund.Id);
        if (operation is not null) await engine.RunForRequestAsync(operation, resumed: false);
        var now = await db.Refunds.SingleAsync(r => r.Id == id);
        return now.Status == RefundStatus.Canceled ? RefundResponse.Of(now) : throw NotCancelable(now);
    }

    /// <summary>A worker's look at a refund that waits: it goes to the gateway if the charge is idle.</summary>
    public async Task TryAgainAsync(Refund seen)
    {
        if (await operations.TryLockIdleAsync(seen.PaymentId) is null) return;
        var charge = (await db.LockAsync<PaymentAttempt>(seen.ChargeId, CancellationToken.None))!;
        var refund = (await db.LockAsync<Refund>(seen.Id, CancellationToken.None))!;
        var now = clock.GetUtcNow();
        if (refund is not { Status: RefundStatus.Pending, RefundReference: null } || refund.LookAt is null || refund.LookAt > now)
        {
            await db.ForgetAsync();
            return;
        }
        PaymentOperation? operation = null;
        var before = refund.InDoubtSince is not null;
        if (!before && await IsAnotherInDoubtAsync(refund))
        {
            refund.Wait(now + options.AskAgainAfter);
        }
        else
        {
            refund.Send(now);
            operation = operations.Open(charge, OperationKind.Refund, null, (await records.TallyAsync(refund, charge.AmountCaptured)).Target, refund.Id);
        }
        await db.SaveAndCommitAsync();
        if (operation is not null) await engine.RunAsync(operation, resumed: before);
    }

    /// <summary>A retry under the key of a request that died: finishes its operation, or shows how it ended.</summary>
    private async Task<object> ResumeAsync(string id, GatewayRun run)
    {
        run.ReachedAlready("refund", id);
        await ResumeAsync(id);
        return await ShownAsync(id);
    }

    /// <summary>Brings a refund to its end whose holder died between its commit and the gateway's answer.</summary>
    /// <exception cref="StripeError">429 <c>lock_timeout</c>: somebody else is at it.</exception>
    public async Task ResumeAsync(string id)
    {
        if (await db.Set<PaymentOperation>().SingleOrDefaultAsync(o => o.RefundId == id && o.FinishedAt == null) is { } operation)
        {
            if (!await operations.TakeOverAsync(operation)) throw StripeError.LockTimeout();
            await engine.RunForRequestAsync(operation, resumed: true);
        }
    }

    private async Task<PaymentAttempt> FindChargeAsync(RefundCreate create)
    {
        if (create.Charge is { } id)
        {
            var charge = await db.Attempts.SingleOrDefaultAsync(a => a.Id == id) ?? throw StripeError.NoSuch("charge", id, "charge");
            return create.PaymentIntent is null || create.PaymentIntent == charge.PaymentIntentId
                ? charge
                : throw StripeError.Invalid($"The charge {id} is not one of the payment intent {create.PaymentIntent}.", "charge");
        }
        if (!await db.PaymentIntents.AnyAsync(i => i.Id == create.PaymentIntent)) throw StripeError.NoSuch("payment_intent", create.PaymentIntent!, "payment_intent");
        return await db.Attempts.Where(a => a.PaymentIntentId == create.PaymentIntent && a.AmountCaptured > 0).OrderByDescending(a => a.AttemptNo).FirstOrDefaultAsync()
            ?? throw State(null, $"This PaymentIntent ({create.PaymentIntent}) does not have a successful charge to refund.");
    }

    private async Task CheckAsync(PaymentAttempt charge)
    {
        if (charge.AmountCaptured > 0 && charge.Refundable == 0 && charge.Status != AttemptStatus.Rejected)
            throw State("charge_already_refunded", $"Charge {charge.Id} has already been refunded.");
        if (charge.Status == AttemptStatus.Authorized)
            throw State(null, $"Charge {charge.Id} has not been captured: cancel its PaymentIntent to release the hold.");
        if (charge.Status != AttemptStatus.Captured)
            throw State(null, $"Charge {charge.Id} was not successful, so there is nothing to refund.");
        if (charge.Disputed && await db.Disputes.AnyAsync(d => d.ChargeId == charge.Id && (d.Status == DisputeStatus.NeedsResponse || d.Status == DisputeStatus.UnderReview || d.Status == DisputeStatus.Lost)))
            throw State("charge_disputed", $"Charge {charge.Id} has been charged back; cannot issue a refund.");
    }

    private Task<bool> IsAnotherInDoubtAsync(Refund refund) =>
        db.Refunds.AnyAsync(r => r.ChargeId == refund.ChargeId && r.Id != refund.Id && r.Status == RefundStatus.Pending && r.InDoubtSince != null);

    private async Task<object> ShownAsync(string id) => RefundResponse.Of(await db.Refunds.SingleAsync(r => r.Id == id));

    private static StripeError NotCancelable(Refund refund) => State(null, refund.Status == RefundStatus.Pending
        ? $"Refund {refund.Id} cannot be canceled: it is on its way to the card's issuer."
        : $"Refund {refund.Id} cannot be canceled because it has a status of {SnakeCase.Of(refund.Status)}. Only a refund that is pending can be canceled.");

    private static StripeError State(string? code, string message) => new(400, "invalid_request_error", code, message) { WorkBegan = true };
}
