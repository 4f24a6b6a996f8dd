using System.Globalization;
using CalmonyPay.Checkout.Page.Words;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Pages;

namespace CalmonyPay.Checkout.Page;

/// <summary>One request of a shopper's browser for a session's page. The scope is the session's project and mode.</summary>
internal sealed class CheckoutVisit(HttpContext http, string sessionId, string token)
{
    private readonly IServiceProvider services = http.RequestServices;
    private readonly FormPages pages = new(http, $"/checkout/{token}");

    private string Self => $"{services.GetRequiredService<PublicUrl>().BelowPath}/checkout/{token}";

    /// <summary>The page as the session stands.</summary>
    public async Task<IResult> ShowAsync(CancellationToken ct) => await ViewAsync(null, ct) switch
    {
        null => HostedPage.NotFound(),
        { Status: "complete" } view => await pages.NoticeAsync(view, CheckoutNotice.Complete, StatusCodes.Status200OK, ct),
        { Status: "expired" } view => await pages.NoticeAsync(view, CheckoutNotice.Expired, StatusCodes.Status410Gone, ct),
        { Processing: true } view => await pages.ProcessingAsync(view, Self, ct),
        { AuthenticateUrl: { } url } view => await pages.AuthenticateAsync(view, url, ct),
        { LastDecline: { } decline } view => await pages.FormAsync(view, TypedForm.Nothing, [], words => FormPages.Refusal(view, decline.Code, decline.DeclineCode, words), StatusCodes.Status200OK, ct),
        var view => await pages.FormAsync(view, TypedForm.Nothing, [], null, StatusCodes.Status200OK, ct),
    };

    /// <summary>The form came with a change of the order: it is shown again with its new sums.</summary>
    public async Task<IResult> UpdateAsync(TypedForm typed, bool removeCode, CancellationToken ct)
    {
        if (await ViewAsync(typed.Selection(removeCode), ct) is not { } view) return HostedPage.NotFound();
        if (!IsOpen(view)) return SeeOther.At(Self);
        var problem = view.SelectionCodes.Count > 0 ? FormPages.Mistakes : (Func<CheckoutWords, CheckoutProblem>?)null;
        return await pages.FormAsync(view, typed, view.SelectionCodes, problem, problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, ct);
    }

    /// <summary>The form came to be paid.</summary>
    public async Task<IResult> PayAsync(TypedForm typed, CancellationToken ct)
    {
        if (pages.TooManyTries(Self) is { } refusal) return refusal;
        if (await ViewAsync(typed.Selection(), ct) is not { } view) return HostedPage.NotFound();
        if (!IsOpen(view)) return SeeOther.At(Self);
        if (view.SelectionCodes.Count == 0 && typed[FieldNames.ShownAmount] is { } shown && shown != view.DueNow.ToString(CultureInfo.InvariantCulture))
            return await pages.TotalChangedAsync(view, typed, ct);
        var reading = new FormReading(view, typed, services.GetRequiredService<TimeProvider>().GetUtcNow());
        var form = reading.Read(BrowserFacts.Of(http.Request, typed.Fields));
        // The work runs in a scope of its own and goes on if the shopper leaves.
        var answer = await services.GetRequiredService<GatewayDoor>().RunPageAsync(http, work => work.GetRequiredService<CheckoutPaying>().PayAsync(sessionId, form));
        return answer switch
        {
            CheckoutAnswer.Authenticate wanted => SeeOther.At(new Uri(wanted.Url).PathAndQuery), // on this server, under whatever name the browser knows it
            // A form with errors of its own went without its card; that it is missing is no error of the shopper's.
            CheckoutAnswer.Invalid invalid => await pages.FormAsync(view, typed, [.. reading.Errors, .. invalid.CodesByField.Where(wrong => wrong.Key != FieldNames.Card || reading.Errors.Count == 0)], FormPages.Mistakes, StatusCodes.Status400BadRequest, ct),
            CheckoutAnswer.Declined declined => await pages.FormAsync(
                view with { NewToken = Guid.NewGuid() }, typed, [], words => FormPages.Refusal(view, declined.Code, declined.DeclineCode, words), StatusCodes.Status402PaymentRequired, ct),
            CheckoutAnswer.TooManyAttempts => await pages.NoticeAsync(view, CheckoutNotice.TooManyCards, StatusCodes.Status429TooManyRequests, ct),
            _ => SeeOther.At(Self), // complete, expired, or not known yet: the page itself says which
        };
    }

    private async Task<CheckoutView?> ViewAsync(CheckoutSelection? selection, CancellationToken ct) =>
        await services.GetRequiredService<CheckoutReading>().ViewAsync(sessionId, selection, ct);

    private static bool IsOpen(CheckoutView view) => view is { Status: "open", Processing: false };
}
