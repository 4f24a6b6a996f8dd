using CalmonyPay.Platform.Pages;

namespace CalmonyPay.Checkout.Page;

/// <summary>What the checkout's addresses answer.</summary>
public static class CheckoutAnswers
{
    /// <summary>The form. Its script may call this server, for the sums of a changed order.</summary>
    public static IResult Form(CheckoutScreen screen, int status = StatusCodes.Status200OK) =>
        HostedPage.Of<CheckoutPage>(new() { [nameof(CheckoutPage.Screen)] = screen }, status, PagePolicy.Form with { Calls = true });

    private static readonly PagePolicy Looking = new() { Scripts = true, Calls = true };

    /// <summary>A page to read, or to wait on.</summary>
    public static IResult Notice(CheckoutNotice notice, int status = StatusCodes.Status200OK) =>
        HostedPage.Of<NewsPage>(new() { [nameof(NewsPage.News)] = notice }, status, notice.Waits ? Looking : null);
}
