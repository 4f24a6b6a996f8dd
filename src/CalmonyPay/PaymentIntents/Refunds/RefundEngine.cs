using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.PaymentIntents.Refunds;

/// <summary>
/// Takes one refund to the gateway: asks how the sale stands, does what <see cref="RefundPlan"/> says, and commits what came of
/// it. The same code runs for a request, for a worker that looks again, and after a crash.
/// </summary>
public sealed partial class RefundEngine(
    RefundRecords records, PaymentOperations operations, ChargeBooks charges, RefundBooks books, CallbackTokens callbacks, TenantScope scope, PaymentOptions options, TimeProvider clock, ILogger<RefundEngine> log)
{
    /// <summary>Ask, act, ask how that went; and once more where the sale went out in between.</summary>
    private const int MostRounds = 4;

    /// <param name="operation">Open, and leased to this caller.</param>
    /// <param name="resumed">Something may have gone out for this refund before.</param>
    public async Task RunAsync(PaymentOperation operation, PaymentAttempt charge, GatewayRoute route, bool resumed)
    {
        var (refund, ours) = await records.TallyAsync(operation.RefundId!);
        if (operation.Kind == OperationKind.CancelRefund)
        {
            await CancelAsync(operation, refund, route, resumed);
            return;
        }
        var run = new Run(operation, charge, route, refund, ours) { InDoubt = resumed };
        for (var round = 0; round < MostRounds; round++)
        {
            if (round > 0) await operations.RenewAsync(operation);
            if (await route.Gateway.QueryAsync(route.Account, charge.GatewayReference!) is not GatewayOutcome.Approved(var sale))
            {
                await LaterAsync(run, null, Growing(refund));
                return;
            }
            if (await StepAsync(run, sale)) return;
        }
        await LaterAsync(run, null, Growing(refund));
    }

    /// <returns>True if the operation is over; false to ask the gateway again.</returns>
    private async Task<bool> StepAsync(Run run, GatewayTransaction sale)
    {
        switch (RefundPlan.Next(run.Ours, sale, run.InDoubt))
        {
            case RefundStep.WasVoided: return await DoneAsync(run, RefundWay.Voided, sale);
            case RefundStep.WasLowered: return await DoneAsync(run, RefundWay.Lowered, sale);
            case RefundStep.WasReturned: return await DoneAsync(run, RefundWay.Returned, sale);
            case RefundStep.Void: return await VoidAsync(run);
            case RefundStep.Lower: return await LowerAsync(run);
            case RefundStep.Return: return await ReturnAsync(run, sale);
            case RefundStep.Wait:
                run.InDoubt = false;
                return await LaterAsync(run, sale, options.AskForSettlementEvery);
            case RefundStep.SaleRejected:
                await records.WriteAsync(run.Operation, run.Refund.Id, (intent, charge, _) =>
                    AttemptLifecycle.Allows(charge.Status, AttemptMove.Reject) ? charges.RejectedAsync(intent, charge) : Task.CompletedTask);
                return true;
            default:
                LogPerson(run.Refund.Id, sale.State, sale.AmountReceived, run.Ours.Held);
                return await LaterAsync(run, sale, null);
        }
    }

    private async Task<bool> VoidAsync(Run run)
    {
        await operations.RenewAsync(run.Operation);
        run.Sends = ("CANCEL", null);
        var outcome = await run.Route.Gateway.CancelAsync(run.Route.Account, run.Sale);
        return outcome is GatewayOutcome.Approved { Transaction: { State: GatewayState.Canceled } told } ? await DoneAsync(run, RefundWay.Voided, told) : await NotDoneAsync(run, outcome);
    }

    private async Task<bool> LowerAsync(Run run)
    {
        await operations.RenewAsync(run.Operation);
        run.Sends = ("CAPTURE", run.Ours.Target);
        var outcome = await run.Route.Gateway.CaptureAsync(run.Route.Account, run.Sale, run.Refund.Money with { Minor = run.Ours.Target });
        return outcome is GatewayOutcome.Approved { Transaction: { State: GatewayState.Captured } told } ? await DoneAsync(run, RefundWay.Lowered, told) : await NotDoneAsync(run, outcome);
    }

    /// <summary>CANCEL and CAPTURE set a state: what came of them, the next query shows.</summary>
    private async Task<bool> NotDoneAsync(Run run, GatewayOutcome outcome)
    {
        LogNotDone(run.Refund.Id, outcome.ToString());
        if (outcome is GatewayOutcome.NotSent) return await LaterAsync(run, null, Growing(run.Refund));
        run.InDoubt |= outcome is not GatewayOutcome.Refused;
        return false;
    }

    /// <summary>Sends the refund, or sends it again: the gateway's duplicate check holds the two apart while its window lasts.</summary>
    private async Task<bool> ReturnAsync(Run run, GatewayTransaction sale)
    {
        if (run.Tried) return await LaterAsync(run, sale, options.RepeatAfter);
        if (run.InDoubt && clock.GetUtcNow() - run.Refund.InDoubtSince > options.RepeatRefundWithin)
        {
            LogPerson(run.Refund.Id, sale.State, sale.AmountRefunded, run.Ours.Returned);
            return await LaterAsync(run, sale, null);
        }
        await operations.RenewAsync(run.Operation);
        run.Sends = ("REFUND_SALE", run.Refund.Amount);
        var callback = callbacks.UrlOf(new(scope.Current, run.Route.Account.CredentialId, run.Refund.Id));
        var outcome = await run.Route.Gateway.RefundAsync(run.Route.Account, new(run.Refund.Id, run.Sale, run.Refund.Money, callback));
        switch (outcome)
        {
            case GatewayOutcome.Approved(var told):
                return await WriteAsync(run, sale, (charge, refund) => books.ToldAsync(charge, refund, told));
            case GatewayOutcome.Declined(var told, _):
                return await FailAsync(run, sale, "declined", told);
            case GatewayOutcome.NotSent or GatewayOutcome.Refused { Kind: RefusalKind.Later }:
                return await LaterAsync(run, sale, Growing(run.Refund));
            // In doubt a refusal may only mean that the first one has left nothing to refund.
            case GatewayOutcome.Refused when run.InDoubt:
                return await LaterAsync(run, sale, Growing(run.Refund));
            case GatewayOutcome.Refused { Kind: RefusalKind.State } when !run.Refused:
                run.Refused = true;
                return false;
            case GatewayOutcome.Refused refused:
                LogRefused(run.Refund.Id, refused.Code, refused.Message);
                return await FailAsync(run, sale, "unknown", null);
            default:
                LogNotDone(run.Refund.Id, outcome.ToString());
                (run.InDoubt, run.Tried) = (true, true);
                return false;
        }
    }

    /// <summary>Takes back a refund that the gateway has not sent on.</summary>
    private async Task CancelAsync(PaymentOperation operation, Refund refund, GatewayRoute route, bool resumed)
    {
        var reference = refund.RefundReference!;
        var outcome = resumed ? await route.Gateway.QueryAsync(route.Account, reference) : await route.Gateway.CancelAsync(route.Account, reference);
        if (resumed && outcome is GatewayOutcome.Approved { Transaction.State: GatewayState.Authorized or GatewayState.Received })
            outcome = await route.Gateway.CancelAsync(route.Account, reference);
        if (outcome is not GatewayOutcome.Approved) outcome = await route.Gateway.QueryAsync(route.Account, reference);
        await records.WriteAsync(operation, refund.Id, async (_, charge, locked) =>
        {
            if (outcome is GatewayOutcome.Approved(var told)) await books.ToldAsync(charge, locked, told);
            else locked.LookAt = clock.GetUtcNow() + options.AskAgainAfter;
        });
    }

    private Task<bool> DoneAsync(Run run, RefundWay way, GatewayTransaction told) => WriteAsync(run, told, (charge, refund) => books.SucceededAsync(charge, refund, way, told));

    private Task<bool> FailAsync(Run run, GatewayTransaction sale, string reason, GatewayTransaction? told) => WriteAsync(run, sale, (charge, refund) =>
    {
        books.Failed(charge, refund, reason, told);
        return Task.CompletedTask;
    });

    /// <param name="pause">Null: no program can tell more, a person has to look.</param>
    private Task<bool> LaterAsync(Run run, GatewayTransaction? sale, TimeSpan? pause) => WriteAsync(run, sale, (charge, refund) =>
    {
        refund.Looks++;
        if (run.InDoubt || pause is null) refund.LookAt = clock.GetUtcNow() + pause;
        else refund.Wait(clock.GetUtcNow() + pause.Value);
        books.Pending(charge, refund);
        return Task.CompletedTask;
    });

    /// <summary>Commits what came of the run, with what the query has shown of the sale: with that the step's operation is over.</summary>
    private async Task<bool> WriteAsync(Run run, GatewayTransaction? sale, Func<PaymentAttempt, Refund, Task> write)
    {
        await records.WriteAsync(run.Operation, run.Refund.Id, async (_, charge, refund) =>
        {
            if (sale is { State: GatewayState.Settled } && charge.Settlement == SettlementStatus.Pending) await charges.SettledAsync(charge);
            if (run.Sends is var (action, amount)) refund.Sends(action, run.Sale, amount);
            await write(charge, refund);
        });
        return true;
    }

    private TimeSpan Growing(Refund refund) => options.AskAgainAfter * Math.Min(refund.Looks + 1, 30);

    /// <summary>One run's facts, and what it has learned.</summary>
    private sealed record Run(PaymentOperation Operation, PaymentAttempt Charge, GatewayRoute Route, Refund Refund, RefundTally Ours)
    {
        public string Sale => Charge.GatewayReference!;

        /// <summary>Something may have gone out whose outcome is not known.</summary>
        public bool InDoubt { get; set; }

        /// <summary>The refund went out in this run, and its answer did not tell.</summary>
        public bool Tried { get; set; }

        /// <summary>The gateway said once that the sale's state does not allow it.</summary>
        public bool Refused { get; set; }

        public (string Action, long? Amount)? Sends { get; set; }
    }

    [LoggerMessage(LogLevel.Warning, "{RefundId} was not done ({Outcome}); the gateway is asked")]
    private partial void LogNotDone(string refundId, string? outcome);

    [LoggerMessage(LogLevel.Error, "The gateway refused {RefundId}: {Code} {Message}")]
    private partial void LogRefused(string refundId, string code, string message);

    [LoggerMessage(LogLevel.Error, "{RefundId} waits for a person: the sale is {State} with {Told}, our books say {Ours}")]
    private partial void LogPerson(string refundId, GatewayState state, long? told, long ours);
}
