using System.Globalization;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Tests.Platform.Texts;

public sealed class LocaleTests
{
    private static readonly Locale English = Locale.For("en-GB");

    [Theory]
    [InlineData("40000", "gbp", "£400.00")]
    [InlineData("0.25", "gbp", "£0.0025")]
    [InlineData("0.000000000123", "usd", "$0.00000000000123")]
    [InlineData("-1.5", "jpy", "−¥1.5")]
    [InlineData("1000", "kwd", "KWD 1.000")]
    [InlineData("50000", "isk", "500 kr")]
    [InlineData("50010", "isk", "500.10 kr")]
    public void A_unit_price_has_the_decimals_that_it_needs(string minor, string currency, string printed) =>
        Assert.Equal(printed, Plain(English.UnitPrice(decimal.Parse(minor, CultureInfo.InvariantCulture), Currency.Of(currency))));

    [Theory]
    [InlineData("2026-11-01", "2026-11-30", "1 – 30 November 2026")]
    [InlineData("2026-11-21", "2026-12-20", "21 November – 20 December 2026")]
    [InlineData("2026-12-01", "2027-11-30", "1 December 2026 – 30 November 2027")]
    [InlineData("2026-11-21", "2026-11-21", "21 November 2026")]
    public void A_period_says_once_what_its_ends_share(string from, string to, string printed) =>
        Assert.Equal(printed, Plain(English.Period(DateOnly.Parse(from, CultureInfo.InvariantCulture), DateOnly.Parse(to, CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData("en-GB", "£1,234.50", "£12,345.00", "1 November 2026", "1 – 30 November 2026", "5.5%")]
    [InlineData("cy", "£1,234.50", "£12,345.00", "1 Tachwedd 2026", "1 – 30 Tachwedd 2026", "5.5%")]
    [InlineData("fr", "1 234,50 £", "12 345,00 £", "1er novembre 2026", "1er – 30 novembre 2026", "5,5 %")]
    [InlineData("de", "1.234,50 £", "12.345,00 £", "1. November 2026", "1. – 30. November 2026", "5,5 %")]
    [InlineData("es", "1234,50 £", "12.345,00 £", "1 de noviembre de 2026", "1 – 30 de noviembre de 2026", "5,5 %")]
    [InlineData("pl", "1234,50 £", "12 345,00 £", "1 listopada 2026", "1 – 30 listopada 2026", "5,5%")]
    public void Money_and_dates_are_written_as_in_the_language(string tag, string small, string large, string date, string period, string percent)
    {
        var locale = Locale.For(tag);
        var first = new DateOnly(2026, 11, 1);
        Assert.Equal([small, large, date, period, percent], new[]
        {
            locale.Money(123450, Currency.Of("gbp")), locale.Money(1234500, Currency.Of("gbp")), locale.Date(first), locale.Period(first, new(2026, 11, 30)), locale.Percent(5.5m),
        }.Select(Plain));
    }

    [Theory]
    [InlineData("cy, en;q=0.9", "cy")]
    [InlineData("it, fr-CA;q=0.7, de;q=0.8", "de")]
    [InlineData("pl;q=0, es-419", "es")]
    [InlineData("ja", "en-GB")]
    [InlineData("dezember", "en-GB")]
    [InlineData("\"", "en-GB")]
    [InlineData(null, "en-GB")]
    public void A_browser_s_wishes_choose_the_language(string? header, string tag) => Assert.Equal(tag, Locale.Preferred(header).Tag);

    [Fact]
    public void An_address_is_written_as_in_its_country()
    {
        Assert.Equal(["1 High St", "York", "YO1 7HU", "United Kingdom"], PostalLines.Of(new Address("York", "GB", "1 High St", null, "YO1 7HU", null)));
        Assert.Equal(["1 Main St", "Apt 2", "Austin, TX 78701", "United States"], PostalLines.Of(new Address("Austin", "US", "1 Main St", "Apt 2", "78701", "TX")));
        Assert.Equal(["ul. Długa 1", "00-238 Warszawa", "Poland"], PostalLines.Of(new Address("Warszawa", "PL", "ul. Długa 1", " ", "00-238", null)));
        Assert.Equal([], PostalLines.Of(null));
    }

    [Fact]
    public void Every_country_has_a_name()
    {
        var letters = Enumerable.Range('A', 26).Select(c => (char)c).ToList();
        var codes = letters.SelectMany(_ => letters, (a, b) => $"{a}{b}").Where(Countries.Knows).ToList();
        Assert.Equal(Countries.Count, codes.Count);
        Assert.DoesNotContain(codes, code => CountryNames.Of(code) == code);
    }

    private static string Plain(string text) => text.Replace('\u00a0', ' ').Replace('\u202f', ' ');
}
