using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.PaymentIntents.Refunds;

/// <param name="Amount">Minor units; null for all that is left.</param>
public sealed record RefundCreate(string? Charge, string? PaymentIntent, long? Amount, RefundReason? Reason, MetadataChange Metadata) : IParams<RefundCreate>
{
    public static RefundCreate Read(Params p)
    {
        foreach (var name in (string[])["refund_application_fee", "reverse_transfer"]) p.Refuse(name, PaymentIntentParams.Connect);
        foreach (var name in (string[])["origin", "customer"]) p.Refuse(name, "Refunds from a customer's cash balance are not served: a refund names a charge or a payment intent.");
        p.Ignore("instructions_email");
        var currency = p.Currency();
        var create = new RefundCreate(p.Text("charge"), p.Text("payment_intent"), p.Long("amount", 1), p.Enum<RefundReason>("reason"), p.Metadata("metadata"));
        if (create is { Charge: null, PaymentIntent: null })
            throw StripeError.Invalid("One of the following params should be provided for this request: payment_intent or charge.", code: "parameter_missing");
        if (currency is not null) throw StripeError.Invalid("The currency of a refund is that of its charge.", "currency");
        return create;
    }
}

public sealed record RefundUpdate(MetadataChange Metadata) : IParams<RefundUpdate>
{
    public static RefundUpdate Read(Params p) => new(p.Metadata("metadata"));
}

public sealed record RefundList(PageParams Page, string? Charge, string? PaymentIntent, TimeRange? Created) : IParams<RefundList>
{
    public static RefundList Read(Params p) => new(PageParams.Read(p), p.Text("charge"), p.Text("payment_intent"), p.Range("created"));
}

/// <summary>A refund on the API. Amounts in minor units.</summary>
public sealed record RefundResponse(
    string Id, long Amount, Expandable? BalanceTransaction, Expandable? Charge, long Created, string Currency, Expandable? Customer, RefundDestination DestinationDetails,
    [property: OmitNull] Expandable? FailureBalanceTransaction, [property: OmitNull] string? FailureReason, Dictionary<string, string> Metadata, Expandable? PaymentIntent,
    Expandable? PaymentMethod, [property: OmitNull] string? PendingReason, RefundReason? Reason, RefundStatus Status)
{
    public string Object => "refund";
    public string? CustomerAccount => null;
    public string? ReceiptNumber => null;
    public Expandable? SourceTransferReversal => null;
    public Expandable? TransferReversal => null;

    public static RefundResponse Of(Refund r) => new(
        r.Id, r.Amount, Expandable.Of("balance_transaction", r.BalanceTransactionId), Expandable.Of("charge", r.ChargeId), r.CreatedAt.ToUnixTimeSeconds(), r.Currency,
        Expandable.Of("customer", r.CustomerId), RefundDestination.Of(r), Expandable.Of("balance_transaction", r.FailureBalanceTransactionId), r.FailureReason, r.Metadata,
        Expandable.Of("payment_intent", r.PaymentId), Expandable.Of("payment_method", r.PaymentMethodId),
        r.Status != RefundStatus.Pending ? null : r.RefundReference is null ? "charge_pending" : "processing", r.Reason, r.Status);
}

public sealed record RefundDestination(RefundToCard Card)
{
    public string Type => "card";

    public static RefundDestination Of(Refund r) => new(new RefundToCard(r.Way switch
    {
        RefundWay.Returned => "refund",
        RefundWay.Voided or RefundWay.Lowered => "reversal",
        _ => "pending",
    }));
}

/// <param name="Type"><c>refund</c>, <c>reversal</c> (the shopper never sees the charge, or sees less of it) or <c>pending</c>.</param>
public sealed record RefundToCard(string Type);
