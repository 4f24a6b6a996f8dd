using CalmonyPay.Checkout.Portal.Configurations;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Parameters;
using FluentValidation;

namespace CalmonyPay.Checkout.Portal.Sessions;

public sealed record PortalSessionCreate(string Customer, string? Configuration, string? ReturnUrl, string? Locale, PortalFlow? Flow) : IParams<PortalSessionCreate>
{
    /// <summary>Stripe's. Those that the portal does not speak are answered in English.</summary>
    private static readonly string[] Locales =
    [
        "auto", "bg", "cs", "cy", "da", "de", "el", "en", "en-AU", "en-CA", "en-GB", "en-IE", "en-IN", "en-NZ", "en-SG", "es", "es-419", "et", "fi", "fil", "fr", "fr-CA", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv",
        "ms", "mt", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh", "zh-HK", "zh-TW",
    ];

    public static PortalSessionCreate Read(Params p)
    {
        p.Refuse("customer_account", "Customer accounts are not served; send customer.");
        p.Refuse("on_behalf_of", "Connect is not served: a project is its own account.");
        p.Refuse("after_expiration", "Signing in again after a session has expired needs e-mail, which this server does not send: create another session.");
        return new(p.Required("customer"), p.Text("configuration"), p.Text("return_url"), p.OneOf("locale", Locales), FlowParams.Read(p.Child("flow_data")));
    }
}

public sealed class PortalSessionCreateRules : AbstractValidator<PortalSessionCreate>
{
    public PortalSessionCreateRules()
    {
        RuleFor(s => s.ReturnUrl).ValidUrl();
        RuleFor(s => s.Flow!.AfterCompletion.Redirect!.ReturnUrl).ValidUrl().When(s => s.Flow?.AfterCompletion.Redirect is not null)
            .OverridePropertyName("flow_data[after_completion][redirect][return_url]");
    }
}

/// <summary>A portal session on the API.</summary>
public sealed record PortalSessionResponse(
    string Id, Expandable Configuration, long Created, string Customer, PortalFlow? Flow, bool Livemode, string? Locale, string? ReturnUrl, string Url)
{
    public string Object => "billing_portal.session";
    public object? AfterExpiration => null;
    public string? CustomerAccount => null;
    public string? OnBehalfOf => null;

    public static PortalSessionResponse Of(PortalSession s, PortalUrls urls) => new(
        s.Id, new(PortalConfigurationEndpoints.Kind, s.ConfigurationId), s.CreatedAt.ToUnixTimeSeconds(), s.CustomerId, s.Flow, s.Livemode, s.Locale, s.ReturnUrl, urls.Of(s.Id));
}
