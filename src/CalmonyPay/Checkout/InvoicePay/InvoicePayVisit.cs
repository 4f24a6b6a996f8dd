using System.Globalization;
using CalmonyPay.Checkout.Page;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Pages;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.InvoicePay;

/// <summary>One request of a customer's browser for the page that pays an invoice. The scope is the invoice's project and mode.</summary>
internal sealed class InvoicePayVisit(HttpContext http, string invoiceId, string token)
{
    private readonly IServiceProvider services = http.RequestServices;
    private readonly FormPages pages = new(http, $"/invoice/{token}");

    private InvoicePayReading Reading => services.GetRequiredService<InvoicePayReading>();

    private string Page => $"{services.GetRequiredService<PublicUrl>().BelowPath}/invoice/{token}";

    private string Self => $"{Page}/pay";

    public async Task<IResult> ShowAsync(CancellationToken ct)
    {
        if (await Reading.FindAsync(invoiceId, ct) is not { } found) return await ElsewhereAsync(ct);
        var view = await ViewAsync(found, ct);
        return found.Intent switch
        {
            { Status: PaymentIntentStatus.Processing } => await pages.ProcessingAsync(view, Self, ct),
            { Status: PaymentIntentStatus.RequiresAction, NextAction: { } next } => await pages.AuthenticateAsync(view, new Uri(next.Url).PathAndQuery, ct),
            // An error of some earlier time is not this visitor's, unless the issuer's page sends them back with it.
            { LastPaymentError: { } error } when http.Request.Query["redirect_status"] == "failed" => await RefusedAsync(view, TypedForm.Nothing, error.Code, error.DeclineCode, StatusCodes.Status200OK, ct),
            _ => await pages.FormAsync(view, TypedForm.Nothing, [], null, StatusCodes.Status200OK, ct),
        };
    }

    /// <summary>The form came. Sent twice it pays once: the second finds the invoice paid, or its payment under way.</summary>
    public async Task<IResult> PayAsync(TypedForm typed, CancellationToken ct)
    {
        if (pages.TooManyTries(Self) is { } refusal) return refusal;
        if (await Reading.FindAsync(invoiceId, ct) is not { } found) return await ElsewhereAsync(ct);
        var view = await ViewAsync(found, ct);
        if (found.Intent.Status == PaymentIntentStatus.Processing) return SeeOther.At(Self);
        if (typed[FieldNames.ShownAmount] is { } shown && shown != view.DueNow.ToString(CultureInfo.InvariantCulture)) return await pages.TotalChangedAsync(view, typed, ct);
        if (await Reading.IsExhaustedAsync(found.Intent, ct)) return await pages.NoticeAsync(view, CheckoutNotice.TooManyCards, StatusCodes.Status429TooManyRequests, ct);

        var (form, wrong) = new FormReading(view, typed, services.GetRequiredService<TimeProvider>().GetUtcNow()).ReadAlone(BrowserFacts.Of(http.Request, typed.Fields));
        if (wrong.Count > 0 || form.Card is not { } card) return await pages.FormAsync(view, typed, wrong, FormPages.Mistakes, StatusCodes.Status400BadRequest, ct);

        var holder = new BillingDetails(form.Billing ?? BillingDetails.Empty.Address, found.Invoice.Customer.Email ?? form.Email, form.Name, null);
        var back = $"{services.GetRequiredService<PublicUrl>().Value}/invoice/{token}/pay";
        // The work runs in a scope of its own and goes on if the customer leaves.
        var refused = await services.GetRequiredService<GatewayDoor>().RunPageAsync(http, async work =>
        {
            var entered = new EnteredCard(card, holder, intent => form.Browser.For(work.GetRequiredService<AuthenticationUrls>().ReturnOf(intent)), back);
            return await TryAsync(work, entered);
        });
        return await AfterAsync(view, typed, refused, ct);
    }

    /// <returns>Why nothing was tried; null if something was.</returns>
    private async Task<StripeError?> TryAsync(IServiceProvider work, EnteredCard entered)
    {
        try
        {
            await work.GetRequiredService<InvoicePaying>().TryAsync(invoiceId, new(null, OffSession: false) { Entered = entered }, null, CancellationToken.None);
            return null;
        }
        catch (StripeError error)
        {
            await work.GetRequiredService<PayDb>().ForgetAsync();
            return error;
        }
    }

    private async Task<IResult> AfterAsync(CheckoutView view, TypedForm typed, StripeError? refused, CancellationToken ct)
    {
        if (await Reading.FindAsync(invoiceId, ct) is not { } now) return SeeOther.At(Page);
        if (refused is { Status: 409 or 429 }) return SeeOther.At(Self);
        if (refused is not null) return await RefusedAsync(view, typed, refused.Code ?? "processing_error", refused.DeclineCode, StatusCodes.Status402PaymentRequired, ct);
        return now.Intent switch
        {
            { Status: PaymentIntentStatus.RequiresAction, NextAction: { } next } => SeeOther.At(new Uri(next.Url).PathAndQuery), // on this server, under whatever name the browser knows it
            { Status: not PaymentIntentStatus.Processing, LastPaymentError: { } error } => await RefusedAsync(view, typed, error.Code, error.DeclineCode, StatusCodes.Status402PaymentRequired, ct),
            _ => SeeOther.At(Self),
        };
    }

    private Task<IResult> RefusedAsync(CheckoutView view, TypedForm typed, string code, string? declineCode, int status, CancellationToken ct) =>
        pages.FormAsync(view, typed, [], words => FormPages.Refusal(view, code, declineCode, words), status, ct);

    /// <summary>Paid or void, it is shown on its page; a draft is nobody's yet.</summary>
    private async Task<IResult> ElsewhereAsync(CancellationToken ct) =>
        await services.GetRequiredService<PayDb>().Invoices.AnyAsync(i => i.Id == invoiceId && i.Status != InvoiceStatus.Draft, ct) ? SeeOther.At(Page) : HostedPage.NotFound();

    private Task<CheckoutView> ViewAsync(PayableInvoice found, CancellationToken ct) =>
        Reading.ViewAsync(found.Invoice, $"{services.GetRequiredService<PublicUrl>().Value}/invoice/{token}", ct);
}
