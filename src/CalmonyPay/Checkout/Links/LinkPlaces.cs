using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Checkout.Links;

/// <summary>May a session of a link pay?</summary>
public enum LinkPlace
{
    /// <summary>Yes: there is no limit, or a place is kept for it.</summary>
    Free,

    /// <summary>A place was taken just now: read the session again.</summary>
    Taken,

    /// <summary>All that is left is being paid for by others; some of them may yet fail.</summary>
    OthersPay,

    /// <summary>As many as may be were completed.</summary>
    None,
}

/// <summary>
/// Keeps a link's limit. What was paid cannot be undone, so a session takes a place before its card is charged, and gives it back when that
/// comes to nothing; a worker looks after those whose form was cut off. Places and completions are counted under the link's row lock, which
/// follows the session's.
/// </summary>
public sealed class LinkPlaces(PayDb db, IOptions<CheckoutOptions> options, TimeProvider clock)
{
    /// <summary>Commits if it takes one.</summary>
    public async Task<LinkPlace> TakeAsync(CheckoutSession seen)
    {
        if (seen.HoldsPlace || seen.PaymentLinkId is not { } id) return LinkPlace.Free;
        if (await db.PaymentLinks.Where(l => l.Id == id).Select(l => l.CompletedLimit).SingleAsync() is null) return LinkPlace.Free;
        var session = (await db.LockAsync<CheckoutSession>(seen.Id, CancellationToken.None))!;
        var link = (await db.LockAsync<PaymentLink>(id, CancellationToken.None))!;
        var others = await db.CheckoutSessions.CountAsync(s => s.PaymentLinkId == id && s.HoldsPlace && s.Status == CheckoutSessionStatus.Open && s.Id != session.Id);
        if (link.CompletedCount + others >= link.CompletedLimit)
        {
            var over = link.IsExhausted;
            await db.ForgetAsync();
            return over ? LinkPlace.None : LinkPlace.OthersPay;
        }
        session.TakePlace(clock.GetUtcNow() + options.Value.LookAgainAfter);
        await db.SaveAndCommitAsync();
        return LinkPlace.Taken;
    }

    /// <summary>Gives it back, if there is one; commits.</summary>
    public async Task LeaveAsync(string sessionId)
    {
        if (!await db.CheckoutSessions.AnyAsync(s => s.Id == sessionId && s.HoldsPlace && s.Status == CheckoutSessionStatus.Open)) return;
        if (await db.LockAsync<CheckoutSession>(sessionId, CancellationToken.None) is { } session) session.LeavePlace();
        await db.SaveAndCommitAsync();
    }
}
