using System.Text;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Search;

/// <summary>Reads the words of a search query from left to right.</summary>
internal ref struct SearchReader(string query)
{
    private readonly ReadOnlySpan<char> text = query;
    private int at;

    /// <summary>Skips blanks; is anything left?</summary>
    public bool More()
    {
        SkipBlanks();
        return at < text.Length;
    }

    /// <summary>AND, OR, or the blank before the next clause, which means AND. True for OR.</summary>
    public bool Conjunction()
    {
        if (!char.IsWhiteSpace(text[at - 1])) throw Unexpected();
        if (Keyword("OR")) return true;
        Keyword("AND");
        return false;
    }

    public SearchClause Clause()
    {
        SkipBlanks();
        var negated = Take('-');
        var field = Field();
        var key = Take('[') ? Key() : null;
        var comparison = Operator();
        var (value, quoted) = Value();
        return new(negated, field, key, comparison, value, quoted);
    }

    private string Field()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.')) at++;
        return at > start ? text[start..at].ToString() : throw Unexpected();
    }

    private string Key()
    {
        if (at >= text.Length || text[at] is not ('"' or '\'')) throw Unexpected();
        var key = Quoted();
        return Take(']') ? key : throw Unexpected();
    }

    private SearchOperator Operator()
    {
        if (Take(':')) return SearchOperator.Equal;
        if (Take('~')) return SearchOperator.Substring;
        if (Take('>')) return Take('=') ? SearchOperator.GreaterOrEqual : SearchOperator.Greater;
        if (Take('<')) return Take('=') ? SearchOperator.LessOrEqual : SearchOperator.Less;
        throw Unexpected();
    }

    private (string? Value, bool Quoted) Value()
    {
        if (at < text.Length && text[at] is '"' or '\'') return (Quoted(), true);
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('"' or '\'' or '(' or ')')) at++;
        if (at == start) throw Unexpected();
        var bare = text[start..at];
        return (bare.Equals("null", StringComparison.OrdinalIgnoreCase) ? null : bare.ToString(), false);
    }

    /// <summary>A text in quotes of either kind; a backslash takes the next character as it is.</summary>
    private string Quoted()
    {
        var (opening, quote) = (at, text[at++]);
        var value = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at++];
            if (c == quote) return value.ToString();
            if (c == '\\' && at < text.Length) c = text[at++];
            value.Append(c);
        }
        throw SearchQuery.Invalid($"the quote at position {opening + 1} is not closed");
    }

    private bool Keyword(string word)
    {
        var rest = text[at..];
        if (!rest.StartsWith(word, StringComparison.OrdinalIgnoreCase)) return false;
        if (rest.Length > word.Length && !char.IsWhiteSpace(rest[word.Length])) return false;        // a field that begins like it
        at += word.Length;
        return true;
    }

    private bool Take(char c)
    {
        if (at >= text.Length || text[at] != c) return false;
        at++;
        return true;
    }

    private void SkipBlanks()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }

    private readonly StripeError Unexpected() => SearchQuery.Invalid(at >= text.Length
        ? "it ends where more was expected; a clause is a field, an operator and a value, such as email:\"amy@example.com\""
        : $"it cannot be understood at position {at + 1}");
}
