using CalmonyPay.Accounts;
using CalmonyPay.Checkout.Portal.Configurations;
using CalmonyPay.Checkout.Portal.Pages.Words;
using CalmonyPay.Checkout.Portal.Sessions;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Pages;
using CalmonyPay.Platform.Texts;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Checkout.Portal.Pages;

/// <summary>Lets customers in by their session's token, for as long as that is good.</summary>
public sealed class PortalEntrance(PayDb db, ProjectBilling billing, PortalUrls urls, ScopeTime time, IOptions<PortalOptions> options, TimeProvider clock)
{
    /// <summary>A use moves the end on; not more often than this, so that a page is not a write.</summary>
    private static readonly TimeSpan BetweenUses = TimeSpan.FromMinutes(1);

    /// <summary>Runs a page for whoever the token lets in.</summary>
    public static async Task<IResult> OpenAsync(string token, HttpContext http, Func<PortalVisit, IServiceProvider, Task<IResult>> serve)
    {
        if (await http.EnterAsync(PortalUrls.Purpose, token) is not { } id) return HostedPage.NotFound();
        var entrance = http.RequestServices.GetRequiredService<PortalEntrance>();
        var (visit, refusal) = await entrance.VisitAsync(id, token, http.Request, http.RequestAborted);
        return visit is null ? refusal! : await serve(visit, http.RequestServices);
    }

    private async Task<(PortalVisit? Visit, IResult? Refusal)> VisitAsync(string id, string token, HttpRequest request, CancellationToken ct)
    {
        if (await db.PortalSessions.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } session) return (null, HostedPage.NotFound());
        var (wall, project) = (clock.GetUtcNow(), await billing.ReadAsync(ct));
        var customer = await db.Customers.SingleOrDefaultAsync(c => c.Id == session.CustomerId, ct);
        var words = WordsOf(session.Locale, customer, request);
        if (session.ExpiresAt <= wall || customer is null)
            return (null, HostedPage.Of<ExpiredPage>(
                new() { [nameof(ExpiredPage.Words)] = words, [nameof(ExpiredPage.Project)] = project, [nameof(ExpiredPage.ReturnUrl)] = session.ReturnUrl }, StatusCodes.Status410Gone));
        await UseAsync(session, wall, ct);
        var hasLogo = await db.HasLogoAsync(ct);
        await time.EnterAsync(db, customer.TestClockId, ct);
        var configuration = await db.PortalConfigurations.SingleAsync(c => c.Id == session.ConfigurationId, ct);
        return (new(session, configuration, customer, project, hasLogo, words, urls.HomeOf(token), urls.FullOf(token), time.Now), null);
    }

    /// <summary>The session is good for a while longer.</summary>
    private async Task UseAsync(PortalSession session, DateTimeOffset now, CancellationToken ct)
    {
        var end = now + options.Value.UseFor;
        if (session.OpenedAt is not null && end - session.ExpiresAt < BetweenUses) return;
        // Whoever finds it expired meanwhile does not bring it back.
        await db.PortalSessions.Where(s => s.Id == session.Id && s.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.OpenedAt, s => s.OpenedAt ?? now).SetProperty(s => s.ExpiresAt, end), ct);
    }

    private static PortalWords WordsOf(string? chosen, Customer? customer, HttpRequest request) => PortalLanguages.For(
        chosen is not (null or "auto") ? Locale.For(chosen)
        : customer?.PreferredLocales is [var preferred, ..] ? Locale.For(preferred)
        : Locale.Preferred(request.Headers.AcceptLanguage));

    /// <summary>What the session was for is done; the caller commits.</summary>
    public async Task CompleteAsync(PortalVisit visit, CancellationToken ct)
    {
        if (visit.Flow is null) return;
        var now = clock.GetUtcNow();
        await db.PortalSessions.Where(s => s.Id == visit.Session.Id && s.FlowCompletedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.FlowCompletedAt, now), ct);
    }
}
