using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Invoices.Payments;

/// <summary>A payment towards an invoice on the API.</summary>
public sealed record InvoicePaymentResponse(
    string Id, long? AmountPaid, long AmountRequested, long Created, string Currency, Expandable Invoice, bool IsDefault, bool Livemode, InvoicePaymentSource Payment, InvoicePaymentStatus Status, InvoicePaymentTransitions StatusTransitions)
{
    public string Object => "invoice_payment";

    public static InvoicePaymentResponse Of(InvoicePayment p) => new(
        p.Id, p.AmountPaid, p.AmountRequested, p.CreatedAt.ToUnixTimeSeconds(), p.Currency, Expandable.Of("invoice", p.InvoiceId)!, p.IsDefault, p.Livemode,
        new(Expandable.Of("payment_intent", p.PaymentIntentId)), p.Status, new(p.CanceledAt?.ToUnixTimeSeconds(), p.PaidAt?.ToUnixTimeSeconds()));
}

/// <summary>How the money came: a payment intent; out of band there is none, and Stripe's word for that is a payment record.</summary>
public sealed record InvoicePaymentSource([property: Platform.Json.OmitNull] Expandable? PaymentIntent)
{
    public string Type => PaymentIntent is null ? "payment_record" : "payment_intent";
}

public sealed record InvoicePaymentTransitions(long? CanceledAt, long? PaidAt);

/// <param name="Invoice">Of one invoice; null for all.</param>
/// <param name="PaymentIntent">By one payment intent (<c>payment[type]=payment_intent</c>).</param>
public sealed record InvoicePaymentList(PageParams Page, string? Invoice, InvoicePaymentStatus? Status, string? PaymentIntent, TimeRange? Created) : IParams<InvoicePaymentList>
{
    public static InvoicePaymentList Read(Params p)
    {
        string? intent = null;
        if (p.Child("payment") is { } payment)
        {
            if (payment.OneOf("type", "payment_intent") is null) throw StripeError.Missing(payment.Path("type"));
            intent = payment.Required("payment_intent");
        }
        return new(PageParams.Read(p), p.Text("invoice"), p.Enum<InvoicePaymentStatus>("status"), intent, p.Range("created"));
    }
}
