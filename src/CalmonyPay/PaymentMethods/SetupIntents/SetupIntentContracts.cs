using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.PaymentMethods.SetupIntents;

/// <summary>The card that a setup intent names: a method that exists, a test name, a token, or card data.</summary>
public sealed record SetupMethod(string? Id, PaymentMethodCreate? Data)
{
    public bool IsNamed => Id is not null || Data is not null;

    public static SetupMethod Read(Params p)
    {
        p.Refuse("confirmation_token", "Confirmation tokens are not served: send payment_method or payment_method_data.");
        var named = new SetupMethod(p.Text("payment_method"), p.Child("payment_method_data") is { } data ? PaymentMethodCreate.Read(data) : null);
        return named is { Id: not null, Data: not null }
            ? throw StripeError.Invalid("You may only specify one of these parameters: payment_method, payment_method_data.", "payment_method_data", "parameters_exclusive")
            : named;
    }
}

/// <summary>What both a creation and an update may say.</summary>
public sealed record SetupIntentFields(SetupMethod Method, Change<string> Customer, Change<string> Description, string? RequestThreeDSecure, MetadataChange Metadata)
{
    private static readonly string[] NotServed = ["customer_account", "payment_method_configuration", "on_behalf_of", "attach_to_self", "single_use", "flow_directions"];

    public static SetupIntentFields Read(Params p)
    {
        foreach (var name in NotServed) p.Refuse(name, $"{name} is not served.");
        foreach (var name in (ReadOnlySpan<string>)["payment_method_types", "allowed_payment_method_types"])
            if (p.List(name) is { } types && !types.Contains("card"))
                throw StripeError.Invalid("Cards are the only payment method that is served.", p.Path(name));
        if (p.List("excluded_payment_method_types")?.Contains("card") == true)
            throw StripeError.Invalid("Cards are the only payment method that is served, so they cannot be excluded.", p.Path("excluded_payment_method_types"));
        return new(SetupMethod.Read(p), p.TextChange("customer"), p.TextChange("description", 1000), ReadThreeDSecure(p), p.Metadata());
    }

    /// <summary>Of the options of a card, the one that has an effect.</summary>
    internal static string? ReadThreeDSecure(Params p)
    {
        var card = p.Child("payment_method_options")?.Child("card");
        card?.Ignore("mandate_options", "moto", "network", "setup_credential_usage", "three_d_secure");
        return card?.OneOf("request_three_d_secure", "automatic", "any", "challenge");
    }
}

public sealed record SetupIntentCreate(SetupIntentFields Fields, SetupUsage Usage, bool Confirm, string? ReturnUrl, SetupAutomaticMethods? Automatic) : IParams<SetupIntentCreate>
{
    public static SetupIntentCreate Read(Params p)
    {
        p.Ignore("mandate_data", "use_stripe_sdk");
        var (confirm, returnUrl) = (p.Bool("confirm") ?? false, p.Text("return_url"));
        if (!confirm && returnUrl is not null) throw StripeError.Invalid("You cannot set `return_url` when `confirm` is not `true`.", "return_url");
        return new(SetupIntentFields.Read(p), p.Enum<SetupUsage>("usage") ?? SetupUsage.OffSession, confirm, returnUrl, ReadAutomatic(p));
    }

    private static SetupAutomaticMethods? ReadAutomatic(Params p)
    {
        if (p.Child("automatic_payment_methods") is not { } automatic) return p.Has("payment_method_types") ? null : new("always", true);
        var enabled = automatic.Bool("enabled") ?? throw StripeError.Missing(automatic.Path("enabled"));
        var redirects = automatic.OneOf("allow_redirects", "always", "never") ?? "always";
        return enabled ? new(redirects, true) : null;
    }
}

public sealed record SetupIntentUpdate(SetupIntentFields Fields) : IParams<SetupIntentUpdate>
{
    public static SetupIntentUpdate Read(Params p) => new(SetupIntentFields.Read(p));
}

/// <param name="ClientSecret">Proves a publishable key's right to the intent.</param>
public sealed record SetupIntentConfirm(SetupMethod Method, string? RequestThreeDSecure, string? ReturnUrl, string? ClientSecret, BrowserParams? Browser) : IParams<SetupIntentConfirm>
{
    public static SetupIntentConfirm Read(Params p)
    {
        p.Ignore("mandate_data", "use_stripe_sdk", "allowed_payment_method_types");
        return new(SetupMethod.Read(p), SetupIntentFields.ReadThreeDSecure(p), p.Text("return_url"), p.Secret("client_secret"), BrowserParams.Read(p));
    }
}

public sealed record SetupIntentCancel(SetupCancellationReason? Reason) : IParams<SetupIntentCancel>
{
    public static SetupIntentCancel Read(Params p) => new(p.Enum<SetupCancellationReason>("cancellation_reason"));
}

public sealed record SetupIntentRetrieve(string? ClientSecret) : IParams<SetupIntentRetrieve>
{
    public static SetupIntentRetrieve Read(Params p) => new(p.Secret("client_secret"));
}

/// <summary>Which setup intents are wanted.</summary>
public sealed record SetupIntentList(PageParams Page, string? Customer, string? PaymentMethod, TimeRange? Created) : IParams<SetupIntentList>
{
    public static SetupIntentList Read(Params p) => new(PageParams.Read(p), p.Text("customer"), p.Text("payment_method"), p.Range("created"));
}

/// <summary>The tries of one setup intent.</summary>
public sealed record SetupAttemptList(PageParams Page, string SetupIntent, TimeRange? Created) : IParams<SetupAttemptList>
{
    public static SetupAttemptList Read(Params p) => new(PageParams.Read(p), p.Required("setup_intent"), p.Range("created"));
}
