using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.Platform.Data;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>
/// Asks the gateway where captured money stands, until it has settled or was refused; no callback tells of it. What else the
/// answer says (a chargeback) is passed on.
/// </summary>
public sealed class ChargeSettlement(PayDb db, GatewayCredentials credentials, ChargeBooks books, IEnumerable<IChargeAsked> listeners, PaymentOptions options, TimeProvider clock)
{
    public async Task AskAsync(PaymentAttempt seen)
    {
        var route = await credentials.ByIdAsync(seen.CredentialId, CancellationToken.None);
        var outcome = await route.Gateway.QueryAsync(route.Account, seen.GatewayReference!);

        var intent = (await db.LockAsync<PaymentIntent>(seen.PaymentIntentId, CancellationToken.None))!;
        var attempt = (await db.LockAsync<PaymentAttempt>(seen.Id, CancellationToken.None))!;
        if (attempt is { Status: AttemptStatus.Captured })
        {
            attempt.Looks++;
            if (attempt.LookAt is not null) attempt.LookAt = clock.GetUtcNow() + options.AskForSettlementEvery;
            if (outcome is GatewayOutcome.Approved(var told))
            {
                attempt.Note(told);
                if (told.State == GatewayState.Settled && attempt.Settlement == SettlementStatus.Pending) await books.SettledAsync(attempt);
                else if (told.State == GatewayState.Rejected && attempt.Settlement is SettlementStatus.Pending or SettlementStatus.Settled) await books.RejectedAsync(intent, attempt);
                foreach (var listener in listeners) await listener.ChargeAskedAsync(intent, attempt, told);
            }
        }
        await db.SaveAndCommitAsync();
    }
}

/// <summary>Hears, inside the transaction, what the gateway says of a captured charge: refunds and disputes live on it.</summary>
public interface IChargeAsked
{
    Task ChargeAskedAsync(PaymentIntent intent, PaymentAttempt attempt, GatewayTransaction told);
}
