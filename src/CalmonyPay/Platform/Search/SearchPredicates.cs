using System.Linq.Expressions;
using System.Text.Json;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Platform.Search;

/// <summary>
/// The comparisons of a search as expressions. Each is true or false but never SQL's unknown, so that its negation finds the rows where the
/// field is empty, as a person expects of "not".
/// </summary>
internal static class SearchPredicates
{
    public const int ShortestSubstring = 3;
    private const string Escape = "\\";

    public static Expression<Func<T, bool>> Compare<T, TField>(Expression<Func<T, TField>> field, ExpressionType comparison, TField value)
    {
        Expression<Func<TField>> captured = () => value;                  // a closure becomes a parameter of the statement
        return Present(field, Expression.MakeBinary(comparison, field.Body, captured.Body));
    }

    public static Expression<Func<T, bool>> Word<T>(Expression<Func<T, string?>> field, string word)
    {
        var lower = word.ToLowerInvariant();
#pragma warning disable CA1862 // EF translates ToLower, which an index on lower(…) serves, and no StringComparison
        Expression<Func<string?, bool>> equal = text => text!.ToLower() == lower;
#pragma warning restore CA1862
        return Present(field, Inline(equal, field.Body));
    }

    public static Expression<Func<T, bool>> Phrase<T>(Expression<Func<T, string?>> field, string words)
    {
        var pattern = $"% {Like(words)} %";
        Expression<Func<string?, bool>> matches = text => EF.Functions.ILike(" " + text! + " ", pattern, Escape);
        return Present(field, Inline(matches, field.Body));
    }

    public static Expression<Func<T, bool>> Substring<T>(Expression<Func<T, string?>> field, string part)
    {
        var pattern = $"%{Like(part)}%";
        Expression<Func<string?, bool>> matches = text => EF.Functions.ILike(text!, pattern, Escape);
        return Present(field, Inline(matches, field.Body));
    }

    /// <summary>Moments by whole seconds.</summary>
    public static Expression<Func<T, bool>> Within<T>(Expression<Func<T, DateTimeOffset?>> field, SearchOperator comparison, DateTimeOffset second)
    {
        var range = comparison switch
        {
            SearchOperator.Greater => TimeRange.Of(second, null, null, null),
            SearchOperator.GreaterOrEqual => TimeRange.Of(null, second, null, null),
            SearchOperator.Less => TimeRange.Of(null, null, second, null),
            SearchOperator.LessOrEqual => TimeRange.Of(null, null, null, second),
            _ => TimeRange.At(second),
        };
        Expression<Func<T, bool>>? from = range.From is { } f ? Compare(field, ExpressionType.GreaterThanOrEqual, (DateTimeOffset?)f) : null;
        Expression<Func<T, bool>>? until = range.Until is { } u ? Compare(field, ExpressionType.LessThan, (DateTimeOffset?)u) : null;
        return from is null ? until! : until is null ? from : Join(from, until, any: false);
    }

    public static Expression<Func<T, bool>> HasPair<T>(Expression<Func<T, Dictionary<string, string>>> metadata, string key, string value)
    {
        var pair = JsonSerializer.Serialize(new Dictionary<string, string> { [key] = value });
        Expression<Func<Dictionary<string, string>, bool>> contains = pairs => EF.Functions.JsonContains(pairs, pair);
        return Expression.Lambda<Func<T, bool>>(Inline(contains, metadata.Body), metadata.Parameters);
    }

    public static Expression<Func<T, bool>> HasKey<T>(Expression<Func<T, Dictionary<string, string>>> metadata, string key)
    {
        Expression<Func<Dictionary<string, string>, bool>> exists = pairs => EF.Functions.JsonExists(pairs, key);
        return Expression.Lambda<Func<T, bool>>(Inline(exists, metadata.Body), metadata.Parameters);
    }

    public static Expression<Func<T, bool>> IsNull<T, TField>(Expression<Func<T, TField>> field) =>
        Expression.Lambda<Func<T, bool>>(Nullable(field.Body) is { } body ? Expression.Equal(body, Null(body)) : Expression.Constant(false), field.Parameters);

    public static Expression<Func<T, bool>> Not<T>(Expression<Func<T, bool>> predicate) =>
        Expression.Lambda<Func<T, bool>>(Expression.Not(predicate.Body), predicate.Parameters);

    public static Expression<Func<T, bool>> Join<T>(Expression<Func<T, bool>> left, Expression<Func<T, bool>> right, bool any)
    {
        var other = Inline(right, left.Parameters[0]);
        return Expression.Lambda<Func<T, bool>>(any ? Expression.OrElse(left.Body, other) : Expression.AndAlso(left.Body, other), left.Parameters);
    }

    public static ExpressionType Comparison(SearchOperator comparison) => comparison switch
    {
        SearchOperator.Greater => ExpressionType.GreaterThan,
        SearchOperator.GreaterOrEqual => ExpressionType.GreaterThanOrEqual,
        SearchOperator.Less => ExpressionType.LessThan,
        SearchOperator.LessOrEqual => ExpressionType.LessThanOrEqual,
        _ => ExpressionType.Equal,
    };

    /// <summary>A text in which LIKE sees no wildcards.</summary>
    private static string Like(string text) => text.Replace(Escape, @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private static Expression<Func<T, bool>> Present<T, TField>(Expression<Func<T, TField>> field, Expression test) =>
        Expression.Lambda<Func<T, bool>>(
            Nullable(field.Body) is { } body ? Expression.AndAlso(Expression.NotEqual(body, Null(body)), test) : test, field.Parameters);

    /// <summary>The field if it can be null; a value that the selector merely widened to nullable (<c>(long?)c.Amount</c>) cannot.</summary>
    private static Expression? Nullable(Expression body)
    {
        if (body is UnaryExpression { NodeType: ExpressionType.Convert } widened && widened.Operand.Type.IsValueType
            && System.Nullable.GetUnderlyingType(widened.Operand.Type) is null)
        {
            return null;
        }
        return body.Type.IsValueType && System.Nullable.GetUnderlyingType(body.Type) is null ? null : body;
    }

    private static ConstantExpression Null(Expression body) => Expression.Constant(null, body.Type);

    private static Expression Inline(LambdaExpression lambda, Expression argument) =>
        new Replace(lambda.Parameters[0], argument).Visit(lambda.Body);

    private sealed class Replace(ParameterExpression parameter, Expression argument) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? argument : base.VisitParameter(node);
    }
}
