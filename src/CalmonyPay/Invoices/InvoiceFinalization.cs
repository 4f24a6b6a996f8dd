using CalmonyPay.Customers;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Invoices.Papers;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Invoices;

/// <summary>Makes a draft final: counts late use once more, then the books, then where its page and its PDF are.</summary>
public sealed class InvoiceFinalization(InvoiceBooks books, InvoiceDrafting drafting, InvoicePapers papers, TenantTokens tokens, TenantScope scope, PublicUrl publicUrl, IEnumerable<ILateUse> use)
{
    public const string TokenPurpose = "invoice";

    /// <summary>The customer's row and the invoice are locked; the caller saves and commits at once.</summary>
    public async Task FinalizeAsync(Invoice invoice, Customer customer, CancellationToken ct)
    {
        foreach (var reader in use)
            if (await reader.CountAgainAsync(invoice, ct) is { } lines) drafting.Rework(invoice, lines);
        await papers.FixAsync(invoice.Id, ct);
        invoice.InvoicePdf = InvoiceUrls.PdfOf(publicUrl.OrNull ?? "", tokens.Make(TokenPurpose, scope.Current, invoice.Id));
        await books.FinalizeAsync(invoice, customer, ct);
    }
}

/// <summary>Answered by whoever bills use: what was counted may have grown while the invoice was a draft.</summary>
public interface ILateUse
{
    /// <returns>The invoice's lines with what is counted now; null if nothing on it is counted.</returns>
    Task<IReadOnlyList<InvoiceLine>?> CountAgainAsync(Invoice invoice, CancellationToken ct);
}
