namespace CalmonyPay.Invoices;

/// <summary>Where an invoice's page and its PDF are: one token, which nobody guesses, opens both.</summary>
public static class InvoiceUrls
{
    private const string PdfEnd = "/pdf";

    public const string PagePath = "/invoice/{token}";
    public const string PdfPath = "/invoice/{token}/pdf";

    /// <summary>Where an invoice is paid; a later room serves it.</summary>
    public const string PayPath = "/invoice/{token}/pay";

    public static string PdfOf(string publicUrl, string token) => $"{publicUrl}/invoice/{token}{PdfEnd}";

    /// <summary>The page whose PDF is at this address.</summary>
    public static string PageOf(string pdfUrl) => pdfUrl[..^PdfEnd.Length];
}
