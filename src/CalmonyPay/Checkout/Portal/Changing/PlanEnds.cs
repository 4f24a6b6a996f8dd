using CalmonyPay.Checkout.Portal.Configurations;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Subscriptions;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Checkout.Portal.Changing;

/// <summary>What a customer says of why.</summary>
/// <param name="Feedback">One of the reasons that were offered.</param>
public sealed record EndReason(string? Feedback, string? Comment)
{
    public CancellationDetails Over(CancellationDetails? before) => new(Comment ?? before?.Comment, Feedback ?? before?.Feedback, before?.Reason);
}

/// <summary>Ends a customer's subscription, at once or with its period, and takes the latter back. What was done already is done once.</summary>
public sealed class PlanEnds(PayDb db, SubscriptionChanging changing, SubscriptionCancelling cancelling)
{
    /// <summary>Whether the customer may end it now.</summary>
    public static bool MayEnd(PortalCancel feature, Subscription row) =>
        feature.Enabled && row is { IsOver: false, CancelAt: null } && row.Status != SubscriptionStatus.Incomplete && (EndsNow(feature, row) || row.ScheduleId is null);

    /// <summary>Whether the customer may take back that it ends with its period.</summary>
    public static bool MayKeep(PortalCancel feature, Subscription row) => feature.Enabled && row is { IsOver: false, CancelAtPeriodEnd: true, ScheduleId: null };

    /// <summary>A paused one has no period that goes on.</summary>
    public static bool EndsNow(PortalCancel feature, Subscription row) => feature.Mode == PortalCancelMode.Immediately || row.Status == SubscriptionStatus.Paused;

    /// <returns>False if it has ended meanwhile, or is to end already.</returns>
    public async Task<bool> EndAsync(Subscription seen, PortalCancel feature, EndReason reason, CancellationToken ct)
    {
        if (EndsNow(feature, seen)) return await EndNowAsync(seen.Id, feature, reason, ct);
        return await ChangeAsync(seen.Id, row => MayEnd(feature, row), true, reason, ct);
    }

    /// <summary>It goes on after all.</summary>
    public Task<bool> KeepAsync(string id, PortalCancel feature, CancellationToken ct) => ChangeAsync(id, row => MayKeep(feature, row), false, null, ct);

    private async Task<bool> EndNowAsync(string id, PortalCancel feature, EndReason reason, CancellationToken ct)
    {
        try
        {
            await cancelling.CancelAsync(id, new(InvoiceNow: false, Prorate: feature.ProrationBehavior == ProrationBehavior.CreateProrations, reason.Over), ct);
            await db.SaveAndCommitAsync(ct);
            return true;
        }
        catch (StripeError gone) when (gone.Code == "resource_missing")
        {
            await db.ForgetAsync();
            return false;
        }
    }

    private async Task<bool> ChangeAsync(string id, Func<Subscription, bool> may, bool atPeriodEnd, EndReason? reason, CancellationToken ct)
    {
        var (held, _) = await changing.HoldAsync(id, ct);
        if (!may(held.Row))
        {
            await db.ForgetAsync();
            return false;
        }
        var fields = SubscriptionFields.None with { CancelAtPeriodEnd = atPeriodEnd, CancellationDetails = before => reason?.Over(before) ?? before };
        await changing.UpdateAsync(id, new([], false, null, false, Change<PauseCollection>.Absent, null, fields), ct);
        await db.SaveAndCommitAsync(ct);
        return true;
    }
}
