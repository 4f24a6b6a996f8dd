using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Search;

public enum SearchOperator
{
    /// <summary><c>:</c></summary>
    Equal,

    /// <summary><c>~</c></summary>
    Substring,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// <summary>One condition: <c>-metadata["key"]:"value"</c>.</summary>
/// <param name="Negated">A minus stands before it.</param>
/// <param name="Field">The field as written, such as <c>email</c> or <c>metadata</c>.</param>
/// <param name="Key">What stands in its brackets; null if there are none.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Value">The value without its quotes; null for <c>null</c>, which asks whether there is any.</param>
/// <param name="Quoted">The value stood in quotes.</param>
public sealed record SearchClause(bool Negated, string Field, string? Key, SearchOperator Operator, string? Value, bool Quoted);

/// <summary>A query in Stripe's search language: clauses of which all must hold, or any.</summary>
public sealed record SearchQuery(bool Any, IReadOnlyList<SearchClause> Clauses)
{
    /// <summary>Stripe's limit.</summary>
    public const int MaximumClauses = 10;

    /// <exception cref="StripeError">400 with <c>param</c> <c>query</c> that says what is wrong, and where.</exception>
    public static SearchQuery Parse(string query)
    {
        var reader = new SearchReader(query);
        var clauses = new List<SearchClause>();
        bool? any = null;
        while (true)
        {
            clauses.Add(reader.Clause());
            if (clauses.Count > MaximumClauses) throw Invalid($"it has more than {MaximumClauses} clauses");
            if (!reader.More()) return new(any ?? false, clauses);
            var joinedByOr = reader.Conjunction();
            if (any is { } before && before != joinedByOr) throw Invalid("AND and OR cannot be combined in one query");
            any = joinedByOr;
        }
    }

    internal static StripeError Invalid(string why) => StripeError.Invalid($"Invalid search query: {why}.", "query");
}
