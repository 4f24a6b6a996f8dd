using CalmonyPay.PaymentIntents;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Subscriptions.Requests;

namespace CalmonyPay.Checkout.Sessions;

/// <summary>Reads what a session says of the objects that it makes.</summary>
internal static class WishParams
{
    private const int MostTrialDays = 730;

    public static CardOptions? ReadCardOptions(Params p)
    {
        if (p.Child("payment_method_options") is { } options)
            foreach (var name in options.Names)
                if (name != "card") throw StripeError.Invalid($"The payment method type \"{name}\" is invalid: cards are the only payment method here.", options.Path(name));
        return PaymentIntentParams.ReadCardOptions(p);
    }

    public static PaymentWishes ReadPayment(Params p)
    {
        SessionParams.RefuseConnect(p);
        return new(
            p.Enum<CaptureMethod>("capture_method"), p.Text("description", 1000), p.Metadata().ForNew(), p.Text("receipt_email", 512), p.Enum<FutureUsage>("setup_future_usage"),
            p.Child("shipping") is { } shipping ? Platform.Contacts.Shipping.Read(shipping) : null, p.Text("statement_descriptor", 22), p.Text("statement_descriptor_suffix", 22), p.Text("transfer_group"));
    }

    public static SetupWishes ReadSetup(Params p)
    {
        SessionParams.RefuseConnect(p);
        return new(p.Text("description", 1000), p.Metadata().ForNew());
    }

    public static SubscriptionWishes ReadSubscription(Params p)
    {
        SessionParams.RefuseConnect(p);
        SubscriptionParams.RefuseWhatIsNotServed(p);
        p.Refuse("items", "Name what is sold in line_items.");
        p.Refuse("billing_cycle_anchor_config", "`billing_cycle_anchor_config` is not served at the checkout: send billing_cycle_anchor.");
        var (end, days) = (p.Timestamp("trial_end"), (int?)p.Long("trial_period_days", 1, MostTrialDays));
        if (end is not null && days is not null) throw StripeError.Invalid("You may only specify one of these parameters: trial_end, trial_period_days.", p.Path("trial_period_days"), "parameters_exclusive");
        return new(
            p.Timestamp("billing_cycle_anchor"), p.List("default_tax_rates"), p.Text("description", 500), SubscriptionParams.ReadTexts(p), p.Metadata().ForNew(), p.Enum<ProrationBehavior>("proration_behavior"), end, days,
            SubscriptionParams.ReadMissingPaymentMethod(p));
    }
}
