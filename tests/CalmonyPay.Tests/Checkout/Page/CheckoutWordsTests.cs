using System.Reflection;
using System.Text.RegularExpressions;
using CalmonyPay.Checkout.Page;
using CalmonyPay.Checkout.Page.Words;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Platform.Pages;
using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>The page speaks six languages, each of them whole.</summary>
public sealed partial class CheckoutWordsTests
{
    /// <summary>Words that are the same in another language.</summary>
    private static readonly string[] Shared = ["es ExpiryHint", "fr ExpiryHint"];

    public static TheoryData<string> Languages => [.. Locale.All.Select(locale => locale.Tag)];

    [Theory, MemberData(nameof(Languages))]
    public void No_text_is_missing_or_left_in_English(string tag)
    {
        Assert.Empty(Left(CheckoutLanguages.For(tag, null), CheckoutLanguages.BritishEnglish, tag).Except(Shared));
        Assert.Empty(Left(PageTexts.For(Locale.For(tag)), PageTexts.BritishEnglish, tag));
    }

    [Theory, MemberData(nameof(Languages))]
    public void Every_sentence_leaves_the_same_places_open(string tag)
    {
        var (words, english) = (CheckoutLanguages.For(tag, null), CheckoutLanguages.BritishEnglish);
        foreach (var text in Texts<string>()) Assert.Equal(Places((string)text.GetValue(english)!), Places((string)text.GetValue(words)!));
        foreach (var text in Texts<Plural>()) Assert.Contains("{0}", ((Plural)text.GetValue(words)!).Many, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Languages))]
    public void Every_country_has_a_name(string tag)
    {
        var sorted = CountryNames.Sorted(Locale.For(tag));
        Assert.Equal(249, sorted.Count);
        Assert.Equal(249, sorted.Select(country => country.Value).Distinct().Count());
        Assert.DoesNotContain(sorted, country => country.Value.Length < 3);
    }

    [Fact]
    public void Countries_are_called_and_sorted_as_the_language_has_it()
    {
        Assert.Equal(
            ["Germany", "Yr Almaen", "Allemagne", "Deutschland", "Alemania", "Niemcy"], Locale.All.Select(locale => CountryNames.Of("de", locale)));
        Assert.Equal("Afghanistan", CountryNames.Sorted(Locale.German)[0].Value);
        Assert.Equal("Ägypten", CountryNames.Sorted(Locale.German)[1].Value);
        Assert.Equal("XX", CountryNames.Of("XX", Locale.Polish));
    }

    [Theory]
    [InlineData("en-GB", 1, "every month")]
    [InlineData("en-GB", 3, "every 3 months")]
    [InlineData("cy", 2, "bob 2 fis")]
    [InlineData("cy", 3, "bob 3 mis")]
    [InlineData("pl", 1, "co miesiąc")]
    [InlineData("pl", 2, "co 2 miesiące")]
    [InlineData("pl", 6, "co 6 miesięcy")]
    [InlineData("pl", 12, "co 12 miesięcy")]
    [InlineData("de", 6, "alle 6 Monate")]
    public void Numbers_take_the_form_that_their_language_wants(string tag, int months, string said)
    {
        var wording = new CheckoutWording(Views.Subscription, CheckoutLanguages.For(tag, null), "Afon", TimeZoneInfo.Utc);
        Assert.Equal(said, wording.Every(new("month", months, false)));
    }

    [Theory]
    [InlineData("pl", "en", "pl")]
    [InlineData("auto", "cy, en;q=0.5", "cy")]
    [InlineData(null, "de-AT", "de")]
    [InlineData(null, null, "en-GB")]
    [InlineData("ja", "fr", "en-GB")]
    public void The_session_s_language_comes_before_the_browser_s(string? chosen, string? browser, string tag) =>
        Assert.Equal(tag, CheckoutLanguages.For(chosen, browser).Locale.Tag);

    [Fact]
    public void Nobody_is_told_that_a_card_was_lost_or_stolen()
    {
        var words = CheckoutLanguages.BritishEnglish;
        foreach (var reason in (string[])["lost_card", "stolen_card", "fraudulent", "pickup_card", "merchant_blacklist", "do_not_honor"])
            Assert.Equal(words.Declined, DeclineMessages.Of("card_declined", reason, words));
        Assert.Equal(words.DeclinedFunds, DeclineMessages.Of("card_declined", "insufficient_funds", words));
        Assert.Equal(words.DeclinedExpired, DeclineMessages.Of("expired_card", null, words));
        Assert.Equal(words.DeclinedSecurityCode, DeclineMessages.Of("incorrect_cvc", "incorrect_cvc", words));
        Assert.Equal(words.AuthenticationFailed, DeclineMessages.Of("payment_intent_authentication_failure", null, words));
        Assert.Equal(words.ProcessingError, DeclineMessages.Of("processing_error", null, words));
    }

    [Theory]
    [InlineData("04/29", 4, 2029)]
    [InlineData(" 4 / 2029 ", 4, 2029)]
    [InlineData("0429", 4, 2029)]
    [InlineData("042029", 4, 2029)]
    [InlineData("12-31", 12, 2031)]
    [InlineData("1.30", 1, 2030)]
    [InlineData("13/29", 0, 0)]
    [InlineData("429", 0, 0)]
    [InlineData("04/2", 0, 0)]
    [InlineData("٠٤/٢٩", 0, 0)]
    public void Dates_are_read_as_people_write_them(string text, int month, int year) =>
        Assert.Equal(month == 0 ? null : (month, year), CardReading.ParseExpiry(text));

    [Fact]
    public void What_is_written_in_stars_and_brackets_is_read_and_the_rest_is_text()
    {
        Assert.Equal(
            [new("Read "), new("this", "https://a.example/x_y"), new(", "), new("now", Strong: true), new(" or "), new("later", Emphasis: true), new(": snake_case_name, 2 * 3 [x](ftp://y)")],
            MerchantWords.Read("Read [this](https://a.example/x_y), **now** or _later_: snake_case_name, 2 * 3 [x](ftp://y)"));
    }

    [Fact]
    public void Every_code_that_a_field_can_have_is_worded() =>
        Assert.All(typeof(CheckoutCodes).GetFields().Select(code => (string)code.GetValue(null)!), code =>
            Assert.All((string[])["email", "name", "phone", "card", "billing[line1]", "shipping[country]", "shipping_rate", "promotion_code", "quantities[li_tea]", "custom_fields[size]", "terms_of_service"], field =>
                Assert.DoesNotContain('{', new FieldMessages(Views.Everything, CheckoutLanguages.BritishEnglish).Of(new Dictionary<string, string> { [field] = code }).Values.Single())));

    private static IEnumerable<string> Left(object words, object english, string tag) =>
        from text in words.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        where text.PropertyType == typeof(string) || text.PropertyType == typeof(Plural)
        let own = text.GetValue(words)
        where own is null or "" || (tag != "en-GB" && own.Equals(text.GetValue(english)))
        select $"{tag} {text.Name}";

    private static IEnumerable<PropertyInfo> Texts<T>() => typeof(CheckoutWords).GetProperties().Where(text => text.PropertyType == typeof(T));

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Distinct().Order();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
