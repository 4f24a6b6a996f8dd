using CalmonyPay.Accounts;
using CalmonyPay.Checkout.Page;
using CalmonyPay.Invoices;
using CalmonyPay.Platform.Pages;

namespace CalmonyPay.Checkout.InvoicePay;

/// <summary>The address at which a customer pays an invoice, below that of the invoice's page. The token in it is all that opens it.</summary>
public static class InvoicePayPages
{
    internal static IServiceCollection AddInvoicePay(this IServiceCollection services) => services.AddScoped<InvoicePayReading>();

    public static void MapInvoicePay(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(InvoiceUrls.PayPath, (string token, HttpContext http, CancellationToken ct) => OpenAsync(token, http, visit => visit.ShowAsync(ct))).ExcludeFromDescription();
        routes.MapPost(InvoiceUrls.PayPath, (string token, HttpContext http, CancellationToken ct) =>
            OpenAsync(token, http, async visit => await visit.PayAsync(await TypedForm.ReadAsync(http.Request, ct), ct))).AddEndpointFilter<SameOrigin>().ExcludeFromDescription();
    }

    private static async Task<IResult> OpenAsync(string token, HttpContext http, Func<InvoicePayVisit, Task<IResult>> serve) =>
        await http.EnterAsync(InvoiceFinalization.TokenPurpose, token) is { } id ? await serve(new(http, id, token)) : HostedPage.NotFound();
}
