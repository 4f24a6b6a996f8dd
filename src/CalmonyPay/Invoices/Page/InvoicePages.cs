using CalmonyPay.Invoices.Documents;
using CalmonyPay.Platform.Pages;

namespace CalmonyPay.Invoices.Page;

/// <summary>Where the page's links lead; each is on this server, with the token that opens it.</summary>
/// <param name="LogoUrl">Null prints the seller's name.</param>
/// <param name="PayUrl">Where it can be paid; null where it cannot, and then no button is shown.</param>
public sealed record InvoicePageLinks(string PdfUrl, string? LogoUrl = null, string? PayUrl = null);

/// <summary>The answers of the addresses at which customers look at their invoices and credit notes.</summary>
public static class InvoicePages
{
    /// <summary>The document as a page.</summary>
    public static IResult Render(InvoiceDocument document, InvoicePageLinks links) => HostedPage.Of<InvoicePage>(new()
    {
        [nameof(InvoicePage.Wording)] = new DocumentWording(document),
        [nameof(InvoicePage.Links)] = links,
    });

    /// <summary>The document's PDF, as a file to be saved.</summary>
    /// <param name="pdf">As it was rendered and stored when the document was made.</param>
    /// <param name="fileName">See <see cref="InvoicePdf.FileName"/>.</param>
    public static IResult Pdf(byte[] pdf, string fileName) => new ClosedFile(Results.File(pdf, InvoicePdf.ContentType, fileName));
}
