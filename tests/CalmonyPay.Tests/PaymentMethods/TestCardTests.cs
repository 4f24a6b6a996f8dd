using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.PaymentMethods;

public sealed class TestCardTests(PayApi api) : IClassFixture<PayApi>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("visa", "visa", "credit", "US")]
    [InlineData("visa_debit", "visa", "debit", "US")]
    [InlineData("mastercard", "mastercard", "credit", "US")]
    [InlineData("mastercard_debit", "mastercard", "debit", "US")]
    [InlineData("mastercard_prepaid", "mastercard", "prepaid", "US")]
    [InlineData("amex", "amex", "credit", "US")]
    [InlineData("discover", "discover", "credit", "US")]
    [InlineData("diners", "diners", "credit", "US")]
    [InlineData("jcb", "jcb", "credit", "JP")]
    [InlineData("unionpay", "unionpay", "credit", "CN")]
    [InlineData("gb", "visa", "credit", "GB")]
    [InlineData("gb_debit", "visa", "debit", "GB")]
    [InlineData("de", "visa", "credit", "DE")]
    [InlineData("br", "visa", "credit", "BR")]
    public async Task A_test_name_makes_a_new_method_of_the_documented_kind(string name, string brand, string funding, string country)
    {
        var customer = await api.A.CustomerAsync();
        var made = await api.A.AttachedAsync(customer.Id, $"pm_card_{name}");
        Assert.NotEqual($"pm_card_{name}", made.Id);
        Assert.Equal((brand, funding, country), (made.Text("card.brand"), made.Text("card.funding"), made.Text("card.country")));
    }

    [Theory]
    [InlineData("chargeDeclined", "card_declined", "generic_decline")]
    [InlineData("visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds")]
    [InlineData("visa_chargeDeclinedLostCard", "card_declined", "lost_card")]
    [InlineData("visa_chargeDeclinedStolenCard", "card_declined", "stolen_card")]
    [InlineData("chargeDeclinedExpiredCard", "expired_card", "expired_card")]
    [InlineData("chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc")]
    [InlineData("chargeDeclinedProcessingError", "processing_error", "processing_error")]
    [InlineData("chargeDeclinedFraudulent", "card_declined", "fraudulent")]
    public async Task A_declining_test_name_declines_as_documented(string name, string code, string declineCode)
    {
        var customer = await api.A.CustomerAsync();
        var refused = (await api.A.PostAsync($"/v1/payment_methods/pm_card_{name}/attach", new() { ["customer"] = customer.Id })).Fails(402, code);
        Assert.Equal(declineCode, refused.Text("error.decline_code"));
    }

    [Theory]
    [InlineData("cvcCheckFail", "fail", "pass", "pass")]
    [InlineData("avsZipFail", "pass", "pass", "fail")]
    [InlineData("avsLine1Fail", "pass", "fail", "pass")]
    [InlineData("avsFail", "pass", "fail", "fail")]
    public async Task A_card_whose_checks_fail_says_so(string name, string cvc, string line1, string zip)
    {
        var made = (await api.A.PostAsync("/v1/payment_methods", new()
        {
            ["type"] = "card",
            ["card[token]"] = $"tok_{name}",
            ["billing_details[address][line1]"] = "1 High Street",
            ["billing_details[address][postal_code]"] = "N1 9GU",
        })).Ok();
        Assert.Equal((cvc, line1, zip), (made.Text("card.checks.cvc_check"), made.Text("card.checks.address_line1_check"), made.Text("card.checks.address_postal_code_check")));
    }

    [Fact]
    public async Task A_test_name_can_be_looked_at()
    {
        Assert.Equal("visa", (await api.A.GetAsync("/v1/payment_methods/pm_card_visa")).Ok().Text("card.brand"));
    }

    [Fact]
    public void Every_test_name_has_a_number_with_a_right_check_digit()
    {
        foreach (var name in TestCards.Names)
        {
            var card = TestCards.Of($"pm_card_{name}", "stripe", Now, "payment_method").Card;
            Assert.True(card.Number.Luhn, name);
            Assert.Equal((11, 2027), (card.ExpiryMonth, card.ExpiryYear));
        }
    }

    [Fact]
    public void At_Cardstreams_test_account_the_names_stand_for_its_own_cards()
    {
        var visa = TestCards.Of("pm_card_visa", "cardstream", Now, "payment_method");
        Assert.Equal(("0821", "NN17 8YG"), (visa.Card.Number.Last4, visa.Holder.Address.PostalCode));
        Assert.Equal(12, TestCards.Of("pm_card_authenticationRequired", "cardstream", Now, "payment_method").Card.ExpiryMonth);
        Assert.Equal("Test [100]", TestCards.Of("tok_chargeDeclined", "cardstream", Now, "source").Holder.Name);
        Assert.Equal(400, Assert.Throws<StripeError>(() => TestCards.Of("pm_card_createDispute", "cardstream", Now, "payment_method")).Status);
        Assert.Equal(400, Assert.Throws<StripeError>(() => TestCards.Of("pm_card_visa", "none", Now, "payment_method")).Status);
    }
}
