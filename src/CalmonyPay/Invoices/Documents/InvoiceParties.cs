using CalmonyPay.Accounts;
using CalmonyPay.Platform.Contacts;

namespace CalmonyPay.Invoices.Documents;

/// <summary>Who sells, as the project's branding said when the document was made.</summary>
/// <param name="AccentColor"><c>#rrggbb</c>; null is our own.</param>
/// <param name="Logo">A PNG or JPEG; null prints the name instead.</param>
public sealed record InvoiceSeller(
    string Name, Address? Address = null, string? Email = null, string? Phone = null, string? Website = null, string? VatNumber = null, string? CompanyNumber = null,
    string? AccentColor = null, byte[]? Logo = null)
{
    /// <param name="projectName">Stands in where the branding has no name.</param>
    /// <param name="projectEmail">Stands in where the branding has no address for mail.</param>
    public static InvoiceSeller Of(string projectName, string? projectEmail, Branding? branding, byte[]? logo) => new(
        branding?.DisplayName ?? projectName, branding?.Address, branding?.Email ?? projectEmail, branding?.Phone, branding?.Website, branding?.VatNumber,
        branding?.CompanyNumber, branding?.AccentColor, logo);
}

/// <summary>Who buys, as on the invoice when it was finalised.</summary>
/// <param name="TaxIds">Each as it shall be printed: <c>GB123456789</c>.</param>
public sealed record InvoiceCustomer(string? Name, string? Email = null, string? Phone = null, Address? Address = null, IReadOnlyList<string>? TaxIds = null);
