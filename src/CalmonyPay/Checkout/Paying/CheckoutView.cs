using CalmonyPay.Platform.Contacts;

namespace CalmonyPay.Checkout.Paying;

/// <summary>All that the page shows of a session, for one selection. Amounts are minor units of <see cref="Currency"/>; times are UTC.</summary>
/// <param name="Mode"><c>payment</c>, <c>subscription</c> or <c>setup</c>.</param>
/// <param name="Status"><c>open</c>, <c>complete</c> or <c>expired</c>; <paramref name="Processing"/> besides while an open one's payment has no outcome yet.</param>
/// <param name="Currency">ISO 4217, lower case; null in setup mode without one.</param>
/// <param name="DueNow">What the card is charged when the form is sent; the total, less what a trial puts off.</param>
/// <param name="NeedsCard">False: the form goes without card fields (free, or a free trial that asks for none).</param>
/// <param name="NewToken">The <see cref="CheckoutForm.Token"/> for this rendering.</param>
/// <param name="Locale">Stripe's word for the page's language (<c>de</c>, <c>en-GB</c>); null or <c>auto</c>: the browser's.</param>
/// <param name="SubmitType"><c>auto</c>, <c>pay</c>, <c>book</c>, <c>donate</c> or <c>subscribe</c>; null is auto.</param>
/// <param name="SuccessUrl">Where a completed session leads, its id filled in; null: the page says thanks itself.</param>
/// <param name="AfterCompletionMessage">The merchant's thanks, where there is no <paramref name="SuccessUrl"/>; null: words of our own.</param>
/// <param name="RecoveryUrl">Of an expired session: where a copy of it opens; null if the merchant offers none.</param>
/// <param name="AuthenticateUrl">Set while a payment waits for the shopper's authentication.</param>
/// <param name="SelectionCodes">What is wrong with the selection (fields and codes as in <see cref="CheckoutAnswer.Invalid"/>); the amounts are then those without it.</param>
public sealed record CheckoutView(
    string SessionId, string Mode, string Status, bool Processing, bool Livemode, string? Currency,
    IReadOnlyList<CheckoutLine> Lines, CheckoutAmounts Amounts, long DueNow, CheckoutFollowing? Following,
    IReadOnlyList<CheckoutShippingOption> ShippingOptions, string? ShippingRate, CheckoutCollect Collect,
    bool NeedsCard, bool PromotionCodesAllowed, string? PromotionCode, CheckoutTexts Texts, string? SubmitType, string? Locale,
    string? CancelUrl, string? SuccessUrl, string? RecoveryUrl, CheckoutDecline? LastDecline, string? AuthenticateUrl,
    IReadOnlyDictionary<string, string> SelectionCodes, Guid NewToken, DateTimeOffset ExpiresAt, string? AfterCompletionMessage = null);

/// <summary>One line of the order.</summary>
/// <param name="UnitAmount">Of one; null where the price has no single one (tiers).</param>
/// <param name="UnitAmountDecimal">Where one costs a fraction of the smallest unit.</param>
/// <param name="Adjustable">Null where the quantity is fixed.</param>
/// <param name="Subtotal">Before discounts and taxes.</param>
/// <param name="Total">After both.</param>
/// <param name="Recurring">Null for what is bought once.</param>
/// <param name="Images">Addresses of pictures of the product.</param>
public sealed record CheckoutLine(
    string Id, string Name, string? Description, IReadOnlyList<string> Images, long Quantity, CheckoutRange? Adjustable,
    long? UnitAmount, decimal? UnitAmountDecimal, long Subtotal, long Discount, long Tax, long Total, CheckoutInterval? Recurring);

/// <summary>The quantities that a shopper may choose, both ends included.</summary>
public sealed record CheckoutRange(long Minimum, long Maximum);

