using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.PaymentIntents;

/// <summary>With what an intent is paid: a method that exists (or a test name), or card data.</summary>
public sealed record PaymentMethodChoice(string? Id, PaymentMethodCreate? Data)
{
    public bool IsNamed => Id is not null || Data is not null;

    /// <summary>A card that the gateway has to store first: card data, a token, or a test name that stands for one.</summary>
    public bool IsNew => Data is not null || Id is { } id && (id.StartsWith("pm_card_", StringComparison.Ordinal) || id.StartsWith("tok_", StringComparison.Ordinal));

    public static PaymentMethodChoice Read(Params p)
    {
        var choice = new PaymentMethodChoice(p.Text("payment_method") ?? p.Text("source"), p.Child("payment_method_data") is { } data ? PaymentMethodCreate.Read(data) : null);
        return choice is { Id: not null, Data: not null }
            ? throw StripeError.Invalid("You may only specify one of these parameters: payment_method, payment_method_data.", "payment_method_data", "parameters_exclusive")
            : choice;
    }
}

/// <summary>What both a creation and an update may say of an intent.</summary>
public sealed record PaymentIntentFields(
    PaymentMethodChoice Method, Change<string> Customer, Change<string> Description, Change<string> ReceiptEmail, Change<FutureUsage> SetupFutureUsage,
    Change<Shipping> Shipping, Change<string> StatementDescriptor, Change<string> StatementDescriptorSuffix, CaptureMethod? CaptureMethod,
    CardOptions? CardOptions, Change<string> TransferGroup, MetadataChange Metadata)
{
    public static PaymentIntentFields Read(Params p)
    {
        PaymentIntentParams.RefuseWhatIsNotServed(p);
        return new(
            PaymentMethodChoice.Read(p), p.TextChange("customer"), p.TextChange("description", 1000), p.TextChange("receipt_email", 512), p.EnumChange<FutureUsage>("setup_future_usage"),
            p.ChildChange("shipping", Platform.Contacts.Shipping.Read), p.TextChange("statement_descriptor", 22), p.TextChange("statement_descriptor_suffix", 22),
            p.Enum<CaptureMethod>("capture_method"), PaymentIntentParams.ReadCardOptions(p), p.TextChange("transfer_group"), p.Metadata("metadata"));
    }
}

public sealed record PaymentIntentCreate(
    Money Amount, PaymentIntentFields Fields, bool Confirm, ConfirmationMethod ConfirmationMethod, AutomaticPaymentMethods? AutomaticPaymentMethods, PaymentIntentConfirmation Confirmation)
    : IParams<PaymentIntentCreate>, IMayCallGateway
{
    public bool CallsGateway => Confirm || Fields.Method.IsNew;

    /// <summary>Made for a charge that names no intent.</summary>
    public bool OldStyle { get; init; }

    public static PaymentIntentCreate Read(Params p)
    {
        var amount = new Money(p.RequiredLong("amount", 1), p.RequiredCurrency());
        ChargeLimits.Check(amount);
        var confirm = p.Bool("confirm") ?? false;
        var confirmation = PaymentIntentConfirmation.Read(p);
        if (!confirm && confirmation is { OffSession: true })
            throw StripeError.Invalid("You cannot set `off_session` to `true` when `confirm` is not `true`.", "off_session");
        if (!confirm && confirmation.ReturnUrl is not null)
            throw StripeError.Invalid("You cannot set `return_url` when `confirm` is not `true`.", "return_url");
        return new(amount, PaymentIntentFields.Read(p), confirm, p.Enum<ConfirmationMethod>("confirmation_method") ?? ConfirmationMethod.Automatic, ReadAutomatic(p), confirmation);
    }

    /// <summary>The newest API chooses automatically unless the types are named.</summary>
    private static AutomaticPaymentMethods? ReadAutomatic(Params p)
    {
        var named = p.List("payment_method_types");
        foreach (var type in named ?? [])
            if (type != "card") throw StripeError.Invalid($"The payment method type \"{type}\" is invalid: cards are the only payment method here.", "payment_method_types");
        if (p.Child("automatic_payment_methods") is not { } automatic) return named is null ? new("always", true) : null;
        var enabled = automatic.Bool("enabled") ?? throw StripeError.Missing(automatic.Path("enabled"));
        var redirects = automatic.OneOf("allow_redirects", "always", "never");
        return enabled ? new(redirects ?? "always", true) : null;
    }
}

/// <summary>What belongs to a confirmation, in a creation or by itself.</summary>
public sealed record PaymentIntentConfirmation(bool OffSession, string? ReturnUrl, bool ErrorOnRequiresAction)
{
    public static PaymentIntentConfirmation Read(Params p)
    {
        p.Ignore("use_stripe_sdk", "mandate", "mandate_data", "radar_options");
        var offSession = p.Text("off_session") is "one_off" or "recurring" ? true : p.Bool("off_session") ?? false;
        return new(offSession, p.Text("return_url"), p.Bool("error_on_requires_action") ?? false);
    }
}

public sealed record PaymentIntentUpdate(long? Amount, Currency? Currency, PaymentIntentFields Fields) : IParams<PaymentIntentUpdate>, IMayCallGateway
{
    public bool CallsGateway => Fields.Method.IsNew;

