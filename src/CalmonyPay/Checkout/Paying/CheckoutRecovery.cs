using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Paying;

/// <summary>A second chance: an expired session whose merchant offers recovery is opened again as a copy.</summary>
public sealed class CheckoutRecovery(PayDb db, CheckoutOrders orders, CheckoutUrls urls, TenantScope scope, TimeProvider clock)
{
    /// <summary>The same copy however often it is asked for while that one is open; commits.</summary>
    /// <returns>The address of the copy's page; null if the session offers none (any more).</returns>
    public async Task<string?> RecoverAsync(string sessionId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var old = await db.LockAsync<CheckoutSession>(sessionId, ct);
        if (old is not { Status: CheckoutSessionStatus.Expired, Settings.Recovery.Enabled: true } || old.ExpiredAt + AfterExpirationResponse.RecoveryLasts < now)
        {
            await db.ForgetAsync();
            return null;
        }
        if (await db.CheckoutSessions.Where(s => s.RecoveredFrom == sessionId && s.Status != CheckoutSessionStatus.Expired).OrderByDescending(s => s.Id).FirstOrDefaultAsync(ct) is { } known)
        {
            await db.ForgetAsync();
            return urls.PageOf(known.UrlToken);
        }
        try
        {
            var copy = await CopyAsync(old, now, ct);
            await db.SaveAndCommitAsync(ct);
            return urls.PageOf(copy.UrlToken);
        }
        catch (StripeError)
        {
            await db.ForgetAsync();
            return null; // what it sold cannot be sold as it was: a trial's end is past, a tax rate is gone
        }
    }

    private async Task<CheckoutSession> CopyAsync(CheckoutSession old, DateTimeOffset now, CancellationToken ct)
    {
        var id = CheckoutSession.NewId(scope.Current.Livemode, now);
        var recovery = old.Settings.Recovery!;
        var typed = old.Settings.AllowPromotionCodes == true;
        var copy = new CheckoutSession
        {
            Id = id,
            Mode = old.Mode,
            PaymentStatus = old.PaymentStatus,
            CustomerId = old.CustomerId,
            Currency = old.Currency,
            Settings = recovery.AllowPromotionCodes ? old.Settings with { AllowPromotionCodes = true } : old.Settings,
            Discounts = typed || recovery.AllowPromotionCodes ? [] : old.Discounts,
            LineItems = old.LineItems?.Select(line => line with { Id = Lines.SessionLine.NewId(now) }).ToList(),
            ShippingOptions = old.ShippingOptions,
            ShippingRateId = old.ShippingRateId,
            ClientReferenceId = old.ClientReferenceId,
            CustomerEmail = old.CustomerEmail,
            BuyerEmail = old.BuyerEmail,
            SuccessUrl = old.SuccessUrl,
            CancelUrl = old.CancelUrl,
            UrlToken = urls.TokenOf(id),
            PaymentLinkId = old.PaymentLinkId,
            RecoveredFrom = old.Id,
            ExpiresAt = now + CheckoutSession.Lifetime,
            Metadata = new(old.Metadata),
            CreatedAt = now,
        };
        var order = await orders.OfAsync(copy, null, ct);
        copy.Take(order.Worked, order.Shipping?.Rate);
        copy.Plan();
        db.Add(copy);
        return copy;
    }
}
