using CalmonyPay.Platform.Pages;
using Microsoft.AspNetCore.Components;

namespace CalmonyPay.Checkout.Portal.Pages;

/// <summary>How the portal answers.</summary>
internal static class PortalAnswers
{
    private static readonly PagePolicy Forms = new() { Forms = true };

    /// <summary>A page that has no script.</summary>
    /// <param name="more">The component's parameters besides the visit and the notice.</param>
    public static IResult Page<TPage>(this PortalVisit visit, HttpRequest request, Dictionary<string, object?>? more = null, int status = StatusCodes.Status200OK)
        where TPage : IComponent => HostedPage.Of<TPage>(
        new(more ?? []) { ["Visit"] = visit, ["Notice"] = PortalNotice.Of(request, visit.Words) }, status, Forms);

    /// <summary>What a page is for cannot be done, or no longer: the overview says so, or, where the session is for nothing else, a page of its own.</summary>
    public static IResult Stuck(this HttpContext http, PortalVisit visit) =>
        visit.Flow is null ? SeeOther.At($"{visit.Home}?{PortalNotice.Problem}=moved") : visit.Page<StuckPage>(http.Request, status: StatusCodes.Status409Conflict);

    /// <summary>Something was done: back to the overview, or to the end of what the session was for.</summary>
    public static async Task<IResult> DoneAsync(this HttpContext http, PortalVisit visit, string what)
    {
        await http.RequestServices.GetRequiredService<PortalEntrance>().CompleteAsync(visit, CancellationToken.None);
        return SeeOther.At(visit.Session.Flow is { AfterCompletion.Type: not Sessions.PortalCompletionType.PortalHomepage } ? $"{visit.Home}/done?{PortalNotice.Done}={what}" : $"{visit.Home}?{PortalNotice.Done}={what}");
    }

    /// <summary>A form's text: trimmed, one line, empty is null.</summary>
    public static string? Text(this IFormCollection form, string name) =>
        string.Concat(form[name].ToString().Select(c => char.IsControl(c) ? ' ' : c)).Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The body of a form; one of another type counts as empty.</summary>
    public static async Task<IFormCollection> FormAsync(this HttpRequest request) => (await CalmonyPay.Checkout.Page.TypedForm.ReadAsync(request, request.HttpContext.RequestAborted)).Fields;
}
