using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Subscriptions.Billing;
using CalmonyPay.Subscriptions.Items;
using CalmonyPay.Subscriptions.Requests;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>What phases are shaped for.</summary>
/// <param name="Start">When the first of them begins.</param>
/// <param name="Known">Phases that the schedule has: what they name may be inactive by now.</param>
/// <param name="Currency">That of the subscription; null where there is none yet.</param>
public sealed record PhaseFrame(Customer Customer, DateTimeOffset Start, DateTimeOffset Now, IReadOnlyList<SchedulePhase> Known, ScheduleDefaults Defaults, string? Currency);

/// <summary>Makes phases of what a request says: everything that they name is there and fits, and each begins where the one before ends.</summary>
public sealed class PhaseShaping(PayDb db, ItemChoices choices, PriceService prices, ICustomerCards cards)
{
    /// <exception cref="StripeError">400 for what is not there or does not fit.</exception>
    public async Task<List<SchedulePhase>> ShapeAsync(IReadOnlyList<PhaseParams> wanted, PhaseFrame frame, CancellationToken ct)
    {
        var (phases, calendar, currency) = (new List<SchedulePhase>(), new PhaseCalendar(frame.Start), frame.Currency);
        for (var i = 0; i < wanted.Count; i++)
        {
            if (i > 0 && wanted[i].StartDate is { } start && start.On(frame.Now) != calendar.At)
                throw StripeError.Invalid("The start_date of a phase must be the end_date of the phase before it.", wanted[i].Path("start_date"));
            var phase = await PhaseAsync(wanted[i], i + 1 < wanted.Count ? wanted[i + 1].StartDate : null, calendar, frame, currency, ct);
            currency = phase.Currency;
            phases.Add(phase);
        }
        return phases;
    }

    private async Task<SchedulePhase> PhaseAsync(PhaseParams p, PhaseMoment? next, PhaseCalendar calendar, PhaseFrame frame, string? currency, CancellationToken ct)
    {
        var catalog = new SubscriptionCatalog();
        var (items, priced) = (new List<ItemTerms>(), new List<Price>());
        foreach (var item in p.Items) priced.Add(await choices.PriceAsync(KnownIn(item, frame), catalog, ct));
        currency = p.Currency ?? currency ?? CurrencyOf(priced, frame.Customer);
        if (frame.Currency is { } theirs && theirs != currency) throw StripeError.Invalid($"The currency of a subscription cannot change: it is {theirs}.", p.Path("currency"));
        for (var i = 0; i < priced.Count; i++) items.Add(await choices.NewAsync(KnownIn(p.Items[i], frame), priced[i], catalog, frame.Now, ct));
        var recurring = ItemChoices.Check(items, catalog, currency, p.Path("items"));

        var start = calendar.At;
        var end = EndOf(p, next, calendar, recurring, frame.Now);
        if (p.DefaultPaymentMethod is { } card) await cards.RequireAsync(frame.Customer.Id, card, p.Path("default_payment_method"), ct);
        SubscriptionDates.CheckCollection(p.CollectionMethod ?? frame.Defaults.CollectionMethod, p.InvoiceSettings?.DaysUntilDue, $"{p.At}[invoice_settings][days_until_due]");
        foreach (var choice in p.Discounts.Concat(p.Items.SelectMany(item => Choices(item))).Concat(p.Extras.SelectMany(extra => extra.Discounts.TryGet(out var some) ? some : []))) await RequireAsync(choice, ct);
        return new(start, end, currency, [.. items.Select((item, i) => new PhaseItem(item.Price, item.Product, item.Quantity, [.. Choices(p.Items[i]).Select(PhaseDiscount.Of)], item.TaxRates, item.Metadata))],
            p.ProrationBehavior ?? ProrationBehavior.CreateProrations)
        {
            Extras = await ExtrasAsync(p, frame, currency, ct),
            BillingCycleAnchor = p.BillingCycleAnchor,
            CollectionMethod = p.CollectionMethod,
            DefaultPaymentMethod = p.DefaultPaymentMethod,
            DefaultTaxRates = await choices.RatesAsync(p.DefaultTaxRates, p.Path("default_tax_rates"), catalog, [.. frame.Known.SelectMany(known => known.DefaultTaxRates ?? [])], ct),
            Description = p.Description,
            Discounts = [.. p.Discounts.Select(PhaseDiscount.Of)],
            InvoiceSettings = p.InvoiceSettings,
            Metadata = p.Metadata,
            TrialEnd = p.Trial ? end : TrialEndOf(p, start, end, frame.Now),
        };
    }

