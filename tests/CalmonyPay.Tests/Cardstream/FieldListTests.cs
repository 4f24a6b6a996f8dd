using System.Text.Json;
using CalmonyPay.Cardstream;
using FsCheck;
using FsCheck.Fluent;

namespace CalmonyPay.Tests.Cardstream;

public sealed class FieldListTests
{
    [Theory]
    [InlineData("b=1&a=2", "b=1&a=2")]
    [InlineData("a=1&b=2&a=3", "a=3&b=2")]
    [InlineData("r[x]=1&b=2&r[y]=3", "r%5Bx%5D=1&r%5By%5D=3&b=2")]
    [InlineData("r[x][p]=1&r[y]=2&r[x][q]=3", "r%5Bx%5D%5Bp%5D=1&r%5Bx%5D%5Bq%5D=3&r%5By%5D=2")]
    [InlineData("l[]=a&l[]=b&l[7]=c&l[]=d", "l%5B0%5D=a&l%5B1%5D=b&l%5B7%5D=c&l%5B8%5D=d")]
    [InlineData("a=1&b=2&a[x]=3", "a%5Bx%5D=3&b=2")]
    [InlineData("a[x]=1&b=2&a=3", "a=3&b=2")]
    [InlineData("a&b=&=c&&d=1=2", "a=&b=&d=1%3D2")]
    [InlineData("a[b=1", "a%5Bb=1")]
    [InlineData("a[b]c=1", "a%5Bb%5D=1")]
    [InlineData("Post=1&post=2&POST=3", "Post=1&post=2&POST=3")]
    [InlineData("n=a+b%20c%2Bd", "n=a+b+c%2Bd")]
    [InlineData("n=~%21*()'", "n=%7E%21%2A%28%29%27")]
    [InlineData("", "")]
    public void A_body_is_read_the_way_php_reads_it(string body, string normal) => Assert.Equal(normal, FieldList.Parse(body).Encode());

    [Theory]
    [InlineData("a=%")]
    [InlineData("a=%2")]
    [InlineData("a=%zz")]
    [InlineData("a=1&b=100%&c=2")]
    public void A_broken_percent_escape_is_no_form_and_the_error_does_not_quote_it(string body)
    {
        var error = Assert.Throws<FormatException>(() => FieldList.Parse(body));
        Assert.DoesNotContain(body, error.Message, StringComparison.Ordinal);
        Assert.False(FieldList.TryParse(body, out _));
    }

    [Fact]
    public void Endless_nesting_is_refused_and_does_not_exhaust_the_stack() =>
        Assert.False(FieldList.TryParse("a" + string.Concat(Enumerable.Repeat("[b]", 200_000)) + "=1", out _));

    [Fact]
    public void A_record_is_read_by_its_inner_names_in_order()
    {
        var fields = FieldList.Parse("threeDSRequest[creq]=x&threeDSRequestOther[y]=1&threeDSRequest[a][b]=y&threeDSRequest[z]=");
        Assert.Equal([new("creq", "x"), new("a[b]", "y"), new("z", "")], fields.Record("threeDSRequest"));
        Assert.Empty(fields.Record("absent"));
    }

    [Fact]
    public void A_field_is_found_by_its_exact_name_only()
    {
        var fields = FieldList.Parse("customerPostCode=A&customerPostcode=B");
        Assert.Equal(("A", "B", null), (fields["customerPostCode"], fields["customerPostcode"], fields["customerpostcode"]));
    }

    [Fact]
    public void Null_is_left_out_and_empty_is_sent() => Assert.Equal("b=", FieldList.Of(("a", null), ("b", "")).Encode());

    [Fact]
    public void With_keeps_the_place_of_a_known_field_and_without_takes_a_whole_record()
    {
        var fields = FieldList.Parse("a=1&r[x]=2&r[y]=3&b=4");
        Assert.Equal("a=9&r%5Bx%5D=2&r%5By%5D=3&b=4", fields.With("a", "9").Encode());
        Assert.Equal("a=1&b=4", fields.Without("r").Encode());
    }

    [Fact]
    public void Whatever_is_sent_is_read_back_the_same() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>().Filter(text => text is not null && !text.Any(char.IsSurrogate)),
        text => FieldList.Parse(FieldList.Of(("a", text), ("r[x]", text)).Encode()) is var read && read["a"] == text && read["r[x]"] == text)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_list_prints_no_value_and_refuses_json()
    {
        var fields = FieldList.Of(("cardNumber", "4929421234600821"));
        Assert.Equal("1 fields", fields.ToString());
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(fields));
    }
}
