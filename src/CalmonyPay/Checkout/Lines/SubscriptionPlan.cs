using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Checkout.Lines;

/// <summary>The subscription that a session makes, as the subscriptions' own room is asked for it.</summary>
internal static class SubscriptionPlan
{
    /// <param name="lines">With the quantities that were chosen; what was left out is not there.</param>
    /// <param name="card">The customer's card for the invoices to come; null where the payment brings it, or there is none.</param>
    public static SubscriptionCreate Of(CheckoutSession session, IReadOnlyList<SessionLine> lines, string customer, IReadOnlyList<Discount> discounts, string? card)
    {
        var wishes = session.Settings.Subscription;
        var fields = SubscriptionFields.None with
        {
            AddInvoiceItems = [.. lines.Where(line => !line.Recurs).Select(OnceOf)],
            DefaultPaymentMethod = card is null ? default : Change<string>.To(card),
            DefaultTaxRates = wishes?.DefaultTaxRates,
            Description = wishes?.Description is { } text ? Change<string>.To(text) : default,
            Discounts = discounts.Count == 0 ? default : Change<IReadOnlyList<DiscountChoice>>.To([.. discounts.Select(ChoiceOf)]),
            InvoiceTexts = wishes?.InvoiceTexts,
            Metadata = wishes is null ? MetadataChange.Absent : MetadataChange.To(wishes.Metadata),
            PaymentBehavior = PaymentBehavior.DefaultIncomplete,
            SavesCard = true,
            ProrationBehavior = wishes?.ProrationBehavior,
            MissingPaymentMethod = wishes?.MissingPaymentMethod,
        };
        var items = lines.Where(line => line.Recurs).Select((line, i) => ItemOf(line, $"items[{i}]")).ToList();
        return new(customer, session.Currency, items, false, wishes?.TrialEnd, wishes?.TrialDays, false, wishes?.BillingCycleAnchor, null, null, fields) { TakesPending = false };
    }

    /// <summary>A discount as it is asked for anew.</summary>
    public static DiscountChoice ChoiceOf(Discount d) => new(d.PromotionCode is null ? d.Coupon : null, d.PromotionCode, null, "discounts[0]");

    private static ItemParams ItemOf(SessionLine line, string at) =>
        new(at, null, line.Price.PriceId, null, line.Quantity, false, false, default, RatesOf(line), MetadataChange.To(line.Metadata)) { Known = true };

    private static OneTimeParams OnceOf(SessionLine line, int i) =>
        new($"add_invoice_items[{i}]", line.Price.PriceId, null, line.Quantity ?? 1, true, default, RatesOf(line), null, null, MetadataChange.To(line.Metadata)) { Known = true };

    private static IReadOnlyList<string>? RatesOf(SessionLine line) => line.TaxRates is { Count: > 0 } rates ? [.. rates.Select(rate => rate.Id)] : null;
}
