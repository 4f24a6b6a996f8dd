using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>What comes due on a schedule by itself, one duty and one transaction a step: a phase begins, another follows, the end is told and comes.</summary>
public sealed partial class ScheduleSteps(PayDb db, CustomerService customers, ScheduleBooks books, ScheduleService schedules, PhaseAdvance advance, ScopeTime time, ILogger<ScheduleSteps> log)
{
    public async Task StepAsync(string id, CancellationToken ct)
    {
        if (await db.SubscriptionSchedules.Where(s => s.Id == id).Select(s => s.CustomerId).SingleOrDefaultAsync(ct) is not { } owner) return;
        try
        {
            await DoAsync(id, await customers.LockAsync(owner, ct), ct);
        }
        catch (StripeError refused) when (refused.Status < 429)
        {
            // What a phase names does not fit any more, and will not fit on a second try: the subscription goes on as it is.
            LogAborted(id, refused.Message);
            await db.ForgetAsync();
            await customers.LockAsync(owner, ct);
            var held = await books.HoldAsync(id, ct);
            if (!held.Row.IsOver) await schedules.LetGoAsync(held, ScheduleMove.Abort, keepsEnd: false, ct);
        }
        await db.SaveAndCommitAsync(ct);
    }

    private async Task DoAsync(string id, Customer customer, CancellationToken ct)
    {
        var held = await books.HoldAsync(id, ct);
        var due = held.Row.Agenda().Where(d => d.At <= time.Now).OrderBy(d => d.At).Select(d => ((ScheduleDuty Duty, DateTimeOffset At)?)d).FirstOrDefault();
        if (due is not { } now)
        {
            held.Row.Plan();
            return;
        }
        switch (now.Duty)
        {
            case ScheduleDuty.TellExpiring:
                books.TellEnd(held);
                break;
            case ScheduleDuty.Start:
                await advance.StartAsync(held, ct);
                break;
            // Where its subscription is behind, it catches up first: the claim keeps this step until then.
            case ScheduleDuty.EndPhase when !await db.Subscriptions.AnyAsync(s => s.Id == held.Row.SubscriptionId && s.NextStepAt < now.At, ct):
                if ((await advance.EndPhaseAsync(held, customer, ct))?.InvoiceId is { } invoice) ChargeNext(invoice);
                break;
        }
    }

    /// <summary>What a phase invoices at once is charged after the commit, by the invoice's own step.</summary>
    private void ChargeNext(string id)
    {
        var invoice = db.Tracked<Invoice>().Single(i => i.Id == id);
        invoice.NextPaymentAttempt = time.Now;
        invoice.Plan();
    }

    [LoggerMessage(LogLevel.Warning, "The schedule {Id} was given up: {Reason}")]
    private partial void LogAborted(string id, string reason);
}
