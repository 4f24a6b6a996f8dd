using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Refunds;

/// <summary>
/// What becomes of refunds after their request: a worker looks at those that are due, a callback brings the reference of one
/// whose answer was lost, the sale's settlement sets those free that waited for it, and its rejection ends them.
/// </summary>
public sealed partial class DueRefunds(
    PayDb db, RefundFlow flow, RefundRecords records, RefundBooks books, GatewayCredentials credentials, PaymentOptions options, TimeProvider clock, ILogger<DueRefunds> log) : IGatewayTold
{
    public async Task LookAtAsync(string refundId)
    {
        var refund = await db.Refunds.SingleAsync(r => r.Id == refundId);
        if (refund.RefundReference is { } reference) await AskAsync(refund, reference);
        else if (refund.Status == RefundStatus.Pending) await flow.TryAgainAsync(refund);
    }

    public async Task GatewayToldAsync(GatewayNotice notice, CancellationToken ct)
    {
        if (!notice.AttemptId.StartsWith("re_", StringComparison.Ordinal) || notice.Reference is not { } reference) return;
        if (await db.Refunds.SingleOrDefaultAsync(r => r.Id == notice.AttemptId, ct) is not { } refund) return;
        if (refund.RefundReference is null && refund.Status is RefundStatus.Pending or RefundStatus.Succeeded)
        {
            // Perhaps the only word of the reference: it is worked off again later.
            if (!await AskAsync(refund, reference)) throw new GatewayUnheardException(reference);
        }
        else if (refund.RefundReference != reference) LogUnknown(reference, refund.Id);
    }

    /// <summary>Asks how the refund's own transaction stands; false if the gateway could not say.</summary>
    private async Task<bool> AskAsync(Refund seen, string reference)
    {
        var credential = await db.Attempts.Where(a => a.Id == seen.ChargeId).Select(a => a.CredentialId).SingleAsync();
        var route = await credentials.ByIdAsync(credential, CancellationToken.None);
        var outcome = await route.Gateway.QueryAsync(route.Account, reference);
        await records.WriteAsync(null, seen.Id, async (_, charge, refund) =>
        {
            refund.Looks++;
            if (refund.LookAt is not null) refund.LookAt = clock.GetUtcNow() + options.AskForSettlementEvery;
            if (outcome is not GatewayOutcome.Approved(var told) || told.AttemptId != refund.Id || told.Amount != refund.Amount) return;
            refund.Recognise(told);
            await books.ToldAsync(charge, refund, told);
        });
        return outcome is GatewayOutcome.Approved;
    }

    [LoggerMessage(LogLevel.Error, "The gateway told of {Reference} for {RefundId}, which has another reference: money may have gone back twice")]
    private partial void LogUnknown(string reference, string refundId);
}

/// <summary>What happens to a sale decides about its refunds.</summary>
public sealed class RefundsOfSale(PayDb db, RefundBooks books, TimeProvider clock) : IChargeAsked, IChargeRejected
{
    /// <summary>Settled: what waited for it goes out with the worker's next look.</summary>
    public async Task ChargeAskedAsync(PaymentIntent intent, PaymentAttempt attempt, GatewayTransaction told)
    {
        if (told.State != GatewayState.Settled || attempt.AmountRefunded == 0) return;
        foreach (var refund in await db.Refunds.AsTracking().Where(r => r.ChargeId == attempt.Id && r.Status == RefundStatus.Pending && r.RefundReference == null && r.InDoubtSince == null).ToListAsync())
            refund.LookAt = clock.GetUtcNow();
    }

    /// <summary>No money moved, so none goes back.</summary>
    public async Task ChargeRejectedAsync(PaymentIntent intent, PaymentAttempt attempt)
    {
        if (attempt.AmountRefunded == 0) return;
        foreach (var id in await db.Refunds.Where(r => r.ChargeId == attempt.Id && r.Status == RefundStatus.Pending).Select(r => r.Id).ToListAsync())
            books.Failed(attempt, (await db.LockAsync<Refund>(id, CancellationToken.None))!, "declined", null);
    }
}
