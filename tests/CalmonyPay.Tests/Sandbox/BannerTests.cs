using CalmonyPay.Sandbox;

namespace CalmonyPay.Tests.Sandbox;

public sealed class BannerTests
{
    private static readonly SandboxFacts Facts =
        new("http://127.0.0.1:5252", "http://127.0.0.1:40001", "/home/ada/pay/.calmonypay", "PostgreSQL 17");

    [Fact]
    public void It_has_the_address_the_keys_swagger_and_the_data()
    {
        var text = Banner.Text(Facts, colour: false);
        foreach (var fact in new List<string>
            { "http://127.0.0.1:5252/swagger", "sk_test_sandbox", "pk_test_sandbox", "http://127.0.0.1:40001", "/home/ada/pay/.calmonypay", "PostgreSQL 17" })
            Assert.Contains(fact, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_curl_line_stands_on_one_line_to_be_copied() =>
        Assert.Contains(
            "  curl http://127.0.0.1:5252/v1/payment_intents -u sk_test_sandbox: -d amount=2000 -d currency=gbp " +
            "-d payment_method=pm_card_visa -d 'payment_method_types[]=card' -d confirm=true\n",
            Banner.Text(Facts, colour: true).ReplaceLineEndings("\n"), StringComparison.Ordinal);

    [Fact]
    public void In_a_file_or_a_pipe_it_is_plain_text()
    {
        Assert.DoesNotContain('\e', Banner.Text(Facts, colour: false));
        Assert.Contains('\e', Banner.Text(Facts, colour: true));
    }
}
