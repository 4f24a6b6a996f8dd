using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Checkout.Portal.Configurations;

/// <summary>Reads <c>features[…]</c> over what is there; what is not named stays.</summary>
/// <param name="create">A feature that is named in a new configuration says whether it is on.</param>
internal sealed class FeatureParams(Params features, PortalFeatures current, bool create)
{
    private const int MostProducts = 10, MostUnits = 999_999_999;

    private static readonly string[] Reasons = ["customer_service", "low_quality", "missing_features", "other", "switched_service", "too_complex", "too_expensive", "unused"];

    public PortalFeatures Read() => new(
        Part("customer_update", current.CustomerUpdate, ReadCustomer), Part("invoice_history", current.InvoiceHistory, p => new(Enabled(p, current.InvoiceHistory.Enabled))),
        Part("payment_method_update", current.PaymentMethodUpdate, ReadCards), Part("subscription_cancel", current.SubscriptionCancel, ReadCancel), Part("subscription_pause", current.SubscriptionPause, ReadPause),
        Part("subscription_update", current.SubscriptionUpdate, ReadUpdate));

    private PortalCustomerUpdate ReadCustomer(Params p)
    {
        var allowed = Words(p, "allowed_updates", "address", "email", "name", "phone", "shipping", "tax_id") ?? current.CustomerUpdate.AllowedUpdates;
        return allowed.Contains("tax_id") ? throw StripeError.Invalid("Tax ids are not served, so customers cannot update them.", p.Path("allowed_updates")) : new(allowed, Enabled(p, current.CustomerUpdate.Enabled));
    }

    private PortalCardUpdate ReadCards(Params p)
    {
        if (p.Text("payment_method_configuration") is not null)
            throw StripeError.Invalid("Payment method configurations are not served: cards are the only payment method.", p.Path("payment_method_configuration"));
        return new(Enabled(p, current.PaymentMethodUpdate.Enabled));
    }

    private PortalCancel ReadCancel(Params p)
    {
        var was = current.SubscriptionCancel;
        return new(
            p.Child("cancellation_reason") is { } reason ? ReadReason(reason, was.CancellationReason) : was.CancellationReason, Enabled(p, was.Enabled), p.Enum<PortalCancelMode>("mode") ?? was.Mode,
            p.Enum<ProrationBehavior>("proration_behavior") ?? was.ProrationBehavior);
    }

    private static PortalReason ReadReason(Params p, PortalReason was)
    {
        if (p.List("feedback_options") is { Count: > 0 }) throw StripeError.Invalid("Feedback options of your own are not served: choose among `options`.", p.Path("feedback_options"));
        var enabled = p.Bool("enabled") ?? was.Enabled;
        var options = Words(p, "options", Reasons) ?? (was.Options.Count > 0 || !enabled ? was.Options : Reasons);
        return new(enabled, options);
    }

    private static PortalPause ReadPause(Params p)
    {
        if (p.Bool("enabled") == true) throw StripeError.Invalid("Pausing in the portal is not served: pause a subscription through the API.", p.Path("enabled"));
        p.Ignore("duration");
        return new(false);
    }

    private PortalUpdate ReadUpdate(Params p)
    {
        if (p.Child("schedule_at_period_end")?.Children("conditions") is { Count: > 0 })
            throw StripeError.Invalid("Changes in the portal take effect at once: scheduling them for the end of the period is not served.", p.Path("schedule_at_period_end"));
        var was = current.SubscriptionUpdate;
        var allowed = Words(p, "default_allowed_updates", "price", "promotion_code", "quantity") ?? was.DefaultAllowedUpdates;
        var products = p.Children("products")?.Select(product => ReadProduct(product, allowed.Contains("quantity"))).ToList();
        if (products?.Count > MostProducts) throw StripeError.Invalid($"A configuration has {MostProducts} products at most.", p.Path("products"));
        return new(
            p.OneOf("billing_cycle_anchor", "now", "unchanged") ?? was.BillingCycleAnchor, allowed, Enabled(p, was.Enabled), products ?? was.Products, p.Enum<ProrationBehavior>("proration_behavior") ?? was.ProrationBehavior,
            p.Enum<TrialUpdateBehavior>("trial_update_behavior") ?? was.TrialUpdateBehavior);
    }

    /// <param name="byDefault">Whether quantities may be changed where nothing is said of this product's.</param>
    private static PortalProduct ReadProduct(Params p, bool byDefault)
    {
        var product = p.Required("product");
        if (p.List("prices") is not { Count: > 0 } prices) throw StripeError.Missing(p.Path("prices"));
        if (p.Child("adjustable_quantity") is not { } quantity) return new(new(byDefault, null, 1), [.. prices.Distinct()], product);
        var (minimum, maximum) = (quantity.Long("minimum", 0, MostUnits) ?? 1, quantity.Long("maximum", 1, MostUnits));
        return maximum < minimum
            ? throw StripeError.Invalid("`maximum` cannot be less than `minimum`.", quantity.Path("maximum"))
            : new(new(quantity.Bool("enabled") ?? throw StripeError.Missing(quantity.Path("enabled")), maximum, minimum), [.. prices.Distinct()], product);
    }

    private T Part<T>(string name, T was, Func<Params, T> read) => features.Child(name) is { } part ? read(part) : was;

    private bool Enabled(Params p, bool was) => p.Bool("enabled") ?? (create ? throw StripeError.Missing(p.Path("enabled")) : was);

    /// <summary>A list of Stripe's words; null if absent, empty if cleared.</summary>
    private static List<string>? Words(Params p, string name, params string[] known)
    {
        if (p.List(name) is not { } sent) return null;
        for (var i = 0; i < sent.Count; i++)
            if (!known.Contains(sent[i])) throw StripeError.Invalid($"Invalid {p.Path(name)}[{i}]: must be one of {string.Join(", ", known[..^1])}, or {known[^1]}", $"{p.Path(name)}[{i}]");
        return [.. sent.Distinct()];
    }
}
