namespace CalmonyPay.Invoices.Documents.Pdf;

/// <summary>What is said below the figures: who owes the tax, how it was paid, and the merchant's own last words.</summary>
internal static class NotesPart
{
    private const double Above = 18, Between = 6, LineLength = 400;

    public static void Draw(Sheet sheet, Typography type, DocumentWording wording)
    {
        var document = wording.Document;
        (string? Text, TextStyle Style)[] notes =
        [
            (document.ReverseCharge ? wording.Texts.ReverseCharge : null, type.Body),
            (document.Payment is { } payment ? wording.Texts.PaidWith(payment) : null, type.Body),
            (document.Footer, type.Small),
        ];
        sheet.Y += Above;
        foreach (var (text, style) in notes)
        {
            if (text is null) continue;
            if (style.Wrap(text, LineLength).Count * style.Leading is var height && sheet.FitsOnOnePage(height)) sheet.Need(height);
            sheet.Paragraph(text, style, LineLength);
            sheet.Y += Between;
        }
    }
}
