using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Checkout.Portal.Configurations;
using CalmonyPay.Invoices;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Subscriptions;
using CalmonyPay.Subscriptions.Items;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Checkout.Portal.Changing;

/// <summary>A change that a customer has chosen.</summary>
/// <param name="Discount">Taken besides those that the subscription has.</param>
/// <param name="At">The moment from which it is reckoned, so that what was shown is what is done; null: the moment of the change.</param>
public sealed record PlanChange(PlanOffer Offer, PlanChoice Choice, DiscountChoice? Discount, DateTimeOffset? At)
{
    /// <summary>Whether anything becomes different at all.</summary>
    public bool IsNone => Discount is null && !ChangesItem;

    /// <summary>Whether an item is what it would become.</summary>
    public bool IsMadeIn(SubscriptionItem item) => item.PriceId == Choice.Option.Price.Id && (item.Quantity ?? 1) == Choice.Quantity;

    private bool ChangesItem => !IsMadeIn(Offer.Item);

    /// <summary>Whether a trial ends with it. A code alone changes neither the period nor a trial.</summary>
    public bool EndsTrial(PortalUpdate feature) => ChangesItem && Offer.Held.Row.Status == SubscriptionStatus.Trialing && feature.TrialUpdateBehavior == TrialUpdateBehavior.EndTrial;

    /// <summary>The change as a request would ask for it.</summary>
    /// <param name="behavior">What becomes of it where it cannot be paid at once.</param>
    public SubscriptionUpdate Update(PortalUpdate feature, PaymentBehavior behavior)
    {
        var row = Offer.Held.Row;
        var endsTrial = EndsTrial(feature);
        var beginsPeriod = ChangesItem && feature.BillingCycleAnchor == "now" && (row.Status != SubscriptionStatus.Trialing || endsTrial);
        var fields = SubscriptionFields.None with { Discounts = Discounts(row.Discounts), PaymentBehavior = behavior, ProrationBehavior = feature.ProrationBehavior };
        IReadOnlyList<ItemParams> items = ChangesItem
            ? [new("items[0]", Offer.Item.Id, Choice.Option.Price.Id, null, Choice.Quantity, false, false, default, null, MetadataChange.Absent)]
            : [];
        return new(items, endsTrial, null, beginsPeriod, default, ChangesItem ? At : null, fields);
    }

    /// <summary>Those that are there, and the one more; nothing is said where none is.</summary>
    public Change<IReadOnlyList<DiscountChoice>> Discounts(IReadOnlyList<Discount> current) =>
        Discount is { } more ? Change<IReadOnlyList<DiscountChoice>>.To([.. current.Select(known => new DiscountChoice(null, null, known.Id, "discounts")), more]) : default;
}

/// <summary>Shows what a change costs, by the reckoning that makes it.</summary>
public sealed class PlanPreviews(InvoicePreview preview)
{
    /// <exception cref="StripeError">400 for a discount that cannot be taken.</exception>
    public Task<InvoiceResponse> OfAsync(PlanChange change, PortalUpdate feature, CancellationToken ct)
    {
        var row = change.Offer.Held.Row;
        var update = change.Update(feature, PaymentBehavior.AllowIncomplete);
        return preview.ShowAsync(new(row.CustomerId, null, new(row.Id, null, update, false), [], change.Discounts(row.Discounts)), ct);
    }

    /// <summary>What is credited if a subscription ends now; minor units.</summary>
    /// <param name="now">In the customer's time.</param>
    public async Task<long> CreditOfEndAsync(Subscription row, DateTimeOffset now, CancellationToken ct)
    {
        var at = now.ToUnixTimeSeconds();
        var update = new SubscriptionUpdate([], false, null, false, default, DateTimeOffset.FromUnixTimeSeconds(at), SubscriptionFields.None);
        var end = await preview.ShowAsync(new(row.CustomerId, null, new(row.Id, null, update, true), [], default), ct);
        return Math.Max(0, -end.Lines.Data.Where(line => line.Proration && line.Period.Start == at).Sum(line => line.Amount));
    }
}
