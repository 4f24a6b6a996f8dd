using CalmonyPay.Accounts;
using CalmonyPay.Invoices.Documents;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices.Papers;

/// <summary>Makes invoices' papers: fixes what they say, renders each once, and finds it again.</summary>
public sealed class InvoicePapers(PayDb db, ProjectBilling billing, TimeProvider wall)
{
    /// <summary>Adds the paper of an invoice that is being finalised to the save.</summary>
    public async Task FixAsync(Invoice invoice, CancellationToken ct)
    {
        var project = await billing.ReadAsync(ct);
        db.Add(new InvoicePaper { Id = invoice.Id, Seller = InvoiceSeller.Of(project.Name, project.Email, project.Branding, null), CreatedAt = wall.GetUtcNow() });
    }

    /// <summary>The PDF of a finalised invoice; rendered now if nobody has yet.</summary>
    public async Task<byte[]> PdfAsync(string invoiceId, CancellationToken ct)
    {
        var paper = await db.InvoicePapers.SingleAsync(p => p.Id == invoiceId, ct);
        if (paper.Pdf is { } made) return made;
        var invoice = await db.Invoices.SingleAsync(i => i.Id == invoiceId, ct);
        var pdf = InvoicePdf.Render(DocumentOf.Finalised(invoice, paper.Seller with { Logo = await LogoAsync(ct) }, (await billing.ReadAsync(ct)).Zone));
        // Whoever is first keeps his; all have the same to say.
        await db.InvoicePapers.Where(p => p.Id == invoiceId && p.Pdf == null).ExecuteUpdateAsync(p => p.SetProperty(x => x.Pdf, pdf), ct);
        return await db.InvoicePapers.Where(p => p.Id == invoiceId).Select(p => p.Pdf!).SingleAsync(ct);
    }

    /// <summary>An invoice as it stands now, for its page: a draft with the seller of today.</summary>
    public async Task<InvoiceDocument> PageAsync(Invoice invoice, CancellationToken ct)
    {
        var project = await billing.ReadAsync(ct);
        var seller = await db.InvoicePapers.Where(p => p.Id == invoice.Id).Select(p => p.Seller).SingleOrDefaultAsync(ct) ?? InvoiceSeller.Of(project.Name, project.Email, project.Branding, null);
        return DocumentOf.Now(invoice, seller, project.Zone);
    }

    public async Task<byte[]?> LogoAsync(CancellationToken ct) =>
        await db.Set<ProjectLogo>().Where(l => l.ProjectId == db.ProjectId).Select(l => l.Image).SingleOrDefaultAsync(ct);
}
