using CalmonyPay.Platform.Pages;

namespace CalmonyPay.Tests.Platform.Pages;

public sealed class PagePolicyTests
{
    [Fact]
    public void A_page_to_read_may_do_nothing() => Assert.Equal(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", PagePolicy.Still.ToString());

    [Fact]
    public void A_form_posts_here_alone_and_its_script_is_ours() => Assert.Equal(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'", PagePolicy.Form.ToString());

    [Fact]
    public void The_issuer_s_one_origin_is_posted_to_and_framed()
    {
        var policy = (PagePolicy.Form with { Issuer = "https://acs.bank.example" }).ToString();
        Assert.Contains("frame-src 'self' https://acs.bank.example;", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https://acs.bank.example;", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_who_is_named_may_frame_a_page()
    {
        Assert.Equal("DENY", PagePolicy.Form.FrameOptions);
        Assert.Equal("SAMEORIGIN", (PagePolicy.Still with { FramedBy = ["'self'"] }).FrameOptions);
        var element = PagePolicy.Form with { FramedBy = ["https://shop.example", "https://www.shop.example"] };
        Assert.EndsWith("frame-ancestors https://shop.example https://www.shop.example", element.ToString(), StringComparison.Ordinal);
        Assert.Null(element.FrameOptions);
    }
}
