using CalmonyPay.Platform.Monies;
using CalmonyPay.Tests.Platform.Parameters;
using FsCheck;
using FsCheck.Fluent;

namespace CalmonyPay.Tests.Platform.Monies;

public sealed class MoneyTests
{
    private static readonly Currency Gbp = Currency.Of("gbp");

    [Fact]
    public void Every_currency_has_its_own_codes()
    {
        Assert.True(Currency.All.Count > 150);
        Assert.Equal(Currency.All.Count, Currency.All.Select(c => c.Numeric).Distinct().Count());
        Assert.All(Currency.All, c => Assert.Matches("^[a-z]{3}[0-9]{3}$", c.Code + c.Numeric));
        Assert.Equal(("826", 2), (Gbp.Numeric, Gbp.Exponent));
        string[] whole = ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"];
        Assert.All(whole, code => Assert.Equal(0, Currency.Of(code).Exponent));
        Assert.All(["bhd", "jod", "kwd", "omr", "tnd"], code => Assert.Equal((3, 10), (Currency.Of(code).Exponent, Currency.Of(code).Multiple)));
    }

    [Fact]
    public void A_currency_is_read_in_any_case_and_an_unknown_one_is_refused()
    {
        Assert.Same(Gbp, Currency.Parse("GBP"));
        Assert.Same(Gbp, Sent.Form("price_data[currency]=gbp").Child("price_data")!.Currency());
        var refused = Sent.Refused(() => Sent.Form("price_data[currency]=xyz").Child("price_data")!.RequiredCurrency());
        Assert.StartsWith("Invalid currency: xyz", refused.Message, StringComparison.Ordinal);
        Assert.Equal("price_data[currency]", refused.Param);
        Assert.Null(Sent.Form("").Currency());
    }

    [Fact]
    public void Gateways_count_as_ISO_does()
    {
        Assert.Equal(5, Currency.Of("isk").ToIso(500));
        Assert.Equal(5, Currency.Of("ugx").ToIso(500));
        Assert.Equal(500, Currency.Of("mga").ToIso(5));
        Assert.Equal(30, Gbp.ToIso(30));
        Assert.Throws<ArgumentException>(() => Currency.Of("isk").ToIso(501));
    }

    [Theory]
    [InlineData(30, "gbp", "£0.30 gbp")]
    [InlineData(99_999_999, "usd", "$999,999.99 usd")]
    [InlineData(50, "jpy", "¥50 jpy")]
    [InlineData(1500, "czk", "15.00 czk")]
    [InlineData(-1, "gbp", "-£0.01 gbp")]
    [InlineData(5120, "kwd", "5.120 kwd")]
    public void Money_is_written_for_people(long minor, string code, string text) => Assert.Equal(text, new Money(minor, Currency.Of(code)).ToString());

    [Theory]
    [InlineData(29, "gbp", "amount_too_small", "Amount must be at least £0.30 gbp")]
    [InlineData(49, "usd", "amount_too_small", "Amount must be at least $0.50 usd")]
    [InlineData(100_000_000, "eur", "amount_too_large", "Amount must be no more than €999,999.99 eur")]
    [InlineData(0, "sek", "parameter_invalid_integer", "This value must be greater than or equal to 1.")]
    [InlineData(550, "isk", "parameter_invalid_integer", "Invalid amount: 550. Amounts in isk must be divisible by 100.")]
    public void What_cannot_be_charged_is_refused(long minor, string code, string error, string message)
    {
        var refused = Sent.Refused(() => ChargeLimits.Check(new(minor, Currency.Of(code))));

        Assert.Equal((error, message, "amount"), (refused.Code, refused.Message, refused.Param));
    }

    [Fact]
    public void The_least_and_the_most_can_be_charged() =>
        Assert.All(Currency.All, currency =>
        {
            if (currency.Multiple > 1) return;
            ChargeLimits.Check(ChargeLimits.MinimumOf(currency));
            ChargeLimits.Check(ChargeLimits.MaximumOf(currency));
        });

    [Fact]
    public void Sums_are_checked_and_never_mix_currencies()
    {
        var (pound, dollar) = (new Money(100, Gbp), new Money(100, Currency.Of("usd")));

        Assert.Throws<InvalidOperationException>(() => pound + dollar);
        Assert.Throws<InvalidOperationException>(() => pound - dollar);
        Assert.Throws<InvalidOperationException>(() => pound < dollar);
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue, Gbp) + pound);
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue, Gbp));
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue, Gbp) * 2);
        Assert.NotEqual(pound, dollar);
    }

    [Theory]
    [InlineData("0.5", 1)]
    [InlineData("-0.5", -1)]
    [InlineData("1.5", 2)]
    [InlineData("2.5", 3)]
    [InlineData("2.4999", 2)]
    public void Halves_are_rounded_away_from_zero(string minor, long rounded) =>
        Assert.Equal(rounded, Money.Round(decimal.Parse(minor, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Rounding_is_never_off_by_more_than_half_and_is_the_same_for_both_signs() => Prop.ForAll<int, int>((amount, percent) =>
    {
        var factor = percent / 10_000m;
        var rounded = new Money(amount, Gbp).Times(factor).Minor;
        return Math.Abs(rounded - (amount * factor)) <= 0.5m && new Money(-(long)amount, Gbp).Times(factor).Minor == -rounded;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Adding_and_taking_away_undo_each_other() => Prop.ForAll<int, int>((a, b) =>
        new Money(a, Gbp) + new Money(b, Gbp) - new Money(b, Gbp) == new Money(a, Gbp)).QuickCheckThrowOnFailure();
}
