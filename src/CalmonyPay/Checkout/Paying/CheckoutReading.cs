using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Checkout.Lines;
using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Checkout.Shipping;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Paying;

/// <summary>What the page shows of a session. The scope is the session's project and mode.</summary>
public sealed class CheckoutReading(PayDb db, CheckoutOrders orders, CheckoutStates states, CouponService coupons, CheckoutUrls urls, TimeProvider clock)
{
    /// <param name="selection">What the shopper has chosen on the page so far; null for the session as it stands.</param>
    /// <returns>Null if there is no such session.</returns>
    public async Task<CheckoutView?> ViewAsync(string sessionId, CheckoutSelection? selection, CancellationToken ct)
    {
        if (await db.CheckoutSessions.SingleOrDefaultAsync(s => s.Id == sessionId, ct) is not { } session) return null;
        var open = session.IsOpenAt(clock.GetUtcNow());
        var order = open ? await OrderAsync(session, selection, ct) : Stored(session);
        var state = session.Status == CheckoutSessionStatus.Open ? await states.KnownAsync(session, ct) : null;
        var (settings, worked) = (session.Settings, order.Worked);
        var status = session.Status != CheckoutSessionStatus.Open ? SnakeCase.Of(session.Status) : open || state is CheckoutAnswer.Processing or CheckoutAnswer.Authenticate ? "open" : "expired";
        return new(
            session.Id, SnakeCase.Of(session.Mode), status, state is CheckoutAnswer.Processing, session.Livemode, session.Currency,
            [.. worked.Lines.Select(LineOf)], await AmountsAsync(session, order, ct), worked.Due, worked.Following,
            [.. session.ShippingOptions.Select(option => new CheckoutShippingOption(option.Rate, option.Name, option.Amount, EstimateOf(option.Estimate)))], order.Shipping?.Rate, CollectOf(session, order),
            order.NeedsCard, settings.AllowPromotionCodes == true, order.PromotionCode, new(settings.Texts.ShippingAddress, settings.Texts.Submit, settings.Texts.AfterSubmit, settings.Texts.TermsOfService),
            settings.SubmitType, settings.Locale, session.CancelUrl, session.SuccessUrl?.Replace(SessionParams.IdPlace, session.Id, StringComparison.Ordinal),
            AfterExpirationResponse.Of(session, urls)?.Recovery.Url, state is CheckoutAnswer.Declined declined ? new(declined.Code, declined.DeclineCode, declined.Message) : null,
            (state as CheckoutAnswer.Authenticate)?.Url, order.Codes, Guid.NewGuid(), session.ExpiresAt, settings.AfterCompletionMessage);
    }

    private async Task<CheckoutOrder> OrderAsync(CheckoutSession session, CheckoutSelection? selection, CancellationToken ct)
    {
        try
        {
            return await orders.OfAsync(session, selection, ct);
        }
        catch (StripeError)
        {
            return Stored(session); // something that it names is gone meanwhile: the form will say so
        }
    }

    /// <summary>What is over is shown as it was worked out last.</summary>
    private static CheckoutOrder Stored(CheckoutSession s) => new(
        new(s.LineItems ?? [], s.AmountSubtotal ?? 0, s.AmountTotal ?? 0, s.Totals ?? WorkedSession.Nothing.Totals, s.AmountTotal ?? 0, null), s.Discounts, null,
        s.ShippingOptions.FirstOrDefault(option => option.Rate == s.ShippingRateId), null, s.Status == CheckoutSessionStatus.Open, new Dictionary<string, string>());

    private static CheckoutLine LineOf(SessionLine line) => new(
        line.Id, line.Name, line.Description, line.Images, line.Quantity ?? 1, line.Adjustable is { } range ? new(range.Minimum, range.Maximum) : null, line.Price.UnitAmount, line.Price.UnitAmountDecimal,
        line.Subtotal, line.Discount, line.Tax, line.Total,
        line.Price.Recurring is { } recurring ? new(SnakeCase.Of(recurring.Interval), recurring.IntervalCount, line.IsMetered) : null);

    private async Task<CheckoutAmounts> AmountsAsync(CheckoutSession session, CheckoutOrder order, CancellationToken ct)
    {
        if (session.Mode == CheckoutSessionMode.Setup) return CheckoutAmounts.Nothing;
        var (worked, given) = (order.Worked, order.Discounts.Concat(order.Customer?.Discount is { } own ? [own] : []).ToList());
        var named = worked.Totals.Discounts.Select(d => (d.Amount, Discount: given.Find(one => one.Id == d.Discount))).ToList();
        var of = await coupons.LoadAsync([.. named.Where(d => d.Discount is not null).Select(d => d.Discount!.Coupon).Distinct()], ct);
        return new(
            worked.Subtotal,
            [.. named.Select(d => new CheckoutDiscount(NameOf(d.Discount, of), d.Discount?.PromotionCode is null ? null : order.PromotionCode, d.Discount?.Terms.PercentOff, d.Amount))],
            [.. worked.Totals.Taxes.Select(t => new CheckoutTax(t.Rate.DisplayName, t.Rate.Percentage, t.Rate.Inclusive, t.Amount))], worked.Totals.Shipping, worked.Total);
    }

    internal static string NameOf(Discount? discount, IReadOnlyDictionary<string, Coupon> of) =>
        discount is null ? "" : of.GetValueOrDefault(discount.Coupon)?.Name ?? discount.Coupon;

    private static CheckoutEstimate? EstimateOf(DeliveryEstimate? e) => e is null ? null : new(BoundOf(e.Minimum), BoundOf(e.Maximum));

    private static CheckoutEstimateBound? BoundOf(DeliveryBound? b) => b is null ? null : new(SnakeCase.Of(b.Unit), b.Value);

    private static CheckoutCollect CollectOf(CheckoutSession session, CheckoutOrder order)
    {
        var (settings, customer) = (session.Settings, order.Customer);
        var known = session.CustomerEmail ?? customer?.Email;
        return new(
            known ?? session.Collected?.Email, known is not null, session.Collected?.Name ?? customer?.Name, settings.CollectsPhone, settings.BillingAddressCollection == "required", session.Collected?.Address ?? customer?.Address,
            settings.ShippingCountries,
            [.. settings.CustomFields.Select(f => new CheckoutField(
                f.Key, f.Label, f.Type, f.Optional, session.Collected?.Fields.GetValueOrDefault(f.Key) ?? f.DefaultValue, f.MinimumLength, f.MaximumLength, [.. f.Options?.Select(o => new CheckoutFieldOption(o.Label, o.Value)) ?? []]))],
            settings.Consents?.TermsOfService == "required", settings.Consents?.Promotions == "auto");
    }
}
