using CalmonyPay.Accounts;
using CalmonyPay.Invoices.CreditNotes;
using CalmonyPay.Invoices.Documents;
using CalmonyPay.Invoices.Page;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Pages;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices.Papers;

/// <summary>The addresses at which customers look at an invoice. The token in them is all that opens them.</summary>
public static class InvoiceAddresses
{
    public static void MapInvoicePages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(InvoiceUrls.PagePath, (string token, HttpContext http, CancellationToken ct) => OpenAsync(token, http, async (invoice, services) =>
        {
            var papers = services.GetRequiredService<InvoicePapers>();
            var logo = await services.GetRequiredService<PayDb>().HasLogoAsync(ct) ? $"/invoice/{token}/logo" : null;
            return InvoicePages.Render(await papers.PageAsync(invoice, ct), new($"/invoice/{token}/pdf", logo, invoice.CanBePaidByCard ? $"/invoice/{token}/pay" : null));
        }, ct));
        routes.MapGet(InvoiceUrls.PdfPath, (string token, HttpContext http, CancellationToken ct) => OpenAsync(token, http, async (invoice, services) =>
        {
            var papers = services.GetRequiredService<InvoicePapers>();
            return InvoicePages.Pdf(await papers.PdfAsync(invoice.Id, ct), InvoicePdf.FileName(await papers.PageAsync(invoice, ct)));
        }, ct));
        routes.MapGet(CreditNoteUrls.PdfPath, async (string token, HttpContext http, CancellationToken ct) =>
        {
            if (await http.EnterAsync(CreditNoteUrls.TokenPurpose, token) is not { } id) return HostedPage.NotFound();
            var number = await http.RequestServices.GetRequiredService<PayDb>().CreditNotes.Where(n => n.Id == id).Select(n => n.Number).SingleOrDefaultAsync(ct);
            return number is null ? HostedPage.NotFound() : InvoicePages.Pdf(await http.RequestServices.GetRequiredService<InvoicePapers>().PdfAsync(id, ct), $"Credit-note-{number}.pdf");
        });
        routes.MapGet("/invoice/{token}/logo", (string token, HttpContext http, CancellationToken ct) =>
            OpenAsync(token, http, (_, _) => http.LogoAsync(ct), ct));
    }

    private static async Task<IResult> OpenAsync(string token, HttpContext http, Func<Invoice, IServiceProvider, Task<IResult>> show, CancellationToken ct)
    {
        var services = http.RequestServices;
        if (await http.EnterAsync(InvoiceFinalization.TokenPurpose, token) is not { } id) return HostedPage.NotFound();
        var invoice = await services.GetRequiredService<PayDb>().Invoices.SingleOrDefaultAsync(i => i.Id == id, ct);
        return invoice is null or { IsDraft: true } ? HostedPage.NotFound() : await show(invoice, services);
    }
}
