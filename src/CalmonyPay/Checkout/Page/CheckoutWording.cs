using CalmonyPay.Checkout.Page.Words;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Page;

/// <summary>Says a session's amounts, intervals and days in the page's language.</summary>
/// <param name="seller">The merchant's name.</param>
/// <param name="zone">The merchant's: days are counted there.</param>
public sealed class CheckoutWording(CheckoutView view, CheckoutWords words, string seller, TimeZoneInfo zone)
{
    public CheckoutWords Words => words;

    private Locale Locale => words.Locale;

    /// <summary>Pounds where a setup has no currency: it shows none.</summary>
    private Currency Currency => Currency.Of(view.Currency ?? "gbp");

    public bool IsSetup => view.Mode == "setup";
    public bool IsSubscription => view.Mode == "subscription";

    public string Money(long minor) => Locale.Money(minor, Currency);

    /// <summary>What the page is for: its heading and title.</summary>
    public string Heading => (view.Mode, view.SubmitType) switch
    {
        ("setup", _) => words.SaveCardWith.With(seller),
        ("subscription", _) or (_, "subscribe") => words.SubscribeTo.With(seller),
        (_, "donate") => words.DonateTo.With(seller),
        (_, "book") => words.BookWith.With(seller),
        _ => words.PaymentTo.With(seller),
    };

    /// <summary>On the button: what it does and, where money moves, how much.</summary>
    public string Button => (view.Mode, view.SubmitType) switch
    {
        ("setup", _) => words.SaveCard,
        ("subscription", _) when view.Following?.TrialEnd is not null => words.StartTrial,
        ("subscription", _) or (_, "subscribe") => words.Subscribe,
        _ when view.DueNow == 0 => words.CompleteOrder,
        (_, "book") => words.Book.With(Money(view.DueNow)),
        (_, "donate") => words.Donate.With(Money(view.DueNow)),
        _ => words.Pay.With(Money(view.DueNow)),
    };

    /// <summary>The large line at the top; null where there is nothing to say.</summary>
    public string? Headline => IsSetup ? null
        : view.Following?.TrialEnd is { } end ? words.FreeUntil.With(Day(end))
        : Money(view.DueNow);

    /// <summary>Below it: <c>then £10.00 every month</c>.</summary>
    public string? Afterwards => view.Following is { } following ? words.Then.With(Money(following.Amount), Every(following.Interval)) : null;

    /// <summary>What the shopper agrees to by sending the form; null for a single payment.</summary>
    public string? Consent => IsSetup ? words.SetupNote.With(seller) : IsSubscription ? words.SubscriptionNote.With(seller) : null;

    public string Day(DateTimeOffset time) => Locale.Date(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime));

    public string Every(CheckoutInterval interval) => Say(interval.Interval switch
    {
        "day" => words.EveryDay,
        "week" => words.EveryWeek,
        "month" => words.EveryMonth,
        _ => words.EveryYear,
    }, interval.Count, Locale.Quantity(interval.Count));

    /// <summary>What a line costs: <c>£10.00 every month</c>, or that its use is billed.</summary>
    public string AmountOf(CheckoutLine line) => line.Recurring switch
    {
        { Metered: true } => words.BilledByUse,
        { } interval => $"{Money(line.Subtotal)} {Every(interval)}",
        null => Money(line.Subtotal),
    };

    /// <summary>The price of one, where there is more than one of it.</summary>
    public string? EachOf(CheckoutLine line) => line is { Quantity: 1, Adjustable: null } or { Recurring.Metered: true } ? null
        : line.UnitAmountDecimal is { } fraction ? words.Each.With(Locale.UnitPrice(fraction, Currency))
        : line.UnitAmount is { } unit ? words.Each.With(Money(unit))
        : null;

    public string LabelOf(CheckoutDiscount discount) => discount.PercentOff is { } percent ? $"{discount.Name} ({words.PercentOff.With(Locale.Percent(percent))})" : discount.Name;

    public string LabelOf(CheckoutTax tax)
    {
        var name = $"{tax.Name} {Locale.Percent(tax.Percentage)}";
        return tax.Inclusive ? words.TaxIncluded.With(name) : name;
    }

    public string PriceOf(CheckoutShippingOption option) => option.Amount == 0 ? words.Free : Money(option.Amount);

    /// <summary><c>3–5 working days</c>; null where nothing is estimated.</summary>
    public string? DeliveryOf(CheckoutShippingOption option) => option.Delivery switch
    {
        { Minimum: { } least, Maximum: { } most } when least.Unit == most.Unit =>
            Say(UnitOf(most), most.Value, least.Value == most.Value ? Locale.Quantity(most.Value) : $"{Locale.Quantity(least.Value)}–{Locale.Quantity(most.Value)}"),
        { Minimum: { } least, Maximum: { } most } => $"{Said(least)} – {Said(most)}",
        { Minimum: { } least } => words.AtLeast.With(Said(least)),
        { Maximum: { } most } => words.AtMost.With(Said(most)),
        _ => null,
    };

    private string Said(CheckoutEstimateBound bound) => Say(UnitOf(bound), bound.Value, Locale.Quantity(bound.Value));

    private Plural UnitOf(CheckoutEstimateBound bound) => bound.Unit switch
    {
        "hour" => words.Hours,
        "business_day" => words.BusinessDays,
        "week" => words.Weeks,
        "month" => words.Months,
        _ => words.Days,
    };

    private string Say(Plural phrase, long number, string shown) => phrase.Of(number, shown, Locale.Tag[..2]);
}
