using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Checkout.Lines;

/// <summary>The lines of a session or a payment link as a list of the API, in the order in which the merchant named them.</summary>
/// <param name="Url">Of the list.</param>
/// <param name="Currency">ISO 4217, lower case.</param>
/// <param name="Discounts">What the amounts taken off belong to.</param>
public sealed record SoldLines(string Url, IReadOnlyList<SessionLine> Lines, string? Currency, IReadOnlyList<Discount> Discounts, bool Livemode)
{
    /// <summary>How many are shown where they are expanded, as in Stripe.</summary>
    public static PageParams Expanded { get; } = new(10, null, null);

    /// <exception cref="StripeError">400 for a cursor that is no line of these.</exception>
    public async Task<PagedList<LineItemResponse>> PageAsync(PageParams page, PriceService prices, CancellationToken ct)
    {
        if (page.EndingBefore is { } before)
        {
            var end = At(before, "ending_before");
            var first = Math.Max(0, end - page.Limit);
            return await ShownAsync(first..end, first > 0, prices, ct);
        }
        var start = page.StartingAfter is { } after ? At(after, "starting_after") + 1 : 0;
        var stop = Math.Min(Lines.Count, start + page.Limit);
        return await ShownAsync(start..stop, stop < Lines.Count, prices, ct);
    }

    private int At(string id, string param)
    {
        for (var i = 0; i < Lines.Count; i++)
            if (Lines[i].Id == id) return i;
        throw StripeError.NoSuchParam("line_item", id, param);
    }

    private async Task<PagedList<LineItemResponse>> ShownAsync(Range range, bool more, PriceService prices, CancellationToken ct)
    {
        var lines = Lines.Take(range).ToList();
        var of = await prices.LoadAsync([.. lines.Select(line => line.Price.PriceId).Distinct()], ct);
        return new(Url, more, lines.ConvertAll(line => LineItemResponse.Of(this, line, of[line.Price.PriceId])));
    }
}
