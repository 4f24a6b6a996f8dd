using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Parameters;

/// <summary>Which part of a list is wanted: at most <paramref name="Limit"/> rows, beside a given id or from the newest on.</summary>
/// <param name="Limit">1 to 100, 10 if not said.</param>
/// <param name="StartingAfter">Rows older than this id.</param>
/// <param name="EndingBefore">Rows newer than this id, the nearest to it; never together with <paramref name="StartingAfter"/>.</param>
public sealed record PageParams(int Limit, string? StartingAfter, string? EndingBefore) : IParams<PageParams>
{
    public const int DefaultLimit = 10;
    public const int MaximumLimit = 100;

    public static PageParams Read(Params p)
    {
        var page = new PageParams(ReadLimit(p), p.Text("starting_after"), p.Text("ending_before"));
        return page is { StartingAfter: not null, EndingBefore: not null }
            ? throw StripeError.Invalid("You may only specify one of these parameters: ending_before, starting_after.", "ending_before", "parameters_exclusive")
            : page;
    }

    public static int ReadLimit(Params p) => (int)(p.Long("limit", 1, MaximumLimit) ?? DefaultLimit);
}
