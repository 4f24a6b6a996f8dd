using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Refunds;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>
/// A person has looked at the gateway's own records and says what became of a charge or refund that no program could find
/// out. A reference is believed only if the gateway's answer to a query agrees in key, amount and currency.
/// </summary>
public sealed class AttemptResolution(
    PayDb db, PaymentOperations operations, ChargeEngine engine, ChargeBooks books, RefundRecords records, RefundBooks refunds, GatewayCredentials credentials)
{
    /// <param name="id"><c>ch_…</c> or <c>re_…</c>.</param>
    /// <param name="reference">The gateway's reference (<c>xref</c>) that the person found; of a refund also the sale's, where that was voided or lowered.</param>
    /// <returns>The status afterwards.</returns>
    /// <exception cref="OperatorException">Why not.</exception>
    public Task<string> FoundAsync(string id, string reference) => IsRefund(id) ? RefundFoundAsync(id, reference) : ChargeFoundAsync(id, reference);

    /// <summary>The gateway's records do not have it: it fails.</summary>
    /// <inheritdoc cref="FoundAsync"/>
    public async Task<string> NeverHappenedAsync(string id)
    {
        if (IsRefund(id))
        {
            var seen = await RefundAsync(id);
            await IdleAsync(seen.PaymentId);
            await records.WriteAsync(null, id, (_, charge, refund) =>
            {
                Check(refund);
                refunds.Failed(charge, refund, "unknown", null);
                return Task.CompletedTask;
            });
            return SnakeCase.Of((await RefundAsync(id)).Status);
        }
        var attempt = await ChargeAsync(id);
        var intent = await IdleAsync(attempt.PaymentIntentId);
        attempt = (await db.LockAsync<PaymentAttempt>(id, CancellationToken.None))!;
        Check(attempt);
        await books.NothingHappenedAsync(intent, attempt, Declines.NeverHappened);
        await db.SaveAndCommitAsync();
        return SnakeCase.Of(attempt.Status);
    }

    private async Task<string> ChargeFoundAsync(string id, string reference)
    {
        var seen = await ChargeAsync(id);
        Check(seen);
        var told = await QueryAsync(seen, reference);
        Agree(told, id, seen.Amount, seen.Currency);
        var intent = await IdleAsync(seen.PaymentIntentId);
        var attempt = (await db.LockAsync<PaymentAttempt>(id, CancellationToken.None))!;
        Check(attempt);
        var operation = operations.Open(attempt, OperationKind.Authorize, null, intent.CapturesItself ? intent.Amount : null, offSession: intent.OffSession);
        await db.SaveAndCommitAsync();
        if (await engine.RecordAuthorizationAsync(operation, new GatewayOutcome.Approved(told))) await engine.RunAsync(operation, resumed: true);
        return SnakeCase.Of((await ChargeAsync(id)).Status);
    }

    private async Task<string> RefundFoundAsync(string id, string reference)
    {
        var seen = await RefundAsync(id);
        Check(seen);
        var sale = await ChargeAsync(seen.ChargeId);
        var told = await QueryAsync(sale, reference);
        var (_, ours) = await records.TallyAsync(id);
        var way = reference != sale.GatewayReference ? RefundWay.Returned : RefundPlan.Next(ours, told, inDoubt: true) switch
        {
            RefundStep.WasVoided => RefundWay.Voided,
            RefundStep.WasLowered => RefundWay.Lowered,
            RefundStep.WasReturned => RefundWay.Returned,
            _ => throw new OperatorException($"The gateway's record of the sale {reference} does not show {id}."),
        };
        if (reference != sale.GatewayReference) Agree(told, id, seen.Amount, seen.Currency);
        await IdleAsync(seen.PaymentId);
        await records.WriteAsync(null, id, async (_, charge, refund) =>
        {
            Check(refund);
            if (reference == sale.GatewayReference)
            {
                await refunds.SucceededAsync(charge, refund, way, told);
                return;
            }
            refund.Recognise(told);
            await refunds.ToldAsync(charge, refund, told);
        });
        return SnakeCase.Of((await RefundAsync(id)).Status);
    }

    private async Task<GatewayTransaction> QueryAsync(PaymentAttempt attempt, string reference)
    {
        var route = await credentials.ByIdAsync(attempt.CredentialId, CancellationToken.None);
        return await route.Gateway.QueryAsync(route.Account, reference) switch
        {
            GatewayOutcome.Approved(var told) => told,
            GatewayOutcome.Refused { Kind: RefusalKind.NoSuchTransaction } => throw new OperatorException($"The gateway knows no transaction {reference}."),
            var other => throw new OperatorException($"The gateway did not answer the query: {other}"),
        };
    }

    private static void Agree(GatewayTransaction told, string id, long amount, string currency)
    {
        var differs = told.AttemptId != id ? $"it belongs to {told.AttemptId ?? "no attempt of ours"}"
            : told.Amount != amount ? $"its amount is {told.Amount}, not {amount}"
            : told.Currency != currency ? $"its currency is {told.Currency}, not {currency}"
            : null;
        if (differs is not null) throw new OperatorException($"The transaction {told.Reference} is not the one: {differs}.");
    }

    private async Task<PaymentIntent> IdleAsync(string intent) => await operations.TryLockIdleAsync(intent)
        ?? throw new OperatorException("A host is at work on this payment now. Try again in a minute.");

    private static void Check(PaymentAttempt attempt)
    {
        if (attempt is not { Status: AttemptStatus.Submitted or AttemptStatus.Unresolved, GatewayReference: null })
            throw new OperatorException($"{attempt.Id} needs no person: it is {SnakeCase.Of(attempt.Status)}{(attempt.GatewayReference is { } known ? $", and the gateway is asked about {known}" : "")}.");
    }

    private static void Check(Refund refund)
    {
        if (refund is not { Status: RefundStatus.Pending, RefundReference: null })
            throw new OperatorException($"{refund.Id} needs no person: it is {SnakeCase.Of(refund.Status)}.");
    }

    private async Task<PaymentAttempt> ChargeAsync(string id) => await db.Attempts.SingleOrDefaultAsync(a => a.Id == id) ?? throw new OperatorException($"There is no charge {id}.");

    private async Task<Refund> RefundAsync(string id) => await db.Refunds.SingleOrDefaultAsync(r => r.Id == id) ?? throw new OperatorException($"There is no refund {id}.");

    private static bool IsRefund(string id) => id.StartsWith("re_", StringComparison.Ordinal);
}
