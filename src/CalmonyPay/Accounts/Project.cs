using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Accounts;

/// <summary>The tenant: what an API key belongs to and what every row is scoped to. Shown to Stripe's SDKs as the account.</summary>
public sealed class Project
{
    public required Guid Id { get; init; }
    public required string Name { get; set; }

    /// <summary>32 random bytes, encrypted: client secrets, card fingerprints and tokens are derived from them.</summary>
    public required byte[] SecretEncrypted { get; set; }

    /// <summary>The merchant's country, ISO 3166-1 alpha-2.</summary>
    public required string Country { get; set; }

    /// <summary>ISO 4217, lower case.</summary>
    public required string DefaultCurrency { get; set; }

    /// <summary>IANA name; decides the year of an invoice's number.</summary>
    public required string TimeZone { get; set; }

    /// <summary>What a shopper reads on the card statement, 22 characters at most.</summary>
    public string? StatementDescriptor { get; set; }

    public string? Email { get; set; }

    /// <summary>Null: <see cref="BillingSettings.Default"/>.</summary>
    public BillingSettings? Billing { get; set; }

    /// <summary>How it shows itself to its customers; null shows its name alone.</summary>
    public Branding? Branding { get; set; }

    /// <summary>Whose pages may frame its card element: <see cref="Accounts.PageOrigins"/>.</summary>
    public string[] PageOrigins { get; set; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The account's id on the API: <c>acct_</c> and 16 characters of the project's id.</summary>
    public string AccountId => $"acct_{Id:N}"[..21];
}

public sealed class ProjectMap : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> project)
    {
        project.ToTable("pay_projects", table =>
        {
            table.HasCheckConstraint("pay_projects_default_currency_check", "default_currency ~ '^[a-z]{3}$'");
        });
        project.Ignore(p => p.AccountId);
        project.Property(p => p.Name).HasMaxLength(256);
        project.Property(p => p.Branding).HasJson();
        project.HasIndex(p => p.Name).IsUnique();
        project.Property(p => p.Billing).HasJson();
    }
}
