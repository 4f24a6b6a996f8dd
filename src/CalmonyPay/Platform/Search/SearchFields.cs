using System.Linq.Expressions;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Search;

/// <summary>
/// The fields that can be searched for on one resource, and how each compares; turns a query into a predicate that EF Core translates for
/// PostgreSQL. Declared once, in a static field:
/// <c>new SearchFields&lt;Customer&gt;().Token("email", c => c.Email, substring: true).Time("created", c => c.CreatedAt)</c>.
/// </summary>
/// <remarks>Values reach the statement as parameters, never as text, so one plan serves all queries of one shape.</remarks>
public sealed class SearchFields<T>
{
    private readonly Dictionary<string, Func<SearchClause, Expression<Func<T, bool>>>> fields = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A text of words, such as a name: <c>:</c> finds rows that contain the given words in a row, <c>~</c> rows that contain the given
    /// characters (3 at least), both whatever the case.
    /// </summary>
    public SearchFields<T> Text(string name, Expression<Func<T, string?>> field) => Add(name, clause => clause.Operator switch
    {
        SearchOperator.Equal when clause.Value is { } words => SearchPredicates.Phrase(field, words),
        SearchOperator.Substring => SearchPredicates.Substring(field, Substring(clause)),
        _ => Presence(clause, field),
    });

    /// <summary>A word that is compared whole, whatever the case; <paramref name="substring"/> allows <c>~</c> as well.</summary>
    public SearchFields<T> Token(string name, Expression<Func<T, string?>> field, bool substring = false) => Add(name, clause => clause.Operator switch
    {
        SearchOperator.Equal when clause.Value is { } word => SearchPredicates.Word(field, word),
        SearchOperator.Substring when substring => SearchPredicates.Substring(field, Substring(clause)),
        _ => Presence(clause, field),
    });

    /// <summary>An id or code that is compared as it stands, so that a plain index serves.</summary>
    public SearchFields<T> Exact(string name, Expression<Func<T, string?>> field) => Add(name, clause => clause.Operator switch
    {
        SearchOperator.Equal when clause.Value is { } value => SearchPredicates.Compare(field, ExpressionType.Equal, value),
        _ => Presence(clause, field),
    });

    /// <summary>One of Stripe's words kept as an enum; a word that is none finds nothing.</summary>
    public SearchFields<T> Enum<TEnum>(string name, Expression<Func<T, TEnum>> field) where TEnum : struct, Enum =>
        Word(name, word => SearchWords<TEnum>.TryParse(word, out var value) ? SearchPredicates.Compare(field, ExpressionType.Equal, value) : _ => false);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public SearchFields<T> Bool(string name, Expression<Func<T, bool>> field) => Word(name, word => word switch
    {
        "true" => field,
        "false" => Expression.Lambda<Func<T, bool>>(Expression.Not(field.Body), field.Parameters),
        _ => throw SearchQuery.Invalid($"the field {name} is either \"true\" or \"false\""),
    });

    /// <summary>A whole number, compared exactly or by size.</summary>
    public SearchFields<T> Number(string name, Expression<Func<T, long?>> field) => Add(name, clause => clause is { Operator: not SearchOperator.Substring, Value: not null }
        ? SearchPredicates.Compare(field, SearchPredicates.Comparison(clause.Operator), (long?)Integer(clause))
        : Presence(clause, field));

    /// <summary>A moment, sent as Unix seconds; <c>:</c> means any time within that second.</summary>
    public SearchFields<T> Time(string name, Expression<Func<T, DateTimeOffset?>> field) => Add(name, clause => clause is { Operator: not SearchOperator.Substring, Value: not null }
        ? SearchPredicates.Within(field, clause.Operator, Seconds(clause))
        : Presence(clause, field));

    /// <summary>
    /// The pairs of <c>metadata["key"]</c>, compared as they stand (<c>@></c>, which a GIN index serves); <c>:null</c> finds rows without the
    /// key.
    /// </summary>
    public SearchFields<T> Metadata(Expression<Func<T, Dictionary<string, string>>> field) => Add("metadata", clause => clause switch
    {
        { Key: null } => throw SearchQuery.Invalid("metadata needs a key, such as metadata[\"order_id\"]:\"6735\""),
        { Operator: not SearchOperator.Equal } => throw Unsupported(clause),
        { Value: null } => SearchPredicates.Not(SearchPredicates.HasKey(field, clause.Key)),
        _ => SearchPredicates.HasPair(field, clause.Key, clause.Value),
    });

    /// <summary>A field that no column holds as such: the predicate is made from the word that was given.</summary>
    public SearchFields<T> Word(string name, Func<string, Expression<Func<T, bool>>> predicate) => Add(name, clause =>
        clause is { Operator: SearchOperator.Equal, Value: { } word } ? predicate(word) : throw Unsupported(clause));

    /// <summary>What a query asks for, as a predicate.</summary>
    /// <exception cref="StripeError">400 with <c>param</c> <c>query</c>.</exception>
    public Expression<Func<T, bool>> Where(string query)
    {
        var parsed = SearchQuery.Parse(query);
        return parsed.Clauses.Select(Predicate).Aggregate((left, right) => SearchPredicates.Join(left, right, parsed.Any));
    }

    private Expression<Func<T, bool>> Predicate(SearchClause clause)
    {
        if (!fields.TryGetValue(clause.Field, out var make) || (clause.Key is not null && clause.Field != "metadata"))
        {
            throw SearchQuery.Invalid($"the field {Parameters.SafeText.Of(clause.Field)} cannot be searched; the fields are {string.Join(", ", fields.Keys)}");
        }
        var predicate = make(clause);
        return clause.Negated ? SearchPredicates.Not(predicate) : predicate;
    }

    private SearchFields<T> Add(string name, Func<SearchClause, Expression<Func<T, bool>>> make)
    {
        fields.Add(name, make);
        return this;
    }

    private static Expression<Func<T, bool>> Presence<TField>(SearchClause clause, Expression<Func<T, TField>> field) =>
        clause is { Operator: SearchOperator.Equal, Value: null } ? SearchPredicates.IsNull(field) : throw Unsupported(clause);

    private static string Substring(SearchClause clause) => clause.Value is { Length: >= SearchPredicates.ShortestSubstring } part
        ? part
        : throw SearchQuery.Invalid($"a substring of {clause.Field} must have at least {SearchPredicates.ShortestSubstring} characters");

    private static long Integer(SearchClause clause) =>
        long.TryParse(clause.Value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : throw SearchQuery.Invalid($"the value of {clause.Field} must be an integer");

    private static DateTimeOffset Seconds(SearchClause clause) => Integer(clause) is >= 0 and <= Parameters.Params.LastSecond and var seconds
        ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : throw SearchQuery.Invalid($"the value of {clause.Field} must be a Unix timestamp in seconds");

    private static StripeError Unsupported(SearchClause clause) =>
        SearchQuery.Invalid($"the field {clause.Field} does not support this operator or value");
}
