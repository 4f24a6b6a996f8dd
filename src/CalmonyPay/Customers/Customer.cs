using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Customers;

[PgEnum("pay_customer_status")]
public enum CustomerStatus { Active, Deleted }

/// <summary>Whether a customer pays VAT: <c>reverse</c> says on the invoice that the customer accounts for it.</summary>
[PgEnum("pay_tax_exempt")]
public enum TaxExempt { None, Exempt, Reverse }

/// <summary>Whom the merchant bills.</summary>
public sealed class Customer : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public CustomerStatus Status { get; private set; }
    public string? Email { get; private set; }
    public string? Name { get; private set; }
    public string? BusinessName { get; private set; }
    public string? IndividualName { get; private set; }
    public string? Description { get; private set; }
    public string? Phone { get; private set; }
    public Address? Address { get; private set; }
    public Shipping? Shipping { get; private set; }
    public IReadOnlyList<string> PreferredLocales { get; private set; } = [];
    public TaxExempt TaxExempt { get; private set; }
    public string InvoicePrefix { get; private set; } = "";
    public long NextInvoiceSequence { get; private set; } = 1;
    public InvoiceSettings InvoiceSettings { get; private set; } = InvoiceSettings.None;

    /// <summary>The card that old-style charges take: the last one given as <c>source</c>.</summary>
    public string? DefaultSource { get; private set; }

    /// <summary>Minor units of <see cref="Currency"/>; negative is credit, applied to the next invoice that is finalised.</summary>
    public long Balance { get; private set; }

    /// <summary>What the customer is billed in, lower case: set by the first invoice, subscription or balance, and never another.</summary>
    public string? Currency { get; private set; }

    /// <summary>The newest invoice that was charged could not be collected, or is past its due date.</summary>
    public bool Delinquent { get; set; }

    /// <summary>The clock in whose time the customer lives; null for the wall clock.</summary>
    public string? TestClockId { get; init; }
    /// <summary>Makes every invoice of the customer cheaper until it ends.</summary>
    public Discount? Discount { get; set; }

    public Dictionary<string, string> Metadata { get; private set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DeletedAt { get; private set; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public static Customer From(CustomerCreate create, string? testClockId, DateTimeOffset now)
    {
        var id = PayId.New("cus", now);
        var customer = new Customer { Id = id, CreatedAt = now, InvoicePrefix = id[^8..].ToUpperInvariant(), TestClockId = testClockId };
        customer.Apply(create.Fields);
        return customer;
    }

    public void Apply(CustomerUpdate update)
    {
        Email = update.Email.Over(Email);
        Name = update.Name.Over(Name);
        BusinessName = update.BusinessName.Over(BusinessName);
        IndividualName = update.IndividualName.Over(IndividualName);
        Description = update.Description.Over(Description);
        Phone = update.Phone.Over(Phone);
        Address = update.Address.Over(Address);
        Shipping = update.Shipping.Over(Shipping);
        PreferredLocales = update.PreferredLocales ?? PreferredLocales;
        TaxExempt = update.TaxExempt.Over(TaxExempt, TaxExempt.None);
        InvoicePrefix = update.InvoicePrefix.Over(InvoicePrefix) ?? InvoicePrefix;
        NextInvoiceSequence = update.NextInvoiceSequence ?? NextInvoiceSequence;
        InvoiceSettings = update.InvoiceSettings.Over(InvoiceSettings);
        Metadata = update.Metadata.Over(Metadata);
    }

    /// <summary>The card that invoices are charged to unless they say otherwise.</summary>
    public void DefaultTo(string? paymentMethod) => InvoiceSettings = InvoiceSettings with { DefaultPaymentMethod = paymentMethod };

    /// <summary>Money moved on the customer's balance.</summary>
    public void Owe(long balance) => Balance = balance;

    /// <summary>Billing in a currency begins, or goes on.</summary>
    /// <exception cref="StripeError">400: the customer is billed in another one.</exception>
    public void BillIn(string currency)
    {
        if (Currency is not null && Currency != currency)
        {
            throw StripeError.Invalid($"You cannot combine currencies on a single customer. This customer has a subscription, balance or invoice in {Currency}, and {currency} was asked for.", "currency");
        }
        Currency = currency;
    }

    /// <inheritdoc cref="DefaultSource"/>
    public void SourceTo(string paymentMethod) => DefaultSource = paymentMethod;

    /// <summary>Clears the defaults that name a card; false if none did.</summary>
    public bool Forget(string paymentMethod)
    {
        var named = DefaultSource == paymentMethod || InvoiceSettings.DefaultPaymentMethod == paymentMethod;
        if (DefaultSource == paymentMethod) DefaultSource = null;
        if (InvoiceSettings.DefaultPaymentMethod == paymentMethod) DefaultTo(null);
        return named;
    }

    /// <summary>Erases what names a person. The row stays, because payments point to it.</summary>
    public void Erase(DateTimeOffset now)
    {
        (Email, Name, BusinessName, IndividualName, Description, Phone, Address, Shipping) = (null, null, null, null, null, null, null, null);
        (Metadata, PreferredLocales, InvoiceSettings, DefaultSource) = ([], [], InvoiceSettings.None, null);
        Discount = null;
        (Status, DeletedAt) = (CustomerStatus.Deleted, now);
    }
}

/// <summary>How a customer's invoices are made.</summary>
public sealed record InvoiceSettings(IReadOnlyList<InvoiceCustomField>? CustomFields, string? DefaultPaymentMethod, string? Footer, InvoiceRendering? RenderingOptions)
{
    public static InvoiceSettings None { get; } = new(null, null, null, null);
}

public sealed record InvoiceCustomField(string Name, string Value);

public sealed record InvoiceRendering(string? AmountTaxDisplay, string? Template);

public sealed class CustomerMap : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> customer)
    {
        customer.ToTable("pay_customers");
        customer.HasIndex(c => new { c.ProjectId, c.Status });
        customer.HasIndex(c => new { c.ProjectId, c.Email });
        customer.HasQueryFilter("erased", c => c.DeletedAt == null);
        customer.HasIndex(c => new { c.ProjectId, c.TestClockId }).HasFilter("test_clock_id is not null");
        customer.HasOne<TestClock>().WithMany().HasForeignKey(c => new { c.ProjectId, c.TestClockId });
        customer.Property(c => c.Address).HasJson();
        customer.Property(c => c.Shipping).HasJson();
        customer.Property(c => c.InvoiceSettings).HasJson();
        customer.Property(c => c.PreferredLocales).HasJson();
        customer.Property(c => c.Discount).HasJson();
        // Promotion codes stand before customers on the street, so the later room ties the two.
        customer.HasMany<PromotionCode>().WithOne().HasForeignKey(p => new { p.ProjectId, p.CustomerId });
    }
}

public static class CustomerTable
{
    extension(PayDb db)
    {
        public DbSet<Customer> Customers => db.Set<Customer>();
    }
}
