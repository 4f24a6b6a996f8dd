using CalmonyPay.Checkout.Page;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Checkout.Portal.Cards;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Pages;

namespace CalmonyPay.Checkout.Portal.Pages;

/// <summary>One request for the page that takes a new card: the checkout's form, as for a session that sets a card up.</summary>
internal sealed class NewCardVisit(HttpContext http, PortalVisit visit, string token)
{
    /// <summary>In the address of whoever comes back from an authentication.</summary>
    private const string SetupIntent = "setup_intent";

    private readonly IServiceProvider services = http.RequestServices;
    private readonly FormPages pages = new(http, $"/portal/{token}");

    private string Self => $"{visit.Home}/cards/new";

    public async Task<IResult> ShowAsync(CancellationToken ct)
    {
        var (view, intent) = (View(), http.Request.Query[SetupIntent].ToString());
        var answer = intent.Length == 0 ? null : await services.GetRequiredService<NewCards>().LookAsync(intent, visit.Session.Id, visit.Customer.Id);
        return answer switch
        {
            null => await pages.FormAsync(view, TypedForm.Nothing, [], null, StatusCodes.Status200OK, ct),
            NewCardAnswer.Refused refused => await RefusedAsync(view, TypedForm.Nothing, refused, StatusCodes.Status200OK, ct),
            NewCardAnswer.Pending => await pages.ProcessingAsync(view, At(intent), ct),
            _ => await AnswerAsync(answer),
        };
    }

    public async Task<IResult> AddAsync(CancellationToken ct)
    {
        var typed = await TypedForm.ReadAsync(http.Request, ct);
        if (pages.TooManyTries(Self) is { } refusal) return refusal;
        var view = View();
        var (form, wrong) = new FormReading(view, typed, services.GetRequiredService<TimeProvider>().GetUtcNow()).ReadAlone(BrowserFacts.Of(http.Request, typed.Fields));
        if (wrong.Count > 0 || form.Card is not { } card) return await pages.FormAsync(view, typed, wrong, FormPages.Mistakes, StatusCodes.Status400BadRequest, ct);

        var holder = new BillingDetails(form.Billing ?? BillingDetails.Empty.Address, visit.Customer.Email ?? form.Email, form.Name, visit.Customer.Phone);
        var (session, customer, back) = (visit.Session.Id, visit.Customer.Id, $"{visit.FullHome}/cards/new");
        // The work runs in a scope of its own and goes on if the customer leaves.
        var answer = await services.GetRequiredService<GatewayDoor>().RunPageAsync(http, work => work.GetRequiredService<NewCards>().AddAsync(session, customer, form.Token, card, holder, form.Browser, back));
        return answer switch
        {
            null => await pages.ProcessingAsync(view, visit.Home, ct),
            NewCardAnswer.Refused refused => await RefusedAsync(view with { NewToken = Guid.NewGuid() }, typed, refused, StatusCodes.Status402PaymentRequired, ct),
            NewCardAnswer.TooMany => await pages.NoticeAsync(view, CheckoutNotice.TooManyCards, StatusCodes.Status429TooManyRequests, ct),
            _ => await AnswerAsync(answer),
        };
    }

    private async Task<IResult> AnswerAsync(NewCardAnswer answer) => answer switch
    {
        NewCardAnswer.Authenticate wanted => SeeOther.At(new Uri(wanted.Url).PathAndQuery), // on this server, under whatever name the browser knows it
        NewCardAnswer.Pending pending => SeeOther.At(At(pending.SetupIntent)),
        _ => await http.DoneAsync(visit, "card"),
    };

    private Task<IResult> RefusedAsync(CheckoutView view, TypedForm typed, NewCardAnswer.Refused refused, int status, CancellationToken ct) =>
        pages.FormAsync(view, typed, [], words => FormPages.Refusal(view, refused.Code, refused.DeclineCode, words), status, ct);

    private string At(string intent) => $"{Self}?{SetupIntent}={Uri.EscapeDataString(intent)}";

    private CheckoutView View() => new(
        visit.Session.Id, "setup", "open", Processing: false, visit.Session.Livemode, null, [], CheckoutAmounts.Nothing, 0, null, [], null,
        new(visit.Customer.Email, visit.Customer.Email is not null, visit.Customer.Name, Phone: false, BillingRequired: false, visit.Customer.Address, null, [], Terms: false, Promotions: false),
        NeedsCard: true, PromotionCodesAllowed: false, null, new(null, visit.Words.AddCardNote, null, null), null, visit.Locale.Tag, visit.Flow is null ? visit.FullHome : visit.Session.ReturnUrl,
        null, null, null, null, new Dictionary<string, string>(), Guid.NewGuid(), visit.Session.ExpiresAt);
}