/// <param name="Interval"><c>day</c>, <c>week</c>, <c>month</c> or <c>year</c>.</param>
/// <param name="Metered">Billed by use: nothing is due for it now.</param>
public sealed record CheckoutInterval(string Interval, int Count, bool Metered);

/// <summary>The sums under the lines.</summary>
/// <param name="Shipping">Null where there is no choice of shipping.</param>
/// <param name="Total">Subtotal less discounts, with exclusive taxes and shipping.</param>
public sealed record CheckoutAmounts(
    long Subtotal, IReadOnlyList<CheckoutDiscount> Discounts, IReadOnlyList<CheckoutTax> Taxes, long? Shipping, long Total)
{
    public static CheckoutAmounts Nothing { get; } = new(0, [], [], null, 0);
}

/// <param name="Name">The coupon's.</param>
/// <param name="PercentOff">Null for one of a fixed amount.</param>
public sealed record CheckoutDiscount(string Name, string? Code, decimal? PercentOff, long Amount);

/// <param name="Percentage">Such as 19 for 19 %.</param>
/// <param name="Inclusive">True: it is in the prices already.</param>
public sealed record CheckoutTax(string Name, decimal Percentage, bool Inclusive, long Amount);

/// <summary>What follows after today in subscription mode.</summary>
/// <param name="TrialEnd">Null without a trial.</param>
/// <param name="StartsAt">When the next payment is due: the end of the trial or of the first period.</param>
/// <param name="Amount">What each interval then costs, as it is known today (with taxes, without discounts that end; use is not in it).</param>
public sealed record CheckoutFollowing(DateTimeOffset? TrialEnd, DateTimeOffset StartsAt, long Amount, CheckoutInterval Interval);

/// <param name="Amount">What is charged for it, with its taxes if these are exclusive.</param>
public sealed record CheckoutShippingOption(string Id, string Name, long Amount, CheckoutEstimate? Delivery);

/// <summary>A delivery estimate; either end may be missing.</summary>
public sealed record CheckoutEstimate(CheckoutEstimateBound? Minimum, CheckoutEstimateBound? Maximum);

/// <param name="Unit"><c>hour</c>, <c>day</c>, <c>business_day</c>, <c>week</c> or <c>month</c>.</param>
public sealed record CheckoutEstimateBound(string Unit, long Value);

/// <summary>What the form asks for, and what is known already.</summary>
/// <param name="Email">Filled in, and fixed if <paramref name="EmailFixed"/>.</param>
/// <param name="Phone">Is it asked for?</param>
/// <param name="BillingRequired">False: only what the card needs (<c>auto</c>).</param>
/// <param name="ShippingCountries">ISO 3166-1 alpha-2; null: no address is asked for.</param>
/// <param name="Terms">The shopper has to accept the merchant's terms.</param>
/// <param name="Promotions">The shopper may agree to promotional mails.</param>
public sealed record CheckoutCollect(
    string? Email, bool EmailFixed, string? Name, bool Phone, bool BillingRequired, Address? Billing, IReadOnlyList<string>? ShippingCountries,
    IReadOnlyList<CheckoutField> Fields, bool Terms, bool Promotions);

/// <summary>A field of the merchant's own.</summary>
/// <param name="Type"><c>text</c>, <c>numeric</c> or <c>dropdown</c>.</param>
/// <param name="Options">Of a dropdown, in order; else empty.</param>
public sealed record CheckoutField(
    string Key, string Label, string Type, bool Optional, string? DefaultValue, int? MinimumLength, int? MaximumLength, IReadOnlyList<CheckoutFieldOption> Options);

public sealed record CheckoutFieldOption(string Label, string Value);

/// <summary>The merchant's own words on the page, Markdown's links and emphasis in them.</summary>
public sealed record CheckoutTexts(string? ShippingAddress, string? Submit, string? AfterSubmit, string? TermsOfService);

/// <summary>Why the last card was refused.</summary>
public sealed record CheckoutDecline(string Code, string? DeclineCode, string Message);
