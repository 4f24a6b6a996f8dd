using CalmonyPay.Invoices.Audit;
using CalmonyPay.Invoices.CreditNotes;
using CalmonyPay.Invoices.Engine;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Invoices.Papers;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Hosting;

namespace CalmonyPay.Invoices;

/// <summary>What the room brings to the host.</summary>
public static class InvoicesRoom
{
    public static IServiceCollection AddInvoices(this IServiceCollection services)
    {
        services.AddOptions<BillingOptions>().BindConfiguration("CalmonyPay:Billing").ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<InvoiceNumbers>().AddScoped<InvoiceDrafting>().AddScoped<InvoiceBooks>().AddScoped<InvoiceFinalization>().AddScoped<InvoiceService>().AddScoped<InvoiceFlow>();
        services.AddSingleton(new ExpansionKind("invoice", InvoiceEndpoints.LoadAsync));
        services.AddScoped<InvoicePaying>().AddScoped<IPaymentMoved, InvoicePaymentNews>();
        services.AddScoped<InvoiceSteps>();
        services.AddSingleton(new BillingStep("pay_invoices", Rank: 2, (work, id, ct) => work.GetRequiredService<InvoiceSteps>().StepAsync(id, ct)));
        services.AddWorker<BillingWorker>();
        services.AddScoped<InvoicePapers>().AddWorker<PaperWorker>();
        return services.AddInvoiceItems().AddLineEditing().AddInvoicePayments().AddCreditNotes().AddSequenceAudit();
    }
}
