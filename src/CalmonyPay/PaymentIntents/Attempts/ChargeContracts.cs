using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.PaymentIntents.Attempts;

/// <summary>The old way to charge: a token or a customer's card, paid at once.</summary>
public sealed record ChargeCreate(
    Money Amount, string? Source, string? Customer, bool Capture, string? Description, string? ReceiptEmail, Shipping? Shipping,
    string? StatementDescriptor, string? StatementDescriptorSuffix, string? TransferGroup, MetadataChange Metadata) : IParams<ChargeCreate>, IMayCallGateway
{
    public bool CallsGateway => true;

    public static ChargeCreate Read(Params p)
    {
        foreach (var name in (string[])["application_fee", "application_fee_amount", "destination", "on_behalf_of", "transfer_data"]) p.Refuse(name, PaymentIntentParams.Connect);
        p.Ignore("radar_options");
        var amount = new Money(p.RequiredLong("amount", 1), p.RequiredCurrency());
        ChargeLimits.Check(amount);
        var create = new ChargeCreate(
            amount, p.Text("source"), p.Text("customer"), p.Bool("capture") ?? true, p.Text("description", 1000), p.Text("receipt_email", 512),
            p.Child("shipping") is { } shipping ? Platform.Contacts.Shipping.Read(shipping) : null, p.Text("statement_descriptor", 22), p.Text("statement_descriptor_suffix", 22),
            p.Text("transfer_group"), p.Metadata("metadata"));
        return create is { Source: null, Customer: null } ? throw StripeError.Invalid("Must provide source or customer.", code: "parameter_missing") : create;
    }
}

public sealed record ChargeUpdate(
    Change<string> Customer, Change<string> Description, Change<string> ReceiptEmail, Change<Shipping> Shipping, string? UserReport, Change<string> TransferGroup, MetadataChange Metadata) : IParams<ChargeUpdate>
{
    public static ChargeUpdate Read(Params p) => new(
        p.TextChange("customer"), p.TextChange("description", 1000), p.TextChange("receipt_email", 512), p.ChildChange("shipping", Platform.Contacts.Shipping.Read),
        p.Child("fraud_details")?.OneOf("user_report", "fraudulent", "safe"), p.TextChange("transfer_group"), p.Metadata("metadata"));
}

public sealed record ChargeCapture(long? Amount, Change<string> ReceiptEmail) : IParams<ChargeCapture>
{
    public static ChargeCapture Read(Params p)
    {
        foreach (var name in (string[])["application_fee", "application_fee_amount", "transfer_data"]) p.Refuse(name, PaymentIntentParams.Connect);
        p.Ignore("statement_descriptor", "statement_descriptor_suffix", "transfer_group");
        return new(p.Long("amount", 1), p.TextChange("receipt_email", 512));
    }
}

public sealed record ChargeList(PageParams Page, string? Customer, string? PaymentIntent, string? TransferGroup, TimeRange? Created) : IParams<ChargeList>
{
    public static ChargeList Read(Params p) => new(PageParams.Read(p), p.Text("customer"), p.Text("payment_intent"), p.Text("transfer_group"), p.Range("created"));
}
