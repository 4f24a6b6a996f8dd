using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Checkout.Lines;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Paying;

/// <summary>A session with what the shopper chose.</summary>
/// <param name="Discounts">The merchant's, or the promotion code's: redeemed ones if they are the session's own.</param>
/// <param name="PromotionCode">As it was typed; null for none.</param>
/// <param name="Customer">Null for a guest.</param>
/// <param name="Codes">What is wrong with the selection, by field; then all else is without it.</param>
public sealed record CheckoutOrder(
    WorkedSession Worked, IReadOnlyList<Discount> Discounts, string? PromotionCode, SessionShipping? Shipping, Customer? Customer, bool NeedsCard, IReadOnlyDictionary<string, string> Codes);

/// <summary>Works out what a selection comes to. Nothing is written and nothing locked.</summary>
public sealed class CheckoutOrders(PayDb db, SessionReckoning reckoning, DiscountService discounts, PromotionCodeService codes, CustomerDiscounts facts)
{
    /// <param name="selection">Null: as the session stands.</param>
    public async Task<CheckoutOrder> OfAsync(CheckoutSession session, CheckoutSelection? selection, CancellationToken ct)
    {
        var wrong = new Dictionary<string, string>();
        var customer = session.CustomerId is { } id ? await db.Customers.SingleOrDefaultAsync(c => c.Id == id, ct) : null;
        var lines = session.LineItems ?? [];
        var chosen = selection is null ? lines : Quantities(lines, selection, wrong);
        var shipping = Shipping(session, selection, wrong);
        var plain = await reckoning.WorkAsync(session, chosen, [], shipping, customer, ct);
        var (given, typed) = await DiscountsAsync(session, selection, plain.Subtotal, wrong, ct);
        var worked = given.Count == 0 ? plain : await reckoning.WorkAsync(session, chosen, given, shipping, customer, ct);
        if (session.Mode == CheckoutSessionMode.Payment && worked.Total > 0) CheckTotal(new(worked.Total, Currency.Of(session.Currency!)), wrong);
        var needsCard = session.Mode switch
        {
            CheckoutSessionMode.Payment => worked.Total > 0,
            CheckoutSessionMode.Subscription => worked.Due > 0 || session.Settings.PaymentMethodCollection == "always",
            _ => true,
        };
        return new(worked, given, typed, shipping, customer, needsCard, wrong);
    }

    private static IReadOnlyList<SessionLine> Quantities(IReadOnlyList<SessionLine> lines, CheckoutSelection selection, Dictionary<string, string> wrong)
    {
        var chosen = new List<SessionLine>();
        foreach (var line in lines)
        {
            if (line.Adjustable is not { } range || !selection.Quantities.TryGetValue(line.Id, out var quantity) || quantity == line.Quantity) chosen.Add(line);
            else if (quantity >= range.Minimum && quantity <= range.Maximum) chosen.Add(line with { Quantity = quantity });
            else
            {
                wrong[$"quantities[{line.Id}]"] = CheckoutCodes.QuantityOutOfRange;
                chosen.Add(line);
            }
        }
        // Something must be bought, and of a subscription something that recurs.
        var wanted = chosen.Where(line => line.Quantity != 0).ToList();
        if (wanted.Count > 0 && (wanted.Exists(line => line.Recurs) || !lines.Any(line => line.Recurs))) return chosen;
        foreach (var line in chosen.Where(line => line.Quantity == 0)) wrong[$"quantities[{line.Id}]"] = CheckoutCodes.QuantityOutOfRange;
        return lines;
    }

    private static SessionShipping? Shipping(CheckoutSession session, CheckoutSelection? selection, Dictionary<string, string> wrong)
    {
        var usual = session.ShippingOptions.FirstOrDefault(option => option.Rate == session.ShippingRateId) ?? UsualOf(session);
        if (selection?.ShippingRate is not { Length: > 0 } named || session.ShippingOptions.Count == 0) return usual;
        if (session.ShippingOptions.FirstOrDefault(option => option.Rate == named) is { } found) return found;
        wrong["shipping_rate"] = CheckoutCodes.Invalid;
        return usual;
    }

    private static SessionShipping? UsualOf(CheckoutSession session) => session.ShippingOptions is [{ } first, ..] ? first : null;

    private async Task<(IReadOnlyList<Discount> Given, string? Typed)> DiscountsAsync(CheckoutSession session, CheckoutSelection? selection, long subtotal, Dictionary<string, string> wrong, CancellationToken ct)
    {
        if (session.Settings.AllowPromotionCodes != true || selection is null) return (session.Discounts, await TypedAsync(session.Discounts, ct));
        if (selection.PromotionCode?.Trim() is not { Length: > 0 } typed) return ([], null);
        if (await codes.FindAsync(typed, session.CustomerId, ct) is not { } code)
        {
            // What the session has redeemed already is its own, though it may have been the last.
            if (session.DiscountsRedeemed && string.Equals(await TypedAsync(session.Discounts, ct), typed, StringComparison.OrdinalIgnoreCase)) return (session.Discounts, typed);
            wrong["promotion_code"] = CheckoutCodes.PromotionUnknown;
            return ([], null);
        }
        if (session.DiscountsRedeemed && session.Discounts is [{ } own] && own.PromotionCode == code.Id) return (session.Discounts, code.Code);
        try
        {
            var redeemer = session.CustomerId is { } id ? facts.FactsOf(id) : new RedemptionFacts(true);
            var supposed = await discounts.SupposeAsync(
                new(null, code.Id, null, "promotion_code"), new(session.CustomerId), redeemer with { Amount = new Money(subtotal, Currency.Of(session.Currency!)) }, ct);
            return ([supposed], code.Code);
        }
        catch (StripeError)
        {
            wrong["promotion_code"] = CheckoutCodes.PromotionUnfit;
            return ([], null);
        }
    }

    private async Task<string?> TypedAsync(IReadOnlyList<Discount> given, CancellationToken ct) =>
        given is [{ PromotionCode: { } id }] ? await db.PromotionCodes.Where(c => c.Id == id).Select(c => c.Code).SingleOrDefaultAsync(ct) : null;

    private static void CheckTotal(Money total, Dictionary<string, string> wrong)
    {
        if (total < ChargeLimits.MinimumOf(total.Currency)) wrong["total"] = CheckoutCodes.AmountTooSmall;
        else if (total > ChargeLimits.MaximumOf(total.Currency)) wrong["total"] = CheckoutCodes.AmountTooLarge;
    }
}
