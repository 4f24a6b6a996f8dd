using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Parameters;
using FluentValidation;

namespace CalmonyPay.Checkout.Portal.Configurations;

/// <summary>A new configuration: what an update knows as well, and features, which it must name.</summary>
public sealed record PortalConfigurationCreate(PortalFeatures Features, PortalConfigurationUpdate Fields) : IParams<PortalConfigurationCreate>
{
    public static PortalConfigurationCreate Read(Params p)
    {
        if (p.Has("active")) throw StripeError.UnknownParameter("active");
        return new(new FeatureParams(p.RequiredChild("features"), PortalFeatures.None, create: true).Read(), PortalConfigurationUpdate.ReadFields(p));
    }
}

/// <param name="Features">What the features become, over those that are there.</param>
public sealed record PortalConfigurationUpdate(
    bool? Active, Change<string> Name, PortalProfileChange Profile, Change<string> DefaultReturnUrl, Func<PortalFeatures, PortalFeatures> Features, MetadataChange Metadata) : IParams<PortalConfigurationUpdate>
{
    private const int LongestName = 200;

    public static PortalConfigurationUpdate Read(Params p)
    {
        var features = p.Child("features");
        // Read once here, so that what is unknown is refused before anything is locked.
        if (features is not null) new FeatureParams(features, PortalFeatures.None, create: false).Read();
        return ReadFields(p) with { Features = current => features is null ? current : new FeatureParams(features, current, create: false).Read() };
    }

    internal static PortalConfigurationUpdate ReadFields(Params p)
    {
        if (p.Child("login_page") is { } login && login.Bool("enabled") == true)
            throw StripeError.Invalid("A login page sends its link by e-mail, which this server does not do: create a portal session for the customer whom you have signed in.", login.Path("enabled"));
        return new(p.Bool("active"), p.TextChange("name", LongestName), PortalProfileChange.Read(p.Child("business_profile")), p.TextChange("default_return_url"), current => current, p.Metadata());
    }
}

/// <summary>A change of what the portal says of the merchant; what it does not name stays.</summary>
public sealed record PortalProfileChange(Change<string> Headline, Change<string> PrivacyPolicyUrl, Change<string> TermsOfServiceUrl)
{
    private const int LongestHeadline = 60;

    public static PortalProfileChange Read(Params? p) =>
        p is null ? new(default, default, default) : new(p.TextChange("headline", LongestHeadline), p.TextChange("privacy_policy_url"), p.TextChange("terms_of_service_url"));

    public PortalBusinessProfile Over(PortalBusinessProfile current) => new(Headline.Over(current.Headline), PrivacyPolicyUrl.Over(current.PrivacyPolicyUrl), TermsOfServiceUrl.Over(current.TermsOfServiceUrl));
}

public sealed class PortalConfigurationUpdateRules : AbstractValidator<PortalConfigurationUpdate>
{
    public PortalConfigurationUpdateRules()
    {
        RuleFor(c => c.DefaultReturnUrl).ValidUrl();
        RuleFor(c => c.Profile.PrivacyPolicyUrl).ValidUrl().OverridePropertyName("business_profile[privacy_policy_url]");
        RuleFor(c => c.Profile.TermsOfServiceUrl).ValidUrl().OverridePropertyName("business_profile[terms_of_service_url]");
    }
}

public sealed class PortalConfigurationCreateRules : AbstractValidator<PortalConfigurationCreate>
{
    public PortalConfigurationCreateRules()
    {
        RuleFor(c => c.Fields.DefaultReturnUrl).ValidUrl().OverridePropertyName(nameof(PortalConfigurationUpdate.DefaultReturnUrl));
        RuleFor(c => c.Fields.Profile.PrivacyPolicyUrl).ValidUrl().OverridePropertyName("business_profile[privacy_policy_url]");
        RuleFor(c => c.Fields.Profile.TermsOfServiceUrl).ValidUrl().OverridePropertyName("business_profile[terms_of_service_url]");
    }
}

/// <summary>Which configurations are wanted.</summary>
public sealed record PortalConfigurationList(PageParams Page, bool? Active, bool? IsDefault) : IParams<PortalConfigurationList>
{
    public static PortalConfigurationList Read(Params p) => new(PageParams.Read(p), p.Bool("active"), p.Bool("is_default"));
}

/// <summary>A configuration on the API.</summary>
public sealed record PortalConfigurationResponse(
    string Id, bool Active, PortalBusinessProfile BusinessProfile, long Created, string? DefaultReturnUrl, PortalFeatures Features, bool IsDefault, bool Livemode, Dictionary<string, string> Metadata, string? Name, long Updated)
{
    public string Object => "billing_portal.configuration";
    public Expandable? Application => null;
    public PortalLoginPage LoginPage { get; } = new();

    public static PortalConfigurationResponse Of(PortalConfiguration c) =>
        new(c.Id, c.Active, c.BusinessProfile, c.CreatedAt.ToUnixTimeSeconds(), c.DefaultReturnUrl, c.Features, c.IsDefault, c.Livemode, c.Metadata, c.Name, c.UpdatedAt.ToUnixTimeSeconds());
}

/// <summary>Not served: it needs e-mail.</summary>
public sealed record PortalLoginPage
{
    public bool Enabled => false;
    public string? Url => null;
}
