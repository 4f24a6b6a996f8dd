using System.Text.Json;
using CalmonyPay.Cardstream;

namespace CalmonyPay.Tests.Cardstream;

public sealed class SecretTypesTests
{
    private const string Digits = Cards.Visa;
    private static readonly CardstreamAccount Account = new(new Uri("https://gateway.example.test/direct/"), "100001", "S3cretOfMine", "GB");

    [Fact]
    public void A_card_number_prints_as_dots_and_opens_only_on_purpose()
    {
        var number = Cards.Number(Digits);
        Assert.Equal("•••", number.ToString());
        Assert.Equal("•••", $"{number}");
        Assert.Equal(Digits, number.Reveal());
        Assert.Equal(("492942", "0821", "visa", true), (number.Bin, number.Last4, number.Brand, number.Luhn));
        Assert.Equal(Cards.Number("4929 4212-3460 0821"), number);
        Assert.Equal(Cards.Number("4929 4212-3460 0821").GetHashCode(), number.GetHashCode());
        Assert.NotEqual(Cards.Number("4929421234600839"), number);
    }

    [Fact]
    public void Whatever_holds_a_card_refuses_json_and_prints_no_digit()
    {
        var card = new NewCard(Cards.Number(Digits), 12, 2030, Cards.Code("356"), new(Name: "Ada"));
        var sale = new SaleRequest { Source = card, Amount = 1001, CurrencyCode = "gbp", TransactionUnique = "t1" };
        foreach (object holder in new object[] { card.Number, card.SecurityCode!, card })
        {
            var error = Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(holder, holder.GetType()));
            Assert.DoesNotContain(Digits, error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("356", error.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Digits, sale.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("356", sale.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Digits, JsonSerializer.Serialize(sale), StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_not_read_from_json_either() =>
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<CardNumber>($"\"{Digits}\""));

    [Fact]
    public void An_account_never_shows_its_secret()
    {
        Assert.DoesNotContain("S3cret", Account.ToString(), StringComparison.Ordinal);
        Assert.Contains("100001", Account.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", JsonSerializer.Serialize(Account), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("49294212346")]
    [InlineData("49294212346008210000")]
    [InlineData("4929x4212x3460x0821")]
    [InlineData("４９２９４２１２３４６００８２１")]
    public void What_is_no_card_number_is_refused(string? text) => Assert.False(CardNumber.TryParse(text, out _));

    [Theory]
    [InlineData("4929421234600821", "visa")]
    [InlineData("5301250070000191", "mastercard")]
    [InlineData("2221000000000009", "mastercard")]
    [InlineData("2720990000000007", "mastercard")]
    [InlineData("6759649826438453", "mastercard")]
    [InlineData("374245455400001", "amex")]
    [InlineData("6011000990139424", "discover")]
    [InlineData("6500000000000002", "discover")]
    [InlineData("36432685260294", "diners")]
    [InlineData("30569309025904", "diners")]
    [InlineData("3540599999991047", "jcb")]
    [InlineData("6200000000000005", "unionpay")]
    [InlineData("9999999999999995", "unknown")]
    public void A_brand_is_guessed_from_the_first_digits(string digits, string brand)
    {
        Assert.Equal(brand, Cards.Number(digits).Brand);
        Assert.True(Cards.Number(digits).Luhn);
        Assert.False(Cards.Number(digits[..^1] + (char)('0' + ((digits[^1] - '0' + 1) % 10))).Luhn);
    }

    [Theory]
    [InlineData("123", true)]
    [InlineData(" 4887 ", true)]
    [InlineData("12", false)]
    [InlineData("12345", false)]
    [InlineData("12a", false)]
    [InlineData(null, false)]
    public void A_security_code_is_three_or_four_digits(string? text, bool good)
    {
        Assert.Equal(good, SecurityCode.TryParse(text, out var code));
        Assert.Equal(good ? "•••" : null, code?.ToString());
        Assert.Equal(good ? text!.Trim() : null, code?.Reveal());
    }
}
