using CalmonyPay.Checkout.Portal.Changing;
using CalmonyPay.Checkout.Portal.Configurations;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Checkout.Portal.Sessions;

public sealed class PortalSessionService(
    PayDb db, EventLog events, PortalConfigurationService configurations, SubscriptionReader subscriptions, PlanOffers offers, PortalUrls urls, IOptions<PortalOptions> options, TimeProvider clock)
{
    /// <exception cref="StripeError">400 for a customer, configuration or subscription that is not there, and for a flow that the configuration does not allow.</exception>
    public async Task<PortalSessionResponse> CreateAsync(PortalSessionCreate create, CancellationToken ct)
    {
        var configuration = create.Configuration is { } named
            ? await db.PortalConfigurations.SingleOrDefaultAsync(c => c.Id == named, ct) ?? throw StripeError.NoSuchParam("configuration", named, "configuration")
            : await configurations.DefaultAsync(ct);
        if (!configuration.Active) throw StripeError.Invalid($"The portal configuration `{configuration.Id}` is not active.", "configuration");
        if (!await db.Customers.AnyAsync(c => c.Id == create.Customer, ct)) throw StripeError.NoSuchParam("customer", create.Customer, "customer");
        if (create.Flow is { } flow) await CheckAsync(flow, configuration.Features, create.Customer, ct);
        var now = clock.GetUtcNow();
        var session = new PortalSession
        {
            Id = PortalSession.NewId(now),
            ConfigurationId = configuration.Id,
            CustomerId = create.Customer,
            ReturnUrl = create.ReturnUrl ?? configuration.DefaultReturnUrl,
            Locale = create.Locale,
            Flow = create.Flow,
            ExpiresAt = now + options.Value.OpenWithin,
            CreatedAt = now,
        };
        db.Add(session);
        var shown = PortalSessionResponse.Of(session, urls);
        events.Record("billing_portal.session.created", session, shown);
        return shown;
    }

    private async Task CheckAsync(PortalFlow flow, PortalFeatures features, string customer, CancellationToken ct)
    {
        var (allowed, feature) = flow.Type switch
        {
            PortalFlowType.CustomerUpdate => (features.CustomerUpdate is { Enabled: true, AllowedUpdates.Count: > 0 }, "customer_update"),
            PortalFlowType.PaymentMethodUpdate => (features.PaymentMethodUpdate.Enabled, "payment_method_update"),
            PortalFlowType.SubscriptionCancel => (features.SubscriptionCancel.Enabled, "subscription_cancel"),
            _ => (features.SubscriptionUpdate.Enabled, "subscription_update"),
        };
        if (!allowed) throw StripeError.Invalid($"This flow needs the feature `{feature}`, which the portal configuration does not allow.", "flow_data[type]");
        if (flow.Subscription is not { } id) return;
        var param = $"flow_data[{SnakeCase.Of(flow.Type)}][subscription]";
        var row = await db.Subscriptions.SingleOrDefaultAsync(s => s.Id == id && s.CustomerId == customer, ct) ?? throw StripeError.NoSuchParam("subscription", id, param);
        if (row.IsOver) throw StripeError.Invalid("This subscription has ended.", param);
        if (flow.Type == PortalFlowType.SubscriptionCancel)
        {
            if (row.CancelAt is not null) throw StripeError.Invalid("This subscription is set to end already.", param);
            return;
        }
        var held = (await subscriptions.ReadAsync([row], ct))[0];
        var offer = await offers.OfAsync(features.SubscriptionUpdate, held, ct)
            ?? throw StripeError.Invalid("This subscription cannot be changed in the portal: it has several items or a metered one, a schedule drives it, it is about to end, or the configuration offers nothing else.", param);
        if (flow.SubscriptionUpdateConfirm is { Items: [var item] }) Check(item, offer);
    }

    private static void Check(PortalFlowItem item, PlanOffer offer)
    {
        const string At = "flow_data[subscription_update_confirm][items][0]";
        if (item.Id != offer.Item.Id) throw StripeError.NoSuchParam("subscription_item", item.Id, $"{At}[id]");
        if (item.Price is { } price && offer.Options.All(option => option.Price.Id != price))
            throw StripeError.Invalid($"The price `{price}` is not among the products of the portal configuration's `features[subscription_update][products]`.", $"{At}[price]");
        if (offer.Choose(item.Price, item.Quantity) is null) throw StripeError.Invalid("The portal configuration does not allow this quantity.", $"{At}[quantity]");
    }
}
