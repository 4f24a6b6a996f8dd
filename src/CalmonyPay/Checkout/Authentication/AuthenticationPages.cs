using System.Globalization;
using CalmonyPay.Accounts;
using CalmonyPay.Checkout.Page;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Pages;
using CalmonyPay.Platform.Texts;
using SecurityCode = CalmonyPay.Cardstream.SecurityCode;

namespace CalmonyPay.Checkout.Authentication;

/// <summary>
/// The addresses of 3-D Secure: the page, and where the issuer's page posts. Every step is done by the server as soon as it is posted; the page
/// shows where the intent stands, so it may be loaded again, left, and opened anew at any time.
/// </summary>
public static class AuthenticationPages
{
    private const string Page = AuthenticationUrls.Path + "/{token}", Return = Page + AuthenticationUrls.ReturnEnd, Logo = Page + "/logo";

    /// <summary>The gateway's mark, in the address to which a device leg answers.</summary>
    private const string LegParameter = "threeDSAcsResponse", DeviceLeg = "method";

    /// <summary>How often the page looks again, each after two seconds, before it lets its shopper go.</summary>
    private const int MostLooks = 30;

    private static readonly PagePolicy FrameEnd = new() { Scripts = true, FramedBy = ["'self'"] };

    public static IServiceCollection AddAuthenticationPages(this IServiceCollection services) => services.AddScoped<AuthenticationDesk>();

    public static void MapAuthenticationPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Page, (string token, HttpContext http, CancellationToken ct) => OpenAsync(token, http, id => ShowAsync(token, id, http, ct))).ExcludeFromDescription();
        routes.MapPost(Page, (string token, HttpContext http) => OpenAsync(token, http, id => StepAsync(token, id, http))).AddEndpointFilter<SameOrigin>().ExcludeFromDescription();
        routes.MapMethods(Return, ["GET", "POST"], (string token, HttpContext http) => OpenAsync(token, http, id => ReturnedAsync(token, id, http))).ExcludeFromDescription();
        routes.MapGet(Logo, (string token, HttpContext http, CancellationToken ct) => OpenAsync(token, http, _ => http.LogoAsync(ct))).ExcludeFromDescription();
    }

    private static async Task<IResult> OpenAsync(string token, HttpContext http, Func<string, Task<IResult>> serve) =>
        await http.EnterAsync(AuthenticationUrls.Purpose, token) is { } id ? await serve(id) : HostedPage.NotFound();

    private static async Task<IResult> ShowAsync(string token, string id, HttpContext http, CancellationToken ct)
    {
        var services = http.RequestServices;
        if (await services.GetRequiredService<AuthenticationDesk>().LookAsync(id, ct) is not { } view) return HostedPage.NotFound();
        var looks = int.TryParse(http.Request.Query["looks"], NumberStyles.None, CultureInfo.InvariantCulture, out var counted) ? counted : 0;
        if (view.Step == AuthenticationStep.Processing && looks >= MostLooks) view = view with { Step = AuthenticationStep.Late };
        var self = SelfOf(token, http);
        var project = await services.GetRequiredService<ProjectBilling>().ReadAsync(ct);
        var policy = view.Goes ? PagePolicy.Form with { Issuer = view.Challenge?.Url.GetLeftPart(UriPartial.Authority) } : PagePolicy.Still;
        return HostedPage.Of<AuthenticationPage>(new()
        {
            [nameof(AuthenticationPage.View)] = view,
            [nameof(AuthenticationPage.Texts)] = AuthenticationTexts.For(Locale.Preferred(http.Request.Headers.AcceptLanguage)),
            [nameof(AuthenticationPage.Seller)] = project.Seller,
            [nameof(AuthenticationPage.AccentColor)] = project.Branding?.AccentColor,
            [nameof(AuthenticationPage.LogoUrl)] = await services.GetRequiredService<PayDb>().HasLogoAsync(ct) ? $"{self}/logo" : null,
            [nameof(AuthenticationPage.Self)] = self,
            [nameof(AuthenticationPage.Looks)] = looks,
            [nameof(AuthenticationPage.Trouble)] = http.Request.Query["again"].ToString(),
        }, policy: policy);
    }

    /// <summary>Our own page's forms: the start, and the end of the device leg's ten seconds.</summary>
    private static async Task<IResult> StepAsync(string token, string id, HttpContext http)
    {
        var form = (await TypedForm.ReadAsync(http.Request, http.RequestAborted)).Fields;
        if (form["leg"].ToString() is { Length: > 0 } leg)
        {
            await WorkAsync(http, desk => desk.TimeOutAsync(id, leg));
            return SeeOther.At(SelfOf(token, http));
        }
        SecurityCode? code = null;
        if (form["security_code"].ToString() is { } typed && form.ContainsKey("security_code") && !SecurityCode.TryParse(typed.Trim(), out code))
            return SeeOther.At(SelfOf(token, http) + "?again=code");
        var browser = BrowserFacts.Of(http.Request, form);
        var begun = await WorkAsync(http, desk => desk.BeginAsync(id, browser, code));
        // A decline shows on the intent. What could not even begin shows the start once more, which then waits for a click.
        return SeeOther.At(SelfOf(token, http) + (begun ? "" : "?again=1"));
    }

    /// <summary>
    /// The issuer's page has posted, from another site by design: what keeps a stranger out is the token, and that a leg is used once. A whole
    /// window goes on to the page; a frame gets a page that leads its top there.
    /// </summary>
    private static async Task<IResult> ReturnedAsync(string token, string id, HttpContext http)
    {
        if (HttpMethods.IsPost(http.Request.Method))
        {
            var posted = await ReturnedFields.ReadAsync(http.Request, http.RequestAborted);
            var ofDevice = http.Request.Query[LegParameter] == DeviceLeg;
            await WorkAsync(http, desk => desk.AnswerAsync(id, ofDevice, posted));
        }
        var self = SelfOf(token, http);
        if (http.Request.Headers["Sec-Fetch-Dest"] == "document") return SeeOther.At(self);
        return HostedPage.Of<ReturnPage>(new()
        {
            [nameof(ReturnPage.Texts)] = AuthenticationTexts.For(Locale.Preferred(http.Request.Headers.AcceptLanguage)),
            [nameof(ReturnPage.Self)] = self,
        }, policy: FrameEnd);
    }

    /// <summary>Calls the gateway in a scope of its own, which goes on when the shopper leaves.</summary>
    /// <returns>False if there was an error: of the payment, which the intent then tells, or of the request.</returns>
    private static Task<bool> WorkAsync(HttpContext http, Func<AuthenticationDesk, Task> work) =>
        http.RequestServices.GetRequiredService<GatewayDoor>().RunPageAsync(http, async services =>
        {
            try
            {
                await work(services.GetRequiredService<AuthenticationDesk>());
                return true;
            }
            catch (StripeError)
            {
                return false;
            }
            catch (LeaseLostException)
            {
                return true; // it took so long that a worker goes on with it
            }
        });

    private static string SelfOf(string token, HttpContext http) => $"{http.RequestServices.GetRequiredService<PublicUrl>().BelowPath}{AuthenticationUrls.Path}/{token}";
}
