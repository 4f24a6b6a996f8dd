namespace CalmonyPay.Invoices.CreditNotes;

/// <summary>Where a credit note's PDF is: behind a token that nobody guesses.</summary>
public static class CreditNoteUrls
{
    /// <summary>What the token is for.</summary>
    public const string TokenPurpose = "credit-note";

    public const string PdfPath = "/credit-note/{token}/pdf";

    public static string PdfOf(string publicUrl, string token) => $"{publicUrl}/credit-note/{token}/pdf";
}