    public static PaymentIntentUpdate Read(Params p)
    {
        PaymentIntentParams.CheckTypes(p);
        return new(p.Long("amount", 1), p.Currency(), PaymentIntentFields.Read(p));
    }
}

public sealed record PaymentIntentConfirm(
    PaymentMethodChoice Method, PaymentIntentConfirmation Confirmation, Change<string> ReceiptEmail, Change<FutureUsage> SetupFutureUsage, Change<Shipping> Shipping,
    CaptureMethod? CaptureMethod, CardOptions? CardOptions, string? ClientSecret, BrowserParams? Browser) : IParams<PaymentIntentConfirm>
{
    public static PaymentIntentConfirm Read(Params p)
    {
        PaymentIntentParams.RefuseWhatIsNotServed(p);
        PaymentIntentParams.CheckTypes(p);
        p.Ignore("amount_to_confirm");
        return new(
            PaymentMethodChoice.Read(p), PaymentIntentConfirmation.Read(p), p.TextChange("receipt_email", 512), p.EnumChange<FutureUsage>("setup_future_usage"),
            p.ChildChange("shipping", Platform.Contacts.Shipping.Read), p.Enum<CaptureMethod>("capture_method"), PaymentIntentParams.ReadCardOptions(p), p.Secret("client_secret"),
            BrowserParams.Read(p));
    }
}

public sealed record PaymentIntentCapture(long? AmountToCapture, bool FinalCapture, MetadataChange Metadata, Change<string> StatementDescriptor, Change<string> StatementDescriptorSuffix) : IParams<PaymentIntentCapture>
{
    public static PaymentIntentCapture Read(Params p)
    {
        p.Refuse("application_fee_amount", PaymentIntentParams.Connect);
        p.Refuse("transfer_data", PaymentIntentParams.Connect);
        p.Ignore("amount_details", "hooks", "payment_details");
        return new(p.Long("amount_to_capture", 1), p.Bool("final_capture") ?? true, p.Metadata("metadata"), p.TextChange("statement_descriptor", 22), p.TextChange("statement_descriptor_suffix", 22));
    }
}

public sealed record PaymentIntentCancel(CancellationReason? Reason) : IParams<PaymentIntentCancel>
{
    public static PaymentIntentCancel Read(Params p) => new(p.OneOf("cancellation_reason", "duplicate", "fraudulent", "requested_by_customer", "abandoned") switch
    {
        "duplicate" => CancellationReason.Duplicate,
        "fraudulent" => CancellationReason.Fraudulent,
        "requested_by_customer" => CancellationReason.RequestedByCustomer,
        "abandoned" => CancellationReason.Abandoned,
        _ => null,
    });
}

public sealed record PaymentIntentIncrement(long Amount) : IParams<PaymentIntentIncrement>
{
    public static PaymentIntentIncrement Read(Params p)
    {
        p.Ignore("description", "metadata", "statement_descriptor", "application_fee_amount", "transfer_data", "amount_details", "hooks", "payment_details");
        return new(p.RequiredLong("amount", 1));
    }
}

public sealed record PaymentIntentList(PageParams Page, string? Customer, TimeRange? Created) : IParams<PaymentIntentList>
{
    public static PaymentIntentList Read(Params p) => new(PageParams.Read(p), p.Text("customer"), p.Range("created"));
}

public sealed record PaymentIntentRetrieve(string? ClientSecret) : IParams<PaymentIntentRetrieve>
{
    public static PaymentIntentRetrieve Read(Params p) => new(p.Secret("client_secret"));
}

/// <summary>Parameters that several requests share, and those of Stripe's that are not served.</summary>
internal static class PaymentIntentParams
{
    public const string Connect = "Connect is not served: a project is its own account.";

    public static void RefuseWhatIsNotServed(Params p)
    {
        p.Refuse("application_fee_amount", Connect);
        p.Refuse("on_behalf_of", Connect);
        p.Refuse("transfer_data", Connect);
        p.Refuse("confirmation_token", "Confirmation tokens are not served; send payment_method or payment_method_data.");
        p.Refuse("customer_account", "Customer accounts are not served; send customer.");
        p.Ignore("amount_details", "hooks", "payment_details", "payment_method_configuration", "excluded_payment_method_types", "allowed_payment_method_types");
    }

    public static void CheckTypes(Params p)
    {
        foreach (var type in p.List("payment_method_types") ?? [])
            if (type != "card") throw StripeError.Invalid($"The payment method type \"{type}\" is invalid: cards are the only payment method here.", "payment_method_types");
    }

    public static CardOptions? ReadCardOptions(Params p)
    {
        if (p.Child("payment_method_options") is not { } options || options.Child("card") is not { } card) return null;
        var read = new CardOptions(card.OneOf("request_three_d_secure", "automatic", "any", "challenge") ?? "automatic", card.OneOf("capture_method", "manual") is not null);
        card.Refuse("installments", "Installments are not served.");
        card.Ignore("cvc_token", "mandate_options", "moto", "network", "request_extended_authorization", "request_incremental_authorization", "request_multicapture",
            "request_overcapture", "require_cvc_recollection", "setup_future_usage", "statement_descriptor_suffix_kana", "statement_descriptor_suffix_kanji", "three_d_secure", "statement_details");
        return read;
    }
}
