using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Refunds;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>
/// Drives one operation on a charge to its end, step by step: what we are about to do is committed, it is done, what
/// happened is committed. The same code runs for a request, and for a worker that takes over after a crash; then it asks
/// the gateway first what it knows.
/// </summary>
public sealed partial class ChargeEngine(
    PayDb db, GatewayCredentials credentials, PaymentOperations operations, ChargeBooks books, ChargeOrders orders, RefundEngine refunds, CardVault vault, PaymentOptions options, TimeProvider clock, ILogger<ChargeEngine> log)
{
    /// <summary>Steps that one operation may take: authorise, ask, capture, ask.</summary>
    private const int MostSteps = 6;

    /// <summary>Runs a request's operation.</summary>
    /// <exception cref="StripeError">429 <c>lock_timeout</c>: it took so long that somebody else has taken it over.</exception>
    public async Task RunForRequestAsync(PaymentOperation operation, bool resumed)
    {
        try { await RunAsync(operation, resumed); }
        catch (LeaseLostException) { throw StripeError.LockTimeout(); }
    }

    /// <param name="operation">Open, and leased to this caller.</param>
    /// <param name="resumed">True after a crash or a lost answer: the gateway is asked before it is told.</param>
    /// <exception cref="LeaseLostException">Somebody else has taken the operation over.</exception>
    public async Task RunAsync(PaymentOperation operation, bool resumed)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            var attempt = (await db.ReadAsync<PaymentAttempt>(operation.ChargeId, CancellationToken.None))!;
            await operations.RenewAsync(operation);
            var route = await credentials.ByIdAsync(attempt.CredentialId, CancellationToken.None);
            var more = operation.Kind switch
            {
                OperationKind.Authorize when attempt.Status == AttemptStatus.Submitted => await AuthorizeAsync(operation, attempt, route, resumed),
                OperationKind.Continue when attempt.Status == AttemptStatus.Challenged => await AskAsync(operation, attempt, route),
                OperationKind.Authorize or OperationKind.Continue or OperationKind.Capture when attempt.Status == AttemptStatus.Authorized => await CaptureAsync(operation, attempt, route, resumed),
                OperationKind.Cancel => await CancelAsync(operation, attempt, route, resumed),
                OperationKind.Refund or OperationKind.CancelRefund => await RefundAsync(operation, attempt, route, resumed),
                _ => await CloseAsync(operation),
            };
            if (!more) return;
        }
        LogTooLong(operation.ChargeId);
    }

    /// <summary>Sends the authorisation, or sends it again; the gateway's duplicate check holds the two apart.</summary>
    private async Task<bool> AuthorizeAsync(PaymentOperation operation, PaymentAttempt attempt, GatewayRoute route, bool resumed)
    {
        GatewayOutcome outcome;
        if (attempt.GatewayReference is { } known)
        {
            outcome = await route.Gateway.QueryAsync(route.Account, known);
        }
        else
        {
            var order = await orders.OfAsync(attempt, route.Account);
            // After a crash the card is gone unless the gateway has it: then only a callback can tell. And a capture at
            // once is never sent twice.
            if (resumed && (order is null || attempt.CapturesAtOnce)) return await WaitAsync(operation, attempt);
            var started = clock.GetTimestamp();
            outcome = await route.Gateway.ChargeAsync(route.Account, order ?? throw new InvalidOperationException("A first attempt has its card."));
            LogTook(attempt.Id, clock.GetElapsedTime(started).TotalMilliseconds);
            // That the repeat did not get through says nothing of the first request.
            if (resumed && outcome is GatewayOutcome.NotSent or GatewayOutcome.Refused) outcome = new GatewayOutcome.Unknown($"The repeat came to nothing: {outcome}");
        }
        return await RecordAuthorizationAsync(operation, outcome);
    }

    /// <summary>Goes on with what an authentication ended in; the leg itself was sent by <see cref="AuthenticationFlow"/>.</summary>
    private async Task<bool> AskAsync(PaymentOperation operation, PaymentAttempt attempt, GatewayRoute route) =>
        await RecordAuthorizationAsync(operation, await route.Gateway.QueryAsync(route.Account, attempt.GatewayReference!));

    /// <summary>Commits what the gateway said of an authorisation.</summary>
    /// <returns>True if the operation goes on (to the capture).</returns>
    internal async Task<bool> RecordAuthorizationAsync(PaymentOperation operation, GatewayOutcome outcome)
    {
        var (intent, attempt) = await LockAsync(operation);
        if (attempt.Status is not (AttemptStatus.Submitted or AttemptStatus.Challenged or AttemptStatus.Unresolved))
        {
            if (outcome is not GatewayOutcome.Approved { Transaction: { State: GatewayState.Authorized or GatewayState.Captured } late } || attempt is not { IsDead: true, GatewayReference: null }) return await GoOnAsync(operation, intent, attempt);
            attempt.Note(late);
            return await GiveBackAsync(operation, attempt);
        }
        switch (outcome)
        {
            case GatewayOutcome.Approved(var told) when told.State is GatewayState.Captured or GatewayState.Tendered or GatewayState.Deferred or GatewayState.Settled:
                vault.Forget(attempt.Id);
                await books.CapturedAsync(intent, attempt, told.AmountReceived ?? attempt.Amount, told);
                return await EndAsync(operation);
            case GatewayOutcome.Approved(var told) when told.State is GatewayState.Authorized && IsPartial(told, attempt):
                // Less than was asked for is not what the merchant agreed to: it is given back.
                await books.DeclinedAsync(intent, attempt, Declines.PartialApproval, told);
                return await GiveBackAsync(operation, attempt);
            case GatewayOutcome.Approved(var told) when told.State is GatewayState.Authorized:
                vault.Forget(attempt.Id);
                await books.AuthorizedAsync(intent, attempt, told);
                if (!intent.CapturesItself) return await EndAsync(operation);
                await operations.GoOnAsync(operation);
                await db.SaveAndCommitAsync();
                return true;
            case GatewayOutcome.Approved(var told) when told.State is GatewayState.Received:
                attempt.Note(told);
                return await LaterAsync(operation, intent, attempt);
            case GatewayOutcome.Approved(var told):
                await books.NothingHappenedAsync(intent, attempt, Declines.Ended(told.State), told);
                return await EndAsync(operation);
            case GatewayOutcome.Challenged(var told, _) when operation.OffSession || operation.ErrorOnRequiresAction:
                await books.DeclinedAsync(intent, attempt, operation.OffSession ? Declines.AuthenticationRequired : Declines.AuthenticationNotHandled, told);
                return await GiveBackAsync(operation, attempt);
            case GatewayOutcome.Challenged(var told, _) when attempt.AuthenticationLegs >= Challenge.MostLegs:
                vault.Forget(attempt.Id);
                await books.DeclinedAsync(intent, attempt, Declines.AuthenticationFailed, told);
                return await GiveBackAsync(operation, attempt);
            case GatewayOutcome.Challenged(var told, var challenge):
                await books.ChallengedAsync(intent, attempt, told, challenge);
                return await EndAsync(operation);
            case GatewayOutcome.Declined(var told, { NeedsAuthentication: true } decline) when !operation.OffSession && !operation.ErrorOnRequiresAction && attempt is { Status: AttemptStatus.Submitted, Browser: not { ChallengeMandated: true } }:
                await books.SoftDeclinedAsync(intent, attempt, decline, told);
                return await EndAsync(operation);
            case GatewayOutcome.Declined(var told, var decline):
                vault.Forget(attempt.Id);
                await books.DeclinedAsync(intent, attempt, Worded(decline, operation), told);
                return await EndAsync(operation);
            case GatewayOutcome.Refused refused when attempt.GatewayReference is null:
                vault.Forget(attempt.Id);
                LogRefused(attempt.Id, refused.Code, refused.Message);
                await books.NothingHappenedAsync(intent, attempt, Declines.Refused(refused));
                return await EndAsync(operation);
            case GatewayOutcome.NotSent(var reason) when attempt.Looks == 0 && attempt.GatewayReference is null:
                vault.Forget(attempt.Id);
                LogNotSent(attempt.Id, reason);
                await books.NothingHappenedAsync(intent, attempt, Declines.NotReached);
                return await EndAsync(operation);
            default:
                LogUnknown(attempt.Id, outcome.ToString());
                return await LaterAsync(operation, intent, attempt);
        }
    }

    /// <summary>Takes the held money by its reference; can be asked after and repeated, because it sets an absolute amount.</summary>
    private async Task<bool> CaptureAsync(PaymentOperation operation, PaymentAttempt attempt, GatewayRoute route, bool resumed)
    {
        var amount = operation.TargetAmount ?? attempt.Amount;
        var reference = attempt.GatewayReference!;
        var outcome = resumed
            ? await route.Gateway.QueryAsync(route.Account, reference)
            : await route.Gateway.CaptureAsync(route.Account, reference, new Money(amount, Currency.Of(attempt.Currency)));
        if (resumed && outcome is GatewayOutcome.Approved { Transaction.State: GatewayState.Authorized })
            outcome = await route.Gateway.CaptureAsync(route.Account, reference, new Money(amount, Currency.Of(attempt.Currency)));
        if (outcome is GatewayOutcome.Unknown or GatewayOutcome.Refused { Kind: RefusalKind.State or RefusalKind.Later })
            outcome = await route.Gateway.QueryAsync(route.Account, reference);

        var (intent, locked) = await LockAsync(operation);
        if (locked.Status != AttemptStatus.Authorized) return await EndAsync(operation);
        switch (outcome)
        {
            case GatewayOutcome.Approved(var told) when told.State is GatewayState.Captured or GatewayState.Tendered or GatewayState.Deferred or GatewayState.Settled:
                await books.CapturedAsync(intent, locked, told.AmountReceived ?? amount, told);
                return await EndAsync(operation);
            case GatewayOutcome.Approved(var told) when told.State is not (GatewayState.Authorized or GatewayState.Received):
                await books.NothingHappenedAsync(intent, locked, Declines.HoldGone, told);
                return await EndAsync(operation);
            default:
                LogUnknown(locked.Id, outcome.ToString());
                return await LaterAsync(operation, intent, locked);
        }
    }

    /// <summary>Gives a hold back: of an attempt that ends so, or of one that has ended and whose hold nobody wants.</summary>
    private async Task<bool> CancelAsync(PaymentOperation operation, PaymentAttempt attempt, GatewayRoute route, bool resumed)
    {
        var outcome = attempt.GatewayReference is not { } reference ? null
            : resumed ? await route.Gateway.QueryAsync(route.Account, reference) : await route.Gateway.CancelAsync(route.Account, reference);
        if (resumed && outcome is GatewayOutcome.Approved { Transaction.State: GatewayState.Authorized or GatewayState.Received })
            outcome = await route.Gateway.CancelAsync(route.Account, attempt.GatewayReference!);
        if (outcome is GatewayOutcome.Unknown or GatewayOutcome.Refused { Kind: RefusalKind.State or RefusalKind.Later })
            outcome = await route.Gateway.QueryAsync(route.Account, attempt.GatewayReference!);

        var (intent, locked) = await LockAsync(operation);
        if (locked.IsDead)
        {
            var gone = outcome is null or GatewayOutcome.Refused { Kind: RefusalKind.NoSuchTransaction } or GatewayOutcome.Approved { Transaction.State: not (GatewayState.Authorized or GatewayState.Received or GatewayState.Captured) };
            return gone ? await EndAsync(operation) : await LaterAsync(operation, intent, locked);
        }
        if (locked.Status is not (AttemptStatus.Authorized or AttemptStatus.Challenged)) return await EndAsync(operation);
        switch (outcome)
        {
            case null or GatewayOutcome.Refused { Kind: RefusalKind.NoSuchTransaction }:
                await books.CanceledAsync(intent, locked, operation.Reason, null);
                return await EndAsync(operation);
            case GatewayOutcome.Approved(var told) when told.State is GatewayState.Captured or GatewayState.Tendered or GatewayState.Settled or GatewayState.Deferred && locked.Status == AttemptStatus.Authorized:
                await books.CapturedAsync(intent, locked, told.AmountReceived ?? locked.Amount, told);
                return await EndAsync(operation);
            case GatewayOutcome.Approved(var told) when told.State is not (GatewayState.Authorized or GatewayState.Received):
                await books.CanceledAsync(intent, locked, operation.Reason, told);
                return await EndAsync(operation);
            default:
                LogUnknown(locked.Id, outcome.ToString());
                return await LaterAsync(operation, intent, locked);
        }
    }

    private async Task<bool> RefundAsync(PaymentOperation operation, PaymentAttempt attempt, GatewayRoute route, bool resumed)
    {
        await refunds.RunAsync(operation, attempt, route, resumed);
        return false;
    }

    /// <summary>Commits an end that leaves a hold behind, and with it the operation that gives the hold back; a worker goes on with that one too.</summary>
    private async Task<bool> GiveBackAsync(PaymentOperation operation, PaymentAttempt attempt)
    {
        await operations.CloseAsync(operation);
        var release = operations.Open(attempt, OperationKind.Cancel, keyId: null);
        await db.SaveAndCommitAsync();
        await RunAsync(release, resumed: false);
        return false;
    }

    private async Task<(PaymentIntent Intent, PaymentAttempt Attempt)> LockAsync(PaymentOperation operation)
    {
        var intent = await db.LockAsync<PaymentIntent>(operation.PaymentIntentId, CancellationToken.None);
        var attempt = await db.LockAsync<PaymentAttempt>(operation.ChargeId, CancellationToken.None);
        return (intent!, attempt!);
    }

    /// <summary>Only a callback, or time, can tell more.</summary>
    private async Task<bool> WaitAsync(PaymentOperation operation, PaymentAttempt seen)
    {
        var (intent, attempt) = await LockAsync(operation);
        return attempt.Status == seen.Status ? await LaterAsync(operation, intent, attempt) : await GoOnAsync(operation, intent, attempt);
    }

    /// <summary>Somebody else, slower than his lease, has recorded the authorisation meanwhile: the operation is over only if no capture has to follow.</summary>
    private async Task<bool> GoOnAsync(PaymentOperation operation, PaymentIntent intent, PaymentAttempt attempt)
    {
        if (attempt.Status != AttemptStatus.Authorized || !intent.CapturesItself) return await EndAsync(operation);
        await db.ForgetAsync();
        return true;
    }

    /// <summary>
    /// The outcome is not known, and the intent says <c>processing</c>. A lost authorisation lets go of the charge and is looked
    /// at again; a step whose base transaction is known keeps its operation open, for a worker to take over when its lease ends.
    /// </summary>
    private async Task<bool> LaterAsync(PaymentOperation operation, PaymentIntent intent, PaymentAttempt attempt)
    {
        if (attempt.Looks == 0 && intent.Status == PaymentIntentStatus.Processing) books.StillProcessing(intent);
        attempt.Looks++;
        if (attempt.Status is AttemptStatus.Submitted or AttemptStatus.Challenged)
        {
            attempt.LookAt = clock.GetUtcNow() + (attempt.GatewayReference is null ? options.RepeatAfter : Growing(attempt.Looks));
            return await EndAsync(operation);
        }
        await operations.LeaveAsync(operation, Growing(attempt.Looks));
        await db.SaveAndCommitAsync();
        return false;
    }

    private TimeSpan Growing(int looks) => options.AskAgainAfter * Math.Min(looks, 30);

    private async Task<bool> CloseAsync(PaymentOperation operation)
    {
        await operations.CloseAsync(operation);
        return false;
    }

    /// <summary>Commits what happened, and with it the end of the operation.</summary>
    private async Task<bool> EndAsync(PaymentOperation operation)
    {
        await operations.CloseAsync(operation);
        await db.SaveAndCommitAsync();
        return false;
    }

    private static Decline Worded(Decline decline, PaymentOperation operation) =>
        decline.AuthenticationFailed ? Declines.AuthenticationFailed
        : decline.NeedsAuthentication && !operation.OffSession ? Declines.AuthenticationNotHandled
        : decline;

    private static bool IsPartial(GatewayTransaction told, PaymentAttempt attempt) => told.AmountReceived is { } received && received > 0 && received < attempt.Amount;

    [LoggerMessage(LogLevel.Debug, "The authorisation of {AttemptId} took {Milliseconds} ms")]
    private partial void LogTook(string attemptId, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "{AttemptId} has no known outcome ({Outcome}); it will be asked after")]
    private partial void LogUnknown(string attemptId, string? outcome);

    [LoggerMessage(LogLevel.Warning, "{AttemptId} was not sent: {Reason}")]
    private partial void LogNotSent(string attemptId, string reason);

    [LoggerMessage(LogLevel.Error, "The gateway refused {AttemptId}: {Code} {Message}")]
    private partial void LogRefused(string attemptId, string code, string message);

    [LoggerMessage(LogLevel.Error, "The operation on {ChargeId} took more steps than it can need")]
    private partial void LogTooLong(string chargeId);
}
