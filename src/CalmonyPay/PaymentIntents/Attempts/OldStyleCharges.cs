using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Attempts;

/// <summary>Charges without an intent, as merchants made them before there were intents: here an intent is made for each.</summary>
public sealed class OldStyleCharges(PayDb db, PaymentFlow flow)
{
    public async Task<object> CreateAsync(ChargeCreate create, GatewayRun run)
    {
        var source = create.Source ?? await DefaultCardAsync(create.Customer!);
        var fields = new PaymentIntentFields(
            new(source, null), Said(create.Customer), Said(create.Description), Said(create.ReceiptEmail), default,
            create.Shipping is { } shipping ? Change<Platform.Contacts.Shipping>.To(shipping) : default, Said(create.StatementDescriptor), Said(create.StatementDescriptorSuffix),
            create.Capture ? CaptureMethod.Automatic : CaptureMethod.Manual, null, Said(create.TransferGroup), create.Metadata);
        var intent = new PaymentIntentCreate(create.Amount, fields, true, ConfirmationMethod.Automatic, null, new(OffSession: true, null, ErrorOnRequiresAction: true)) { OldStyle = true };
        return await AsChargeAsync(() => flow.CreateAsync(intent, run));
    }

    public async Task<object> CaptureAsync(string id, ChargeCapture capture, GatewayRun run)
    {
        var charge = await db.Attempts.SingleOrDefaultAsync(a => a.Id == id) ?? throw ChargeService.NoSuch(id);
        if (charge.AmountCaptured > 0)
            throw new StripeError(400, "invalid_request_error", "charge_already_captured", $"Charge {id} has already been captured.") { WorkBegan = true };
        if (charge.Status == AttemptStatus.Canceled)
            throw new StripeError(400, "invalid_request_error", "charge_already_refunded", $"Charge {id} has already been refunded.") { WorkBegan = true };
        return await AsChargeAsync(() => flow.CaptureAsync(charge.PaymentIntentId, new(capture.Amount, true, MetadataChange.Absent, default, default), run));
    }

    /// <summary>Shows the charge instead of its intent; a failure names the charge and shows no intent.</summary>
    private async Task<object> AsChargeAsync(Func<Task<object>> work)
    {
        try
        {
            var intent = (PaymentIntentResponse)await work();
            var charge = await db.Attempts.SingleAsync(a => a.Id == intent.LatestCharge!.Key);
            return ChargeResponse.Of(charge);
        }
        catch (StripeError failure) when (failure is { Status: 402, Inside: not null })
        {
            throw new StripeError(402, failure.Type, failure.Code, failure.Message, failure.Param) { DeclineCode = failure.DeclineCode, AdviceCode = failure.AdviceCode, Charge = failure.Charge, WorkBegan = true };
        }
    }

    private async Task<string> DefaultCardAsync(string customer)
    {
        var settings = await db.Set<Customers.Customer>().Where(c => c.Id == customer).Select(c => c.InvoiceSettings).SingleOrDefaultAsync()
            ?? throw StripeError.NoSuchParam("customer", customer, "customer");
        return settings.DefaultPaymentMethod
            ?? await db.Set<PaymentMethods.PaymentMethod>().Where(m => m.CustomerId == customer).OrderByDescending(m => m.Id).Select(m => m.Id).FirstOrDefaultAsync()
            ?? throw new StripeError(402, "card_error", "missing", "Cannot charge a customer that has no active card.", "card");
    }

    private static Change<string> Said(string? text) => text is null ? default : Change<string>.To(text);
}
