using CalmonyPay.Checkout.Page.Words;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Page;

/// <summary>Answers a shopper's browser with the form, or with what stands in its place.</summary>
/// <param name="page">The page's path below the server's address, without a slash at its end.</param>
internal sealed class FormPages(HttpContext http, string page)
{
    private readonly IServiceProvider services = http.RequestServices;

    public CheckoutWords Words(CheckoutView? view) => CheckoutLanguages.For(view?.Locale, http.Request.Headers.AcceptLanguage);

    public async Task<IResult> FormAsync(
        CheckoutView view, TypedForm typed, IEnumerable<KeyValuePair<string, string>> codes, Func<CheckoutWords, CheckoutProblem>? problem, int status, CancellationToken ct)
    {
        var (words, seller) = (Words(view), await CheckoutSeller.ReadAsync(page, services, ct));
        var cards = view.Livemode ? [] : await CheckoutTestCards.ReadAsync(words, services, ct);
        var errors = new FieldMessages(view, words).Of(FieldOrder.Sorted(codes));
        return CheckoutAnswers.Form(new(view, new(view, words, seller.Name, seller.Zone), seller, typed, errors, problem?.Invoke(words), cards), status);
    }

    public async Task<IResult> NoticeAsync(CheckoutView view, Func<CheckoutView, CheckoutWords, CheckoutSeller, CheckoutNotice> notice, int status, CancellationToken ct) =>
        CheckoutAnswers.Notice(notice(view, Words(view), await CheckoutSeller.ReadAsync(page, services, ct)), status);

    /// <summary>The payment waits for the shopper at the issuer's page.</summary>
    public Task<IResult> AuthenticateAsync(CheckoutView view, string url, CancellationToken ct) => FormAsync(
        view, TypedForm.Nothing, [], words => new(words.AuthenticateTitle, words.AuthenticateText, new(words.GoOn, url)), StatusCodes.Status200OK, ct);

    public Task<IResult> ProcessingAsync(CheckoutView view, string self, CancellationToken ct) =>
        NoticeAsync(view, (_, words, seller) => CheckoutNotice.Processing(words, seller, self), StatusCodes.Status200OK, ct);

    /// <summary>What is charged is not what was shown: nothing was.</summary>
    public Task<IResult> TotalChangedAsync(CheckoutView view, TypedForm typed, CancellationToken ct) => FormAsync(
        view, typed, [], words => new(words.TotalChangedTitle, words.TotalChanged.With(new CheckoutWording(view, words, "", TimeZoneInfo.Utc).Money(view.DueNow))), StatusCodes.Status409Conflict, ct);

    /// <summary>Counts a form that came to be paid.</summary>
    /// <returns>What the address is told if it has tried too often: nothing is looked up for it.</returns>
    public IResult? TooManyTries(string self) => services.GetRequiredService<PayRates>().Take(http)
        ? null
        : CheckoutAnswers.Notice(CheckoutNotice.TooManyTries(Words(null), self), StatusCodes.Status429TooManyRequests);

    public static CheckoutProblem Mistakes(CheckoutWords words) => new(words.FormErrors, null);

    public static CheckoutProblem Refusal(CheckoutView view, string code, string? declineCode, CheckoutWords words) =>
        new(view.Mode == "setup" ? words.SetupDeclineTitle : words.DeclineTitle, DeclineMessages.Of(code, declineCode, words));
}
