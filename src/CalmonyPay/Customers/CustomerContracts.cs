using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Parameters;
using FluentValidation;

namespace CalmonyPay.Customers;

/// <summary>A new customer: the fields that an update knows as well, and what only a birth has.</summary>
public sealed record CustomerCreate(CustomerUpdate Fields, string? PaymentMethod, string? TestClock) : IParams<CustomerCreate>
{
    public static CustomerCreate Read(Params p)
    {
        p.Refuse("tax_id_data", "Tax ids are not served.");
        return new(CustomerUpdate.Read(p), p.Text("payment_method"), p.Text("test_clock"));
    }
}

public sealed record CustomerUpdate(
    Change<string> Email, Change<string> Name, Change<string> BusinessName, Change<string> IndividualName, Change<string> Description, Change<string> Phone,
    Change<Address> Address, Change<Shipping> Shipping, IReadOnlyList<string>? PreferredLocales, Change<TaxExempt> TaxExempt,
    Change<string> InvoicePrefix, long? NextInvoiceSequence, InvoiceSettingsChange InvoiceSettings, long? Balance, string? Source, Change<DiscountChoice> Discount, MetadataChange Metadata) : IParams<CustomerUpdate>
{
    public static CustomerUpdate Read(Params p)
    {
        p.Refuse("cash_balance", "Cash balances are not served: cards are the only payment method.");
        p.Ignore("tax", "validate");
        return new(
            p.TextChange("email", 512), p.TextChange("name", 256), p.TextChange("business_name", 150), p.TextChange("individual_name", 150), p.TextChange("description"), p.TextChange("phone", 20),
            p.ChildChange("address", Platform.Contacts.Address.Read), p.ChildChange("shipping", Platform.Contacts.Shipping.Read), p.List("preferred_locales"),
            p.EnumChange<TaxExempt>("tax_exempt"),
            p.TextChange("invoice_prefix", 12), p.Long("next_invoice_sequence", 1, 1_000_000_000),
            InvoiceSettingsChange.Read(p.Child("invoice_settings")), p.Long("balance", -99_999_999_999, 99_999_999_999), p.Text("source"), DiscountChoice.ReadOne(p), p.Metadata("metadata"));
    }
}

/// <summary>A change of how invoices are made; what it does not name stays.</summary>
public sealed record InvoiceSettingsChange(Change<string> DefaultPaymentMethod, Change<string> Footer, IReadOnlyList<InvoiceCustomField>? CustomFields, Change<InvoiceRendering> Rendering)
{
    public static InvoiceSettingsChange Read(Params? p) => p is null
        ? new(default, default, null, default)
        : new(
            p.TextChange("default_payment_method"), p.TextChange("footer"),
            p.Children("custom_fields")?.Select(field => new InvoiceCustomField(field.Required("name", 40), field.Required("value", 140))).ToList(),
            p.ChildChange("rendering_options", r => new InvoiceRendering(r.OneOf("amount_tax_display", "exclude_tax", "include_inclusive_tax"), r.Text("template"))));

    public InvoiceSettings Over(InvoiceSettings current) => new(CustomFields ?? current.CustomFields, DefaultPaymentMethod.Over(current.DefaultPaymentMethod), Footer.Over(current.Footer), Rendering.Over(current.RenderingOptions));
}

public sealed class CustomerUpdateRules : AbstractValidator<CustomerUpdate>
{
    public CustomerUpdateRules() => RuleFor(c => c.Email.OrNull()).StripeEmail().OverridePropertyName(nameof(CustomerUpdate.Email));
}

public sealed class CustomerCreateRules : AbstractValidator<CustomerCreate>
{
    public CustomerCreateRules() => RuleFor(c => c.Fields.Email.OrNull()).StripeEmail().OverridePropertyName(nameof(CustomerUpdate.Email));
}

/// <summary>Which customers are wanted.</summary>
/// <param name="Email">Exact, upper and lower case told apart, as in Stripe.</param>
/// <param name="TestClock">Those that hang on this clock. Without it a list shows those of the wall clock, as in Stripe.</param>
public sealed record CustomerList(PageParams Page, string? Email, string? TestClock, TimeRange? Created) : IParams<CustomerList>
{
    public static CustomerList Read(Params p) => new(PageParams.Read(p), p.Text("email"), p.Text("test_clock"), p.Range("created"));
}

/// <summary>A customer on the API.</summary>
public sealed record CustomerResponse(
    string Id, Address? Address, long Balance, [property: OmitNull] string? BusinessName, long Created, string? Currency, string? DefaultSource, bool Delinquent, string? Description,
    DiscountResponse? Discount, string? Email, [property: OmitNull] string? IndividualName, string InvoicePrefix, CustomerInvoiceSettings InvoiceSettings, bool Livemode, Dictionary<string, string> Metadata,
    string? Name, long NextInvoiceSequence, string? Phone, IReadOnlyList<string> PreferredLocales, Shipping? Shipping, TaxExempt TaxExempt, Expandable? TestClock)
{
    public string Object => "customer";

    public static CustomerResponse Of(Customer c) => new(
        c.Id, c.Address, c.Balance, c.BusinessName, c.CreatedAt.ToUnixTimeSeconds(), c.Currency, c.DefaultSource, c.Delinquent, c.Description,
        c.Discount is { } discount ? DiscountResponse.Of(discount) : null, c.Email, c.IndividualName, c.InvoicePrefix, CustomerInvoiceSettings.Of(c.InvoiceSettings), c.Livemode, c.Metadata,
        c.Name, c.NextInvoiceSequence, c.Phone, c.PreferredLocales, c.Shipping, c.TaxExempt, Expandable.Of("test_clock", c.TestClockId));
}

public sealed record CustomerInvoiceSettings(IReadOnlyList<InvoiceCustomField>? CustomFields, Expandable? DefaultPaymentMethod, string? Footer, InvoiceRendering? RenderingOptions)
{
    public static CustomerInvoiceSettings Of(InvoiceSettings s) => new(s.CustomFields, Expandable.Of("payment_method", s.DefaultPaymentMethod), s.Footer, s.RenderingOptions);
}

/// <summary>What is left of a deleted customer.</summary>
public sealed record DeletedCustomer(string Id)
{
    public string Object => "customer";
    public bool Deleted => true;
}
