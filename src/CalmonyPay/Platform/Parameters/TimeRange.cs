using System.Linq.Expressions;

namespace CalmonyPay.Platform.Parameters;

/// <summary>
/// A span of time with a beginning that belongs to it and an end that does not; null is open. Clients count in whole seconds and rows keep
/// fractions, so "at most 5" is "before 6", and "exactly 5" is the whole second.
/// </summary>
public readonly record struct TimeRange(DateTimeOffset? From, DateTimeOffset? Until)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static TimeRange At(DateTimeOffset second) => Of(null, second, null, second);

    /// <summary>The four comparisons that Stripe has, each in whole seconds and each optional; together they narrow.</summary>
    public static TimeRange Of(DateTimeOffset? gt, DateTimeOffset? gte, DateTimeOffset? lt, DateTimeOffset? lte)
    {
        var (after, through) = (Next(gt), Next(lte));
        return new(gte > after || after is null ? gte : after, lt < through || through is null ? lt : through);
    }

    /// <summary>Only rows whose moment lies in the range.</summary>
    public IQueryable<T> Narrow<T>(IQueryable<T> rows, Expression<Func<T, DateTimeOffset>> moment)
    {
        if (From is { } from) rows = rows.Where(Compare(Expression.GreaterThanOrEqual, from));
        return Until is { } until ? rows.Where(Compare(Expression.LessThan, until)) : rows;

        Expression<Func<T, bool>> Compare(Func<Expression, Expression, Expression> operation, DateTimeOffset bound)
        {
            Expression<Func<DateTimeOffset>> parameter = () => bound;      // a closure becomes a SQL parameter, so the plan is shared
            return Expression.Lambda<Func<T, bool>>(operation(moment.Body, parameter.Body), moment.Parameters);
        }
    }

    private static DateTimeOffset? Next(DateTimeOffset? second) =>
        second is not { } some ? null : some > DateTimeOffset.MaxValue - Second ? DateTimeOffset.MaxValue : some + Second;
}
