using System.Net.Mail;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Pages;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Accounts;

/// <summary>
/// How a project shows itself to its customers, on invoices and hosted pages. Kept as <c>jsonb</c> with the project; whoever makes a document
/// keeps what it said then. The logo stands beside it: <see cref="ProjectLogo"/>.
/// </summary>
/// <param name="DisplayName">The name on the door; null is the project's.</param>
/// <param name="VatNumber">With its country's letters: <c>GB123456789</c>.</param>
/// <param name="CompanyNumber">In the companies register.</param>
/// <param name="AccentColor">Lines, headings and links: <c>#rrggbb</c>, lower case.</param>
/// <param name="BrandColor">The colour of larger surfaces: <c>#rrggbb</c>, lower case.</param>
/// <param name="InvoiceFooter">At the foot of every invoice that has none of its own.</param>
/// <param name="InvoiceMemo">On every invoice that has none of its own.</param>
public sealed record Branding(
    string? DisplayName = null, Address? Address = null, string? Email = null, string? Phone = null, string? Website = null, string? VatNumber = null,
    string? CompanyNumber = null, string? AccentColor = null, string? BrandColor = null, string? InvoiceFooter = null, string? InvoiceMemo = null)
{
    private const int LongestLine = 256, LongestNumber = 64;

    /// <summary>Stripe's limits on an invoice's footer and memo, characters.</summary>
    private const int LongestFooter = 5000, LongestMemo = 1500;

    /// <summary>The same, spelled as it is stored: trimmed, colours in full, the country in capitals.</summary>
    /// <exception cref="OperatorException">Something is not what it should be; the message says what.</exception>
    public Branding Checked() => this with
    {
        DisplayName = Line(DisplayName, "name"),
        Address = Address is null ? null : Postal(Address),
        Email = Mail(Line(Email, "e-mail address")),
        Phone = Line(Phone, "phone number", LongestNumber),
        Website = Web(Line(Website, "website")),
        VatNumber = Line(VatNumber, "VAT number", LongestNumber),
        CompanyNumber = Line(CompanyNumber, "company number", LongestNumber),
        AccentColor = Color(AccentColor),
        BrandColor = Color(BrandColor),
        InvoiceFooter = Text(InvoiceFooter, "footer", LongestFooter),
        InvoiceMemo = Text(InvoiceMemo, "memo", LongestMemo),
    };

    private static Address? Postal(Address address)
    {
        var country = Line(address.Country, "country")?.ToUpperInvariant();
        if (country is not null && !Countries.Knows(country)) throw new OperatorException($"'{address.Country}' is no country of ISO 3166-1 (two letters, such as GB).");
        var clean = new Address(
            Line(address.City, "town"), country, Line(address.Line1, "address"), Line(address.Line2, "address"), Line(address.PostalCode, "postcode", LongestNumber), Line(address.State, "state"));
        return clean == new Address(null, null, null, null, null, null) ? null : clean;
    }

    private static string? Mail(string? email) => email is null || MailAddress.TryCreate(email, out _) ? email
        : throw new OperatorException($"'{email}' is no e-mail address.");

    private static string? Web(string? url) => url is null || (Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https") ? url
        : throw new OperatorException($"'{url}' is no http or https URL.");

    private static string? Color(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : Rgb.TryParse(text, out var color) ? color.ToString()
        : throw new OperatorException($"'{text}' is no colour: write #00aa55 or #0a5.");

    private static string? Line(string? text, string what, int longest = LongestLine)
    {
        var line = Text(text, what, longest);
        return line is null || !line.Any(char.IsControl) ? line : throw new OperatorException($"The {what} has to be one line.");
    }

    private static string? Text(string? text, string what, int longest) => string.IsNullOrWhiteSpace(text) ? null
        : text.Trim() is { } trimmed && trimmed.Length <= longest ? trimmed
        : throw new OperatorException($"The {what} is longer than {longest} characters.");
}
