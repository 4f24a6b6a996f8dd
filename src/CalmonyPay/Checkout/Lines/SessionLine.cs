using CalmonyPay.Catalog.Prices;
using CalmonyPay.Checkout.Shipping;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Platform.Ids;

namespace CalmonyPay.Checkout.Lines;

/// <summary>One line of a session; lives in the session's row. Amounts are minor units of the session's currency.</summary>
/// <param name="Id"><c>li_…</c></param>
/// <param name="Price">As it is in the session's currency; a price's terms never change.</param>
/// <param name="Name">The product's.</param>
/// <param name="Description">The product's.</param>
/// <param name="Images">Addresses of pictures of the product.</param>
/// <param name="Quantity">Null for metered use, which is billed later.</param>
/// <param name="Adjustable">The quantities that the shopper may choose; null where it is fixed.</param>
/// <param name="TaxRates">Its own; null: those of the subscription.</param>
public sealed record SessionLine(
    string Id, PriceTerms Price, string Name, string? Description, IReadOnlyList<string> Images, long? Quantity, QuantityRange? Adjustable, IReadOnlyList<TaxTerms>? TaxRates, Dictionary<string, string> Metadata)
{
    public long Subtotal { get; init; }
    public IReadOnlyList<DiscountAmount> Discounts { get; init; } = [];
    public IReadOnlyList<TaxAmount> Taxes { get; init; } = [];

    public bool Recurs => Price.Recurring is not null;

    public bool IsMetered => Price.Recurring is { UsageType: UsageType.Metered };

    public long Discount => Discounts.Sum(d => d.Amount);

    public long Tax => Taxes.Sum(t => t.Amount);

    /// <summary>After discounts, with taxes.</summary>
    public long Total => Subtotal - Discount + Taxes.Where(t => !t.Rate.Inclusive).Sum(t => t.Amount);

    public static string NewId(DateTimeOffset now) => PayId.New("li", now);

    /// <summary>What an invoice's arithmetic worked out for it.</summary>
    public SessionLine Worked(InvoiceLine line) => this with { Subtotal = line.Amount, Discounts = line.DiscountAmounts, Taxes = line.Taxes };

    /// <summary>A line that nothing is billed for now.</summary>
    public SessionLine Unbilled() => this with { Subtotal = 0, Discounts = [], Taxes = [] };
}

/// <summary>The quantities that a shopper may choose, both ends included.</summary>
public sealed record QuantityRange(long Minimum, long Maximum);

/// <summary>What the sums of a session are made of besides its subtotal.</summary>
/// <param name="Tax">Inclusive taxes too.</param>
/// <param name="Shipping">Null where there is no choice of shipping.</param>
public sealed record SessionTotals(long Discount, long Tax, long? Shipping, IReadOnlyList<DiscountAmount> Discounts, IReadOnlyList<TaxAmount> Taxes);

/// <summary>A way of shipping that the shopper can choose, as it was when the session was made.</summary>
/// <param name="Rate"><c>shr_…</c></param>
/// <param name="Amount">Minor units of the session's currency.</param>
public sealed record SessionShipping(string Rate, string Name, long Amount, DeliveryEstimate? Estimate);
