using System.Globalization;
using CalmonyPay.Catalog;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Checkout.Lines;
using CalmonyPay.Checkout.Paying;

namespace CalmonyPay.Checkout.Receipts;

/// <summary>A session's lines as a receipt prints them. They add up to the session's total: taxes that are in the prices already have no line.</summary>
internal static class SessionLinesOnPaper
{
    /// <param name="coupons">By id, those of the session's discounts.</param>
    public static IReadOnlyList<ReceiptLine> Of(CheckoutSession s, IReadOnlyDictionary<string, Coupon> coupons)
    {
        var lines = (s.LineItems ?? []).Where(line => line.Quantity != 0).Select(line => new ReceiptLine(NameOf(line), line.Subtotal)).ToList();
        if (s.Totals is not { } totals) return lines;
        lines.AddRange(totals.Discounts.Select(d => new ReceiptLine(CheckoutReading.NameOf(s.Discounts.FirstOrDefault(one => one.Id == d.Discount), coupons), -d.Amount)));
        lines.AddRange(totals.Taxes.Where(t => !t.Rate.Inclusive).Select(t => new ReceiptLine($"{t.Rate.DisplayName} {Decimals.Text(t.Rate.Percentage)}%", t.Amount)));
        if (totals.Shipping is { } shipping && s.ShippingOptions.FirstOrDefault(option => option.Rate == s.ShippingRateId) is { } way) lines.Add(new(way.Name, shipping));
        return lines;
    }

    private static string NameOf(SessionLine line) => line.Quantity is > 1 and var many ? string.Create(CultureInfo.InvariantCulture, $"{line.Name} × {many}") : line.Name;
}
