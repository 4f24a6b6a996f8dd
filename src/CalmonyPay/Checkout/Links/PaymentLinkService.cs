using CalmonyPay.Checkout.Lines;
using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Links;

/// <summary>Makes, finds and changes payment links.</summary>
public sealed class PaymentLinkService(PayDb db, EventLog events, LineShaping shaping, SessionService sessions, LinkSessions visits, CheckoutUrls urls, TimeProvider clock)
{
    /// <exception cref="StripeError">400 for what is not there or does not fit together.</exception>
    public async Task<PaymentLink> CreateAsync(PaymentLinkCreate create, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (lines, currency) = await shaping.MakeAsync(null, create.Lines, create.Currency, ct);
        var mode = lines.Any(line => line.Recurs) ? CheckoutSessionMode.Subscription : CheckoutSessionMode.Payment;
        create.Fields.Check(mode);
        var id = PayId.New("plink", now);
        var link = new PaymentLink
        {
            Id = id,
            Mode = mode,
            Currency = currency,
            Settings = create.Fields.Over(new() { CustomerCreation = mode == CheckoutSessionMode.Subscription ? "always" : "if_required" }),
            UrlToken = urls.BuyTokenOf(id),
            CreatedAt = now,
        };
        await ApplyAsync(link, create.Fields, ct);
        await sessions.SaveNewPricesAsync(mode, create.Lines, ct);
        await PriceAsync(link, lines, ct);
        db.Add(link);
        events.Record("payment_link.created", link, PaymentLinkResponse.Of(link, urls));
        return link;
    }

    /// <exception cref="StripeError">404 if the project has no such link.</exception>
    public async Task<PaymentLink> GetAsync(string id, CancellationToken ct) => await db.PaymentLinks.SingleOrDefaultAsync(l => l.Id == id, ct) ?? throw NoSuch(id);

    public async Task<PaymentLink> UpdateAsync(string id, PaymentLinkUpdate update, CancellationToken ct)
    {
        var link = await db.LockAsync<PaymentLink>(id, ct) ?? throw NoSuch(id);
        var before = PaymentLinkResponse.Of(link, urls);
        update.Fields.Check(link.Mode);
        link.Active = update.Active ?? link.Active;
        link.Settings = WithMetadata(update.Fields.Over(link.Settings), link.Settings, update);
        await ApplyAsync(link, update.Fields, ct);
        await PriceAsync(link, Changed(link, update), ct);
        events.Record("payment_link.updated", link, PaymentLinkResponse.Of(link, urls), before);
        return link;
    }

    private async Task ApplyAsync(PaymentLink link, LinkFields fields, CancellationToken ct)
    {
        if (fields.End is { } end) link.RedirectUrl = end.RedirectUrl;
        link.InactiveMessage = fields.InactiveMessage.Over(link.InactiveMessage);
        if (fields.Named.Contains("restrictions")) link.CompletedLimit = fields.Limit;
        if (!fields.ShippingOptions.IsAbsent) link.ShippingOptions = fields.ShippingOptions.TryGet(out var wanted) ? await sessions.OptionsAsync(wanted, link.Currency, ct) : [];
        link.Metadata = fields.Metadata.Over(link.Metadata);
    }

    /// <summary>As the session of a visitor comes to: whatever a session would refuse is refused here.</summary>
    private async Task PriceAsync(PaymentLink link, IReadOnlyList<SessionLine> lines, CancellationToken ct)
    {
        link.LineItems = lines;
        var session = await visits.MakeAsync(link, LinkVisitor.Nobody, ct);
        link.LineItems = [.. lines.Zip(session.LineItems!, (line, worked) => worked with { Id = line.Id })];
    }

    private static List<SessionLine> Changed(PaymentLink link, PaymentLinkUpdate update)
    {
        var lines = link.LineItems.ToList();
        foreach (var change in update.Lines)
        {
            var at = lines.FindIndex(line => line.Id == change.Id);
            if (at < 0) throw StripeError.NoSuchParam("line_item", change.Id, $"{change.At}[id]");
            lines[at] = change.Over(lines[at]);
        }
        return lines;
    }

    private static SessionSettings WithMetadata(SessionSettings changed, SessionSettings old, PaymentLinkUpdate update) => changed with
    {
        Payment = changed.Payment is { } payment ? payment with { Metadata = update.PaymentMetadata.Over(old.Payment?.Metadata ?? []) } : null,
        Subscription = changed.Subscription is { } subscription ? subscription with { Metadata = update.SubscriptionMetadata.Over(old.Subscription?.Metadata ?? []) } : null,
    };

    private static StripeError NoSuch(string id) => StripeError.NoSuch("payment link", id, "payment_link");
}
