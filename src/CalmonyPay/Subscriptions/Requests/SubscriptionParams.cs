using CalmonyPay.Customers;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Subscriptions.Requests;

/// <summary>What is done where an invoice that is made at once cannot be paid at once.</summary>
public enum PaymentBehavior { AllowIncomplete, DefaultIncomplete, ErrorIfIncomplete, PendingIfIncomplete }

/// <summary>What becomes of the parts of a period that a change leaves unused, or adds.</summary>
public enum ProrationBehavior { CreateProrations, AlwaysInvoice, None }

/// <summary>Parameters that several requests share, and those of Stripe's that are not served.</summary>
internal static class SubscriptionParams
{
    private const string Connect = "Connect is not served: a project is its own account.";

    private static readonly string[] Feedbacks = ["customer_service", "low_quality", "missing_features", "other", "switched_service", "too_complex", "too_expensive", "unused"];

    public static void RefuseWhatIsNotServed(Params p)
    {
        p.Refuse("application_fee_percent", Connect);
        p.Refuse("on_behalf_of", Connect);
        p.Refuse("transfer_data", Connect);
        p.Refuse("customer_account", "Customer accounts are not served; send customer.");
        p.Refuse("default_source", "Sources are not served; send default_payment_method.");
        p.Refuse("billing_thresholds", "Billing thresholds are not served: a subscription is invoiced at the end of its period, or when you change it with proration_behavior=always_invoice.");
        p.Refuse("billing_schedules", "Billing schedules are not served; a subscription schedule changes a subscription in phases.");
        p.Refuse("pending_invoice_item_interval", "Invoices of pending items between periods are not served: create an invoice with pending_invoice_items_behavior=include when you want one.");
        if (p.Child("automatic_tax") is { } tax)
        {
            if (tax.Bool("enabled") == true) throw StripeError.Invalid("Automatic tax is not served: name tax rates.", "automatic_tax[enabled]");
            tax.Ignore("liability");
        }
        if (p.Child("billing_mode") is { } mode && mode.Required("type") != "classic")
            throw StripeError.Invalid("Only the classic billing mode is served: percent discounts are within prorations, and all items share one interval.", "billing_mode[type]");
    }

    /// <summary><c>payment_settings</c>; null where nothing is said of saving the card.</summary>
    public static bool? ReadSavesCard(Params p)
    {
        if (p.Child("payment_settings") is not { } settings) return null;
        foreach (var type in settings.List("payment_method_types") ?? [])
            if (type != "card") throw StripeError.Invalid($"The payment method type \"{type}\" is invalid: cards are the only payment method here.", "payment_settings[payment_method_types]");
        settings.Ignore("payment_method_options");
        return settings.OneOf("save_default_payment_method", "off", "on_subscription") is { } save ? save == "on_subscription" : null;
    }

    public static MissingPaymentMethod? ReadMissingPaymentMethod(Params p)
    {
        if (p.Child("trial_settings")?.RequiredChild("end_behavior") is not { } end) return null;
        return end.OneOf("billing_cycle_anchor", "now", "unchanged") != "unchanged"
            ? end.Enum<MissingPaymentMethod>("missing_payment_method")
            : throw StripeError.Invalid("Periods begin where the trial ends, unless a billing_cycle_anchor is given to the subscription: `unchanged` is not served here.", end.Path("billing_cycle_anchor"));
    }

    public static InvoiceTexts? ReadTexts(Params p)
    {
        if (p.Child("invoice_settings") is not { } settings) return null;
        settings.Refuse("account_tax_ids", "Tax ids are not served: the project's branding carries the VAT number.");
        if (settings.Child("issuer") is { } issuer) issuer.OneOf("type", "self");
        var fields = settings.Children("custom_fields")?.Select(field => new InvoiceCustomField(field.Required("name", 40), field.Required("value", 140))).ToList();
        return fields?.Count > 4
            ? throw StripeError.Invalid("An invoice has four custom fields at most.", "invoice_settings[custom_fields]")
            : new(fields is { Count: 0 } ? null : fields, settings.Text("description", 1500), settings.Text("footer"));
    }

    /// <summary>What a customer says of why it ends; over what was said before.</summary>
    public static Func<CancellationDetails?, CancellationDetails?> ReadDetails(Params p)
    {
        if (p.Child("cancellation_details") is not { } details) return before => before;
        details.Refuse("feedback_option", "Feedback options of your own are not served; send feedback or comment.");
        var comment = details.TextChange("comment");
        var feedback = details.Has("feedback") && details.Text("feedback") is null ? Change<string>.Clear : details.OneOf("feedback", Feedbacks) is { } word ? Change<string>.To(word) : default;
        return before => new(comment.Over(before?.Comment), feedback.Over(before?.Feedback), before?.Reason);
    }

    /// <summary><c>trial_end</c>: a moment, or <c>now</c>.</summary>
    public static (bool Now, DateTimeOffset? At) ReadTrialEnd(Params p) =>
        p.Text("trial_end") is not { } text ? default : text == "now" ? (true, null) : (false, p.Timestamp("trial_end"));

    /// <summary><c>cancel_at</c>: a moment, or the end of the period in Stripe's words (all items share one period).</summary>
    public static Change<CancelMoment> ReadCancelAt(Params p) => p.TextChange("cancel_at") is var sent && !sent.TryGet(out var text)
        ? sent.IsClear ? Change<CancelMoment>.Clear : default
        : Change<CancelMoment>.To(text is "min_period_end" or "max_period_end" or "max_billed_until" ? new(null) : new(p.Timestamp("cancel_at")));
}

/// <param name="At">Null: the end of the period.</param>
public sealed record CancelMoment(DateTimeOffset? At);
