namespace CalmonyPay.Accounts;

/// <summary>A project in the shape of Stripe's account.</summary>
public sealed record AccountResponse(
    string Id,
    string Country,
    string DefaultCurrency,
    string? Email,
    bool ChargesEnabled,
    bool PayoutsEnabled,
    bool DetailsSubmitted,
    long Created,
    string Type,
    string? BusinessType,
    AccountBusinessProfile BusinessProfile,
    AccountSettings Settings,
    IReadOnlyDictionary<string, string> Capabilities,
    IReadOnlyDictionary<string, string> Metadata)
{
    public string Object => "account";

    public static AccountResponse Of(Project project) => new(
        project.AccountId, project.Country, project.DefaultCurrency, project.Email,
        ChargesEnabled: true, PayoutsEnabled: false, DetailsSubmitted: true, project.CreatedAt.ToUnixTimeSeconds(), "standard", null,
        new(project.Name),
        new(new(project.StatementDescriptor), new(project.Name, project.TimeZone), new(project.StatementDescriptor)),
        new Dictionary<string, string> { ["card_payments"] = "active" },
        new Dictionary<string, string>());
}

public sealed record AccountBusinessProfile(string Name)
{
    public string? Mcc => null;
    public IReadOnlyList<string>? MinorityOwnedBusinessDesignation => null;
    public string? SpecifiedCommercialTransactionsActUrl => null;
    public string? ProductDescription => null;
    public object? SupportAddress => null;
    public string? SupportEmail => null;
    public string? SupportPhone => null;
    public string? SupportUrl => null;
    public string? Url => null;
}

public sealed record AccountSettings(AccountPaymentsSettings Payments, AccountDashboard Dashboard, AccountCardPayments CardPayments)
{
    public object BacsDebitPayments => new { display_name = (string?)null, service_user_number = (string?)null };
    public object Branding => new { icon = (string?)null, logo = (string?)null, primary_color = (string?)null, secondary_color = (string?)null };
    public object SepaDebitPayments => new { };
}

public sealed record AccountPaymentsSettings(string? StatementDescriptor)
{
    public string? StatementDescriptorKana => null;
    public string? StatementDescriptorKanji => null;
    public string? StatementDescriptorPrefixKana => null;
    public string? StatementDescriptorPrefixKanji => null;
}

public sealed record AccountDashboard(string DisplayName, string Timezone);

public sealed record AccountCardPayments(string? StatementDescriptorPrefix)
{
    public string? StatementDescriptorPrefixKana => null;
    public string? StatementDescriptorPrefixKanji => null;
}
