using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Tests.Platform.Parameters;

public sealed class BracketTests
{
    [Fact]
    public void Brackets_spell_out_a_tree()
    {
        var p = Sent.Form("amount=100&card[number]=4242424242424242&card%5Bexp_month%5D=12&expand[]=customer&expand[]=latest_charge&description=a+b%20c%C3%A9");

        Assert.Equal(100, p.RequiredLong("amount"));
        var card = p.RequiredChild("card");
        Assert.Equal("4242424242424242", card.Secret("number"));
        Assert.Equal(12, card.Long("exp_month"));
        Assert.Equal(["customer", "latest_charge"], p.Expand);
        Assert.Equal("a b cé", p.Text("description"));
        p.Done();
    }

    [Theory]
    [InlineData("items[0][price]=a&items[0][quantity]=2&items[1][price]=b&items[1][quantity]=3")]
    [InlineData("items[1][quantity]=3&items[0][price]=a&items[1][price]=b&items[0][quantity]=2")]
    [InlineData("items[][price]=a&items[][quantity]=2&items[][price]=b&items[][quantity]=3")]
    public void Items_are_in_order_however_they_are_spelled(string form)
    {
        var items = Sent.Form(form).Children("items")!;

        Assert.Equal([("a", 2L), ("b", 3L)], items.Select(item => (item.Required("price"), item.RequiredLong("quantity"))));
    }

    [Fact]
    public void Items_without_numbers_keep_their_nested_parts_together()
    {
        var items = Sent.Form("i[][data][currency]=gbp&i[][data][product]=x&i[][tags][]=1&i[][tags][]=2&i[][data][currency]=usd").Children("i")!;

        Assert.Equal(2, items.Count);
        Assert.Equal("x", items[0].Child("data")!.Text("product"));
        Assert.Equal(["1", "2"], items[0].List("tags"));
        Assert.Equal("usd", items[1].Child("data")!.Text("currency"));
    }

    [Fact]
    public void A_JSON_body_is_the_same_tree()
    {
        var p = Sent.Json("""{"amount":100,"confirm":true,"name":null,"items":[{"price":"a"}],"metadata":{"k":"v"},"rate":1.5,"text":"\u00e9\ud83d\ude00"}""");

        Assert.Equal(100, p.Long("amount"));
        Assert.True(p.Bool("confirm"));
        Assert.True(p.TextChange("name").IsClear);
        Assert.Equal("a", p.Children("items")![0].Text("price"));
        Assert.Equal("v", p.Metadata().ForNew()["k"]);
        Assert.Equal(1.5m, p.Decimal("rate"));
        Assert.Equal("é😀", p.Text("text"));
        p.Done();
    }

    [Fact]
    public void A_query_and_a_body_are_one()
    {
        var p = Sent.Request("POST", "expand[]=customer&name=query", null, "name=body"u8.ToArray());

        Assert.Equal("body", p.Text("name"));
        Assert.Equal(["customer"], p.Expand);
        Assert.Equal(3, Sent.Query("limit=3").Long("limit"));
    }

    [Theory]
    [InlineData("a=1&a=2")]
    [InlineData("a=1&&a=2&")]
    public void The_last_of_two_counts(string form) => Assert.Equal("2", Sent.Form(form).Text("a"));

    [Theory]
    [InlineData("{\"a\":\"1\",\"a\":\"2\"}")]
    [InlineData("{\"a\":{\"b\":1},\"a\":\"2\"}")]
    public void The_last_of_two_counts_in_JSON(string json) => Assert.Equal("2", Sent.Json(json).Text("a"));

    [Theory]
    [InlineData("a=1&a[b]=2", "a")]
    [InlineData("a[b]=2&a=1", "a")]
    [InlineData("a[]=2&a[b]=1", "a")]
    [InlineData("card[a=1", "card[a")]
    [InlineData("card]=1", "card]")]
    [InlineData("card[a]b=1", "card[a]b")]
    [InlineData("[a]=1", "[a]")]
    [InlineData("a[b][[c]]=1", "a[b][[c]]")]
    [InlineData("=1", "")]
    [InlineData("a=%", "a")]
    [InlineData("a=%4", "a")]
    [InlineData("a=%zz", "a")]
    [InlineData("a=%ff", "a")]
    [InlineData("a=%ed%a0%80", "a")]
    [InlineData("a[b]=%00", "a[b]")]
    [InlineData("a%00=1", null)]
    [InlineData("%ff=1", null)]
    [InlineData("a[b][c][d][e][f][g][h][i]=1", "a[b][c][d][e][f][g][h]")]
    public void What_cannot_be_read_is_refused_by_name(string form, string? param)
    {
        var refused = Sent.Refused(() => Sent.Form(form));

        Assert.Equal(400, refused.Status);
        Assert.Equal(param, refused.Param);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("{\"a\":\"\\u0000\"}")]
    [InlineData("{\"\":1}")]
    [InlineData("{\"a\":[[[[[[[[1]]]]]]]]}")]
    public void Broken_JSON_is_refused(string json) => Assert.Equal(400, Sent.Refused(() => Sent.Json(json)).Status);

    [Fact]
    public void Too_much_is_refused()
    {
        Assert.Contains("more than 1000", Sent.Refused(() => Sent.Form(string.Join('&', Enumerable.Range(0, 1001).Select(i => $"a{i}=1")))).Message, StringComparison.Ordinal);
        Assert.Contains("more than 1000", Sent.Refused(() => Sent.Json($"{{\"a\":[{string.Join(',', Enumerable.Repeat("[]", 1001))}]}}")).Message, StringComparison.Ordinal);
        Assert.Equal(400, Sent.Refused(() => Sent.Form(new string('a', 2000) + "=1")).Status);
        Assert.Equal(413, Sent.Refused(() => Sent.Form("a=" + new string('x', ParamLimits.BodyBytes))).Status);
        Assert.Equal(400, Sent.Refused(() => Sent.Request("POST", "", "multipart/form-data; boundary=x", [1])).Status);
    }

    [Theory]
    [InlineData("items[-1][price]=a")]
    [InlineData("items[99999999999999999999][price]=a")]
    [InlineData("items[10000][price]=a")]
    [InlineData("items[x][price]=a")]
    [InlineData("items=a")]
    public void A_list_wants_numbers(string form)
    {
        var refused = Sent.Refused(() => Sent.Form(form).Children("items"));

        Assert.Equal(("Invalid array", "items"), (refused.Message, refused.Param));
    }
}
