namespace CalmonyPay.Invoices;

/// <summary>Where an invoice's page and its PDF are: one token, which nobody guesses, opens both.</summary>
public static class InvoiceUrls
{
    private const string PdfEnd = "/pdf";

    public const string PagePath = "/invoice/{token}";
    public const string PdfPath = "/invoice/{token}/pdf";

    public static string PdfOf(string publicUrl, string token) => $"{publicUrl}/invoice/{token}{PdfEnd}";

    /// <summary>The page whose PDF is at this address.</summary>
    public static string PageOf(string pdfUrl) => pdfUrl[..^PdfEnd.Length];
}
