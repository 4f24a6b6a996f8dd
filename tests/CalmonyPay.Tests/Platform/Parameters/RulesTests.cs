using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using FluentValidation;

namespace CalmonyPay.Tests.Platform.Parameters;

public sealed class RulesTests
{
    [Theory]
    [InlineData("amy@example.com", true)]
    [InlineData("a+b.c@sub.example.co.uk", true)]
    [InlineData("amy", false)]
    [InlineData("amy@", false)]
    [InlineData("@example.com", false)]
    [InlineData("amy@example", false)]
    [InlineData("amy@@example.com", false)]
    [InlineData("amy @example.com", false)]
    [InlineData("amy@example..com", false)]
    [InlineData("amy@.example.com", false)]
    public void An_email_address_looks_like_one(string email, bool good)
    {
        var error = Check(new(Email: email));

        Assert.Equal(good, error is null);
        if (error is not null) Assert.Equal(("email_invalid", "email", $"Invalid email address: {email}"), (error.Code, error.Param, error.Message));
        Assert.Equal(good, Check(new(NewEmail: Change<string>.To(email))) is null);
    }

    [Theory]
    [InlineData("CALMONY PAY", null)]
    [InlineData("A", null)]
    [InlineData("12345", "at least one letter")]
    [InlineData("ACME <3", "must not contain <")]
    [InlineData("ACME'S", "must not contain '")]
    [InlineData("ACMÉ", "ASCII")]
    [InlineData("A DESCRIPTOR OF 23 CHAR", "at most 22 characters")]
    public void A_statement_descriptor_is_what_networks_print(string text, string? why)
    {
        var error = Check(new(Descriptor: text));

        if (why is null) Assert.Null(error);
        else Assert.Contains(why, error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_rules_speak_as_Stripe_does()
    {
        Assert.Equal(("url_invalid", "Not a valid URL", "return_url"), Said(new(ReturnUrl: "example.com")));
        Assert.Equal("url_invalid", Check(new(ReturnUrl: "javascript:alert(1)"))!.Code);
        Assert.Null(Check(new(ReturnUrl: "https://example.com/?x={CHECKOUT_SESSION_ID}")));
        Assert.Equal(("country_code_invalid", "items[1][address][country]"), (Check(Nested("XX"))!.Code, Check(Nested("XX"))!.Param));
        Assert.Null(Check(Nested("gb")));
        Assert.Equal((null, "Invalid string: abcdef; must be at most 5 characters", "short_text"), Said(new(ShortText: "abcdef")));
        Assert.Equal((null, "Invalid string: abcdef; must be at most 5 characters", "plain"), Said(new(Plain: "abcdef")));
        Assert.Equal(("parameter_invalid_integer", "This value must be greater than or equal to 1.", "quantity"), Said(new(Quantity: 0)));
        Assert.Equal(249, Countries.Count);
        Assert.DoesNotContain("4242", Check(new(Plain: "4242424242424242"))!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Email", "email")]
    [InlineData("Items[0].PriceData.UnitAmount", "items[0][price_data][unit_amount]")]
    [InlineData("Address.Line1", "address[line1]")]
    public void A_property_is_named_as_its_parameter(string path, string param) => Assert.Equal(param, RuleFailures.ParamOf(path));

    private static Sample Nested(string country) => new(Items: [new(null), new(new(country))]);

    private static StripeError? Check(Sample sample) =>
        new SampleRules().Validate(sample) is { IsValid: false } result ? RuleFailures.FromFailure(result.Errors[0]) : null;

    private static (string?, string, string?) Said(Sample sample)
    {
        var error = Check(sample)!;
        return (error.Code, error.Message, error.Param);
    }

    private sealed record Address(string? Country);

    private sealed record Item(Address? Address);

    private sealed record Sample(
        string? Email = null, Change<string> NewEmail = default, string? Descriptor = null, string? ReturnUrl = null, string? ShortText = null,
        string? Plain = null, long? Quantity = null, Item[]? Items = null);

    private sealed class SampleRules : AbstractValidator<Sample>
    {
        public SampleRules()
        {
            RuleFor(s => s.Email).StripeEmail();
            RuleFor(s => s.NewEmail).StripeEmail();
            RuleFor(s => s.Descriptor).StatementDescriptor();
            RuleFor(s => s.ReturnUrl).ValidUrl();
            RuleFor(s => s.ShortText).StripeMaximumLength(5);
            RuleFor(s => s.Plain).MaximumLength(5);
            RuleFor(s => s.Quantity).GreaterThanOrEqualTo(1);
            RuleForEach(s => s.Items).ChildRules(item => item.RuleFor(i => i.Address!.Country).Country().When(i => i.Address is not null));
        }
    }
}
