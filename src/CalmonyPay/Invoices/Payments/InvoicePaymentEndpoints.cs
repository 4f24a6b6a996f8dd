using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices.Payments;

/// <summary>With what a page pays an invoice.</summary>
public sealed record InvoiceConfirmationSecret(string ClientSecret)
{
    public string Type => "payment_intent";
}

public static class InvoicePaymentEndpoints
{
    private const int MostInInvoice = 10;

    public static IServiceCollection AddInvoicePayments(this IServiceCollection services) => services
        .AddSingleton(new ExpansionKind("invoice_payment", LoadAsync))
        .AddSingleton(new ExpansionKind("invoice_payments", LoadOfInvoicesAsync))
        .AddSingleton(new ExpansionKind("invoice_confirmation_secret", LoadSecretsAsync));

    public static void MapInvoicePayments(this IEndpointRouteBuilder v1)
    {
        var payments = v1.MapGroup("/invoice_payments").WithTags("InvoicePayments");
        payments.MapGet("/", async (InvoicePaymentList list, PayDb db, CancellationToken ct) =>
        {
            var wanted = db.InvoicePayments.CreatedIn(list.Created, "inpay", p => p.Id, p => p.CreatedAt);
            if (list.Invoice is { } invoice) wanted = wanted.Where(p => p.InvoiceId == invoice);
            if (list.Status is { } status) wanted = wanted.Where(p => p.Status == status);
            if (list.PaymentIntent is { } intent) wanted = wanted.Where(p => p.PaymentIntentId == intent);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, p => p.Id, "/v1/invoice_payments", InvoicePaymentResponse.Of, ct));
        });
        payments.MapGet("/{invoice_payment}", async (string invoice_payment, NoParams none, PayDb db, CancellationToken ct) =>
            TypedResults.Ok(InvoicePaymentResponse.Of(await db.InvoicePayments.SingleOrDefaultAsync(p => p.Id == invoice_payment, ct) ?? throw StripeError.NoSuch("invoice payment", invoice_payment, "invoice_payment"))));
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await services.GetRequiredService<PayDb>().InvoicePayments.Where(p => ids.Contains(p.Id)).ToListAsync(ct)).ToDictionary(p => p.Id, p => (object)InvoicePaymentResponse.Of(p));

    /// <summary>The newest payments of each invoice, as the list that an invoice shows on request.</summary>
    private static async Task<IReadOnlyDictionary<string, object>> LoadOfInvoicesAsync(IServiceProvider services, IReadOnlyCollection<string> invoices, CancellationToken ct)
    {
        var found = (await services.GetRequiredService<PayDb>().InvoicePayments.Where(p => invoices.Contains(p.InvoiceId)).OrderByDescending(p => p.Id).ToListAsync(ct)).ToLookup(p => p.InvoiceId);
        return invoices.ToDictionary(invoice => invoice, invoice => (object)new PagedList<InvoicePaymentResponse>(
            $"/v1/invoice_payments?invoice={invoice}", found[invoice].Count() > MostInInvoice, [.. found[invoice].Take(MostInInvoice).Select(InvoicePaymentResponse.Of)]));
    }

    /// <summary>By payment intent. It is worked out of the project's own secret; nothing is read.</summary>
    private static Task<IReadOnlyDictionary<string, object>> LoadSecretsAsync(IServiceProvider services, IReadOnlyCollection<string> intents, CancellationToken ct)
    {
        var secrets = services.GetRequiredService<ProjectSecrets>();
        return Task.FromResult<IReadOnlyDictionary<string, object>>(intents.ToDictionary(intent => intent, intent => (object)new InvoiceConfirmationSecret(secrets.ClientSecretOf(intent))));
    }
}