    private async Task<IReadOnlyList<PhaseExtra>> ExtrasAsync(PhaseParams p, PhaseFrame frame, string currency, CancellationToken ct)
    {
        var extras = new List<PhaseExtra>();
        foreach (var one in p.Extras)
        {
            var known = frame.Known.Any(phase => phase.Extras.Any(extra => extra.Price == one.Price));
            var price = one.PriceData is { } data ? await prices.FromDataAsync(data, ct) : await prices.RequireAsync(one.Price!, $"{one.At}[price]", ct, active: !known);
            if (price.Recurring is not null)
                throw StripeError.Invalid("The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.", $"{one.At}[price]");
            price.TermsIn(currency);
            extras.Add(new(
                price.Id, one.Quantity, one.Discountable, one.Discounts.TryGet(out var discounts) ? [.. discounts.Select(PhaseDiscount.Of)] : [], one.TaxRates is { Count: > 0 } ? one.TaxRates : null, one.Start, one.End,
                one.Metadata.ForNew()));
        }
        return extras;
    }

    /// <summary>Where nothing ends it, the next one's start does; the last one goes on for one interval.</summary>
    private static DateTimeOffset EndOf(PhaseParams p, PhaseMoment? next, PhaseCalendar calendar, PriceRecurring recurring, DateTimeOffset now)
    {
        var start = calendar.At;
        var end = (p.EndDate ?? (p.Length is null ? next : null)) is { } date ? calendar.GoTo(date.On(now))
            : p.Length is { Unit: { } unit } length ? calendar.Go(unit, length.Count)
            : calendar.Go(recurring.Interval, recurring.IntervalCount * (p.Length?.Count ?? 1));
        return end > start ? end : throw StripeError.Invalid("The end_date of a phase must be after its start_date.", p.Path("end_date"));
    }

    private static DateTimeOffset? TrialEndOf(PhaseParams p, DateTimeOffset start, DateTimeOffset end, DateTimeOffset now) => p.TrialEnd?.On(now) is not { } trial ? null
        : trial > start && trial <= end ? trial
        : throw StripeError.Invalid("The trial_end of a phase must be after its start_date, and not after its end_date.", p.Path("trial_end"));

    private static string CurrencyOf(List<Price> priced, Customer customer) =>
        customer.Currency is { } theirs && priced.TrueForAll(price => price.Currency == theirs || price.CurrencyOptions?.ContainsKey(theirs) == true) ? theirs : priced[0].Currency;

    private static ItemParams KnownIn(ItemParams item, PhaseFrame frame) => item with { Known = item.Price is not null && frame.Known.Any(phase => phase.Items.Any(known => known.Price == item.Price)) };

    private static IReadOnlyList<DiscountChoice> Choices(ItemParams item) => item.Discounts.TryGet(out var some) ? some : [];

    /// <summary>What is redeemed when the phase begins has to be there now.</summary>
    private async Task RequireAsync(DiscountChoice choice, CancellationToken ct)
    {
        if (choice.Coupon is { } coupon && !await db.Coupons.AnyAsync(c => c.Id == coupon, ct)) throw StripeError.NoSuchParam("coupon", coupon, choice.Param);
        if (choice.PromotionCode is { } code && !await db.PromotionCodes.AnyAsync(c => c.Id == code, ct)) throw StripeError.NoSuchParam("promotion code", code, choice.Param);
    }
}
