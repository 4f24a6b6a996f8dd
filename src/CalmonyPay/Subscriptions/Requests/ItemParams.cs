using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Subscriptions.Requests;

/// <summary>What a request says of one item: of a new one, or of one that is there (<paramref name="Id"/>).</summary>
/// <param name="At">Where it stood: <c>items[0]</c>; empty on the items' own resource.</param>
/// <param name="Price">A price's id, given as <c>price</c> or, by older clients, <c>plan</c>.</param>
/// <param name="ClearUsage">Of a metered item that goes: what was used and not billed yet is forgotten.</param>
/// <param name="TaxRates">Null: nothing is said; empty: those of the subscription.</param>
public sealed record ItemParams(
    string At, string? Id, string? Price, PriceData? PriceData, long? Quantity, bool Deleted, bool ClearUsage, Change<IReadOnlyList<DiscountChoice>> Discounts, IReadOnlyList<string>? TaxRates, MetadataChange Metadata)
{
    public const int Most = 20;
    private const long MostUnits = 999_999_999;

    /// <summary>Its price and tax rates were chosen before: they may be inactive by now.</summary>
    public bool Known { get; init; }

    public static IReadOnlyList<ItemParams>? ReadList(Params p, bool create)
    {
        var items = p.Children("items")?.Select(item => Read(item, create)).ToList();
        return items?.Count > Most ? throw StripeError.Invalid($"A subscription has {Most} items at most.", p.Path("items")) : items;
    }

    /// <param name="create">Whether the subscription is new, and no item of it can be named.</param>
    public static ItemParams Read(Params p, bool create)
    {
        var item = ReadChange(p, create ? null : p.Text("id"), !create && p.Bool("deleted") == true, !create && p.Bool("clear_usage") == true);
        if (item is { Id: null, Deleted: true }) throw StripeError.Missing(p.Path("id"));
        if (item is { Id: null, Price: null, PriceData: null }) throw StripeError.Missing(p.Path("price"));
        return item;
    }

    /// <summary>An item that goes.</summary>
    public static ItemParams Gone(string id, bool clearUsage) => new("", id, null, null, null, true, clearUsage, default, null, MetadataChange.Absent);

    /// <summary>A change of an item that is named elsewhere.</summary>
    public static ItemParams ReadChange(Params p, string? id = null, bool deleted = false, bool clearUsage = false)
    {
        p.Refuse("billing_thresholds", "Billing thresholds are not served.");
        p.Refuse("current_trial", "Trials of single items are not served; a trial is the whole subscription's.");
        var (price, plan) = (p.Text("price"), p.Text("plan"));
        if (price is not null && plan is not null && price != plan) throw StripeError.Invalid("You may only specify one of these parameters: price, plan.", p.Path("plan"), "parameters_exclusive");
        var data = p.Child("price_data") is { } nested ? Catalog.Prices.PriceData.Read(nested, recurring: true) : null;
        if (data is not null && (price ?? plan) is not null) throw StripeError.Invalid("You may only specify one of these parameters: price, price_data.", p.Path("price"), "parameters_exclusive");
        return new(p.At, id, price ?? plan, data, p.Long("quantity", 0, MostUnits), deleted, clearUsage, DiscountChoice.ReadList(p), p.List("tax_rates"), p.Metadata());
    }

    /// <summary>The full name of a parameter of this item, for errors.</summary>
    public string Path(string name) => At.Length == 0 ? name : $"{At}[{name}]";
}

/// <summary>Something paid once that the next invoice takes along.</summary>
/// <param name="At">Where it stood.</param>
public sealed record OneTimeParams(
    string At, string? Price, PriceData? PriceData, long Quantity, bool Discountable, Change<IReadOnlyList<DiscountChoice>> Discounts, IReadOnlyList<string>? TaxRates, DateTimeOffset? Start, DateTimeOffset? End, MetadataChange Metadata)
{
    /// <inheritdoc cref="ItemParams.Known"/>
    public bool Known { get; init; }

    /// <param name="inPhase">Whether they belong to a phase of a schedule, whose time they may be for.</param>
    public static IReadOnlyList<OneTimeParams> ReadList(Params p, bool inPhase = false)
    {
        var items = p.Children("add_invoice_items")?.Select(item => Read(item, inPhase)).ToList() ?? [];
        return items.Count > ItemParams.Most ? throw StripeError.Invalid($"You can add {ItemParams.Most} invoice items at most.", "add_invoice_items") : items;
    }

    private static OneTimeParams Read(Params p, bool inPhase)
    {
        var price = p.Text("price");
        var data = p.Child("price_data") is { } nested ? Catalog.Prices.PriceData.Read(nested, recurring: false) : null;
        if ((price is null) == (data is null))
            throw price is null ? StripeError.Missing(p.Path("price")) : StripeError.Invalid("You may only specify one of these parameters: price, price_data.", p.Path("price"), "parameters_exclusive");
        var period = p.Child("period");
        return new(
            p.At, price, data, p.Long("quantity", 0, 999_999_999) ?? 1, p.Bool("discountable") ?? true, DiscountChoice.ReadList(p), p.List("tax_rates"),
            period is null ? null : ReadEnd(period.RequiredChild("start"), inPhase ? "phase_start" : "now", "max_item_period_start"),
            period is null ? null : ReadEnd(period.RequiredChild("end"), inPhase ? "phase_end" : "min_item_period_end", "min_item_period_end"), p.Metadata());
    }

    /// <summary>A moment; null for the one that a word means (now, and the end of the period).</summary>
    private static DateTimeOffset? ReadEnd(Params p, string word, string other)
    {
        var type = p.OneOf("type", "timestamp", word, other);
        return type == "timestamp" ? p.Timestamp("timestamp") ?? throw StripeError.Missing(p.Path("timestamp")) : null;
    }
}
