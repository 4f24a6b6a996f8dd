using CalmonyPay.Accounts;
using CalmonyPay.Customers.Balances;
using CalmonyPay.Invoices.CreditNotes;
using CalmonyPay.Invoices.Documents;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices.Papers;

/// <summary>Makes invoices' papers: fixes what they say, renders each once, and finds it again.</summary>
public sealed class InvoicePapers(PayDb db, ProjectBilling billing, TimeProvider wall)
{
    /// <summary>Adds the paper of an invoice that is being finalised, or of a credit note that is being issued, to the save.</summary>
    public async Task FixAsync(string id, CancellationToken ct)
    {
        var project = await billing.ReadAsync(ct);
        db.Add(new InvoicePaper { Id = id, Seller = InvoiceSeller.Of(project.Name, project.Email, project.Branding, null), CreatedAt = wall.GetUtcNow() });
    }

    /// <summary>The PDF of a finalised invoice or an issued credit note; rendered now if nobody has yet.</summary>
    public async Task<byte[]> PdfAsync(string id, CancellationToken ct)
    {
        var paper = await db.InvoicePapers.SingleAsync(p => p.Id == id, ct);
        if (paper.Pdf is { } made) return made;
        var pdf = InvoicePdf.Render(await DocumentAsync(id, paper.Seller with { Logo = await db.LogoImageAsync(ct) }, ct));
        // Whoever is first keeps his; all have the same to say.
        await db.InvoicePapers.Where(p => p.Id == id && p.Pdf == null).ExecuteUpdateAsync(p => p.SetProperty(x => x.Pdf, pdf), ct);
        return await db.InvoicePapers.Where(p => p.Id == id).Select(p => p.Pdf!).SingleAsync(ct);
    }

    private async Task<InvoiceDocument> DocumentAsync(string id, InvoiceSeller seller, CancellationToken ct)
    {
        var zone = (await billing.ReadAsync(ct)).Zone;
        if (!id.StartsWith("cn_", StringComparison.Ordinal)) return DocumentOf.Finalised(await db.Invoices.SingleAsync(i => i.Id == id, ct), seller, zone);
        var note = await db.CreditNotes.SingleAsync(n => n.Id == id, ct);
        var balance = note.CustomerBalanceTransactionId is { } moved ? await db.CustomerBalanceTransactions.Where(t => t.Id == moved).Select(t => -t.Amount).SingleAsync(ct) : 0;
        return DocumentOf.Issued(note, await db.Invoices.SingleAsync(i => i.Id == note.InvoiceId, ct), balance, seller, zone);
    }

    /// <summary>An invoice as it stands now, for its page: a draft with the seller of today.</summary>
    public async Task<InvoiceDocument> PageAsync(Invoice invoice, CancellationToken ct)
    {
        var project = await billing.ReadAsync(ct);
        var seller = await db.InvoicePapers.Where(p => p.Id == invoice.Id).Select(p => p.Seller).SingleOrDefaultAsync(ct) ?? InvoiceSeller.Of(project.Name, project.Email, project.Branding, null);
        return DocumentOf.Now(invoice, seller, project.Zone);
    }
}
