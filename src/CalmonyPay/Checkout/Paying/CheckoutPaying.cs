using CalmonyPay.Checkout.Links;
using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Checkout.Paying;

/// <summary>What the page does when its form is sent. The scope is the session's project and mode, and lives for this one form.</summary>
public sealed partial class CheckoutPaying(
    PayDb db, CheckoutOrders orders, CheckoutStates states, PaymentPaying payments, SubscriptionPaying subscriptions, SetupPaying setups, LinkPlaces places, SessionEnding ending, IOptions<CheckoutOptions> options, TimeProvider clock, ILogger<CheckoutPaying> log)
{
    /// <summary>How often a form begins again because the session moved under its hands.</summary>
    private const int MostRounds = 6;

    /// <summary>Pays, subscribes or sets up. Goes on to its end whether or not the browser waits.</summary>
    public async Task<CheckoutAnswer> PayAsync(string sessionId, CheckoutForm form)
    {
        try
        {
            for (var round = 0; round < MostRounds; round++)
                if (await OnceAsync(sessionId, form) is { } answer)
                {
                    if (answer is CheckoutAnswer.Declined) await places.LeaveAsync(sessionId);
                    return answer;
                }
            return await states.OfAsync(sessionId, CancellationToken.None);
        }
        catch (StripeError refused)
        {
            await db.ForgetAsync();
            var state = await states.OfAsync(sessionId, CancellationToken.None);
            if (state is CheckoutAnswer.Complete or CheckoutAnswer.Expired) return state;
            // Another form of the same session is at work, and may yet pay.
            if (refused.Status is 409 or 429) return new CheckoutAnswer.Processing();
            await places.LeaveAsync(sessionId);
            LogRefused(sessionId, refused.Code, refused.Message);
            return new CheckoutAnswer.Declined(refused.Code ?? "processing_error", refused.DeclineCode, refused.Message);
        }
    }

    /// <returns>Null if the session moved meanwhile: begin again.</returns>
    private async Task<CheckoutAnswer?> OnceAsync(string sessionId, CheckoutForm form)
    {
        var now = clock.GetUtcNow();
        var seen = await db.CheckoutSessions.SingleOrDefaultAsync(s => s.Id == sessionId);
        if (seen is null) return new CheckoutAnswer.Expired();
        if (!seen.IsOpenAt(now) || seen.ReadyAt is not null || seen.UsedTokens.Contains(form.Token)) return await states.OfAsync(seen, CancellationToken.None);
        var order = await orders.OfAsync(seen, form.Selection, CancellationToken.None);
        if (FormCheck.Of(seen, order, form, now) is { Count: > 0 } wrong) return new CheckoutAnswer.Invalid(wrong);
        if (order.NeedsCard && seen.Attempts >= options.Value.MostAttempts) return new CheckoutAnswer.TooManyAttempts();
        switch (await places.TakeAsync(seen))
        {
            case LinkPlace.Taken: return null;
            case LinkPlace.OthersPay: return new CheckoutAnswer.Declined("processing_error", null, "Others are paying for the last of these just now. Try again in a minute.");
            case LinkPlace.None:
                await ending.ExpireAsync(sessionId, CancellationToken.None);
                return new CheckoutAnswer.Expired();
        }
        return seen.Mode switch
        {
            CheckoutSessionMode.Payment => await payments.PayAsync(seen, order, form),
            CheckoutSessionMode.Subscription when order.Worked.Due > 0 => await subscriptions.PayAsync(seen, order, form),
            CheckoutSessionMode.Subscription when !order.NeedsCard => await subscriptions.BeginAsync(seen, order, form),
            _ => await setups.SetUpAsync(seen, order, form),
        };
    }

    [LoggerMessage(LogLevel.Warning, "A form of {SessionId} came to nothing: {Code} {Message}")]
    private partial void LogRefused(string sessionId, string? code, string message);
}
