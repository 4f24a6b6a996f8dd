using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Search;
using CalmonyPay.Tests.Platform.Parameters;

namespace CalmonyPay.Tests.Platform.Search;

public sealed class SearchQueryTests
{
    [Fact]
    public void A_query_is_clauses_that_all_hold()
    {
        var query = SearchQuery.Parse("""email:"amy@example.com" and -metadata["order id"]:'it\'s \"6735\"' amount>=1000 name~'am' metadata['x']:null""");

        Assert.False(query.Any);
        Assert.Equal(
            [
                new(false, "email", null, SearchOperator.Equal, "amy@example.com", true),
                new(true, "metadata", "order id", SearchOperator.Equal, "it's \"6735\"", true),
                new(false, "amount", null, SearchOperator.GreaterOrEqual, "1000", false),
                new(false, "name", null, SearchOperator.Substring, "am", true),
                new(false, "metadata", "x", SearchOperator.Equal, null, false),
            ],
            query.Clauses);
    }

    [Fact]
    public void Or_means_any_and_a_field_may_begin_like_a_keyword()
    {
        Assert.True(SearchQuery.Parse("status:'a' or status:'b' OR order.id:1").Any);
        Assert.Equal("origin", SearchQuery.Parse("a:1 origin:2").Clauses[1].Field);
        Assert.Equal("android", SearchQuery.Parse("a:1 AND android:2").Clauses[1].Field);
    }

    [Theory]
    [InlineData("", "it ends where more was expected")]
    [InlineData("email", "it ends where more was expected")]
    [InlineData("email:", "it ends where more was expected")]
    [InlineData("email:'x", "the quote at position 7 is not closed")]
    [InlineData("email:'x\\'", "the quote at position 7 is not closed")]
    [InlineData("email:'x' AND", "it ends where more was expected")]
    [InlineData("email:'x'name:'y'", "position 10")]
    [InlineData("(email:'x')", "position 1")]
    [InlineData("a:1)", "position 4")]
    [InlineData("metadata[x]:'y'", "position 10")]
    [InlineData("metadata['x':'y'", "position 13")]
    [InlineData("a:1 AND b:2 OR c:3", "AND and OR cannot be combined")]
    [InlineData("a:1 b:2 OR c:3", "AND and OR cannot be combined")]
    [InlineData("a:1 a:1 a:1 a:1 a:1 a:1 a:1 a:1 a:1 a:1 a:1", "more than 10 clauses")]
    public void A_query_that_makes_no_sense_is_refused(string query, string why)
    {
        var refused = Sent.Refused(() => SearchQuery.Parse(query));

        Assert.Equal((400, "query"), (refused.Status, refused.Param));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_asked_only_a_Stripe_error_comes_back()
    {
        var random = new Random(20261028);
        const string Pieces = "abe:~<>=-\"'\\[]() ANDORnull19\0é\t";
        for (var i = 0; i < 20_000; i++)
        {
            var query = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            try
            {
                SearchQuery.Parse(query);
            }
            catch (StripeError refused)
            {
                Assert.Equal("query", refused.Param);
            }
        }
    }
}
