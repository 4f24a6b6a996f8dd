using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Products;
using CalmonyPay.Checkout.Lines;
using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Checkout.Links;

/// <summary>Makes the sessions of a link's visitors.</summary>
public sealed class LinkSessions(SessionService sessions, ProductService products, PromotionCodeService codes, CheckoutUrls urls, TenantScope scope, TimeProvider clock)
{
    /// <summary>A session of its own, worked out and not added yet. Products are named as they are now; prices never change.</summary>
    /// <exception cref="StripeError">400 if what the link sells cannot be sold any more.</exception>
    public async Task<CheckoutSession> MakeAsync(PaymentLink link, LinkVisitor visitor, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = CheckoutSession.NewId(scope.Current.Livemode, now);
        var session = new CheckoutSession
        {
            Id = id,
            Mode = link.Mode,
            PaymentStatus = CheckoutPaymentStatus.Unpaid,
            Currency = link.Currency,
            Settings = link.Settings with
            {
                Locale = visitor.Locale,
                PaymentMethodCollection = link.Mode == CheckoutSessionMode.Payment ? "if_required" : link.Settings.PaymentMethodCollection,
            },
            ShippingOptions = link.ShippingOptions,
            Collected = visitor.Email is { } email ? SessionCollected.Nothing with { Email = email } : null,
            PaymentLinkId = link.Id,
            ClientReferenceId = visitor.ClientReferenceId,
            CustomerEmail = visitor.FixedEmail,
            BuyerEmail = visitor.FixedEmail,
            SuccessUrl = link.RedirectUrl,
            UrlToken = urls.TokenOf(id),
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds((now + CheckoutSession.Lifetime).ToUnixTimeSeconds()),
            Metadata = new(link.Metadata),
            CreatedAt = now,
        };
        var of = await products.LoadAsync([.. link.LineItems.Select(line => line.Price.ProductId).Distinct()], ct);
        var lines = link.LineItems.Select(line => of.TryGetValue(line.Price.ProductId, out var product) ? line with { Name = product.Name, Description = product.Description, Images = product.Images } : line)
            .Select(line => line with { Id = SessionLine.NewId(now) }).ToList();
        await PriceAsync(session, lines, await CodeAsync(link, visitor, ct), ct);
        session.Plan();
        return session;
    }

    /// <summary>A code that does not apply is none: the visitor can do nothing about the address.</summary>
    private async Task PriceAsync(CheckoutSession session, List<SessionLine> lines, IReadOnlyList<DiscountChoice> code, CancellationToken ct)
    {
        try
        {
            await sessions.PriceAsync(session, lines, code, null, ct);
        }
        catch (StripeError) when (code.Count > 0)
        {
            session.Discounts = [];
            await sessions.PriceAsync(session, lines, [], null, ct);
        }
    }

    private async Task<IReadOnlyList<DiscountChoice>> CodeAsync(PaymentLink link, LinkVisitor visitor, CancellationToken ct) =>
        link.Settings.AllowPromotionCodes == true && visitor.PromotionCode is { } typed && await codes.FindAsync(typed, null, ct) is { } code
            ? [new(null, code.Id, null, LinkVisitor.PromotionCodeName)]
            : [];
}
