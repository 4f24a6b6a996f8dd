using CalmonyPay.Customers;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents;

/// <summary>What can be done to an intent without calling a gateway.</summary>
public sealed class PaymentIntentService(PayDb db, EventLog events, ProjectSecrets secrets, PaymentMethodService methods, RequestInfo request, ScopeTime time)
{
    /// <summary>A new intent, added to the save; the method it names comes with it.</summary>
    public async Task<(PaymentIntent Intent, PayableMethod? Method)> CreateAsync(PaymentIntentCreate create, CancellationToken ct)
    {
        var intent = PaymentIntent.For(create.Amount, time.Now, create.OldStyle);
        intent.ConfirmationMethod = create.ConfirmationMethod;
        intent.AutomaticPaymentMethods = create.AutomaticPaymentMethods;
        intent.CaptureMethod = CaptureMethod.AutomaticAsync;
        intent.OffSession = create.Confirmation.OffSession;
        intent.ReturnUrl = create.Confirmation.ReturnUrl;
        var method = await ApplyAsync(intent, create.Fields, ct);
        intent.OrderReference = intent.Metadata.GetValueOrDefault("order_id");
        if (!intent.OldStyle) events.Record("payment_intent.created", intent, Shown(intent));
        db.Add(intent);
        return (intent, method);
    }

    /// <exception cref="StripeError">404, or 403 where a publishable key does not prove the client secret.</exception>
    public async Task<PaymentIntent> GetAsync(string id, string? clientSecret, CancellationToken ct)
    {
        var intent = await db.PaymentIntents.SingleOrDefaultAsync(i => i.Id == id && !i.OldStyle, ct) ?? throw NoSuch(id);
        Prove(intent.Id, clientSecret);
        return intent;
    }

    public async Task<PaymentIntent> UpdateAsync(string id, PaymentIntentUpdate update, CancellationToken ct)
    {
        var intent = await db.LockAsync<PaymentIntent>(id, ct) ?? throw NoSuch(id);
        CheckUpdate(intent, update);
        if (update.Amount is { } amount) intent.Amount = amount;
        if (update.Currency is { } currency) intent.Currency = currency.Code;
        ChargeLimits.Check(intent.Money);
        await ApplyAsync(intent, update.Fields, ct);
        return intent;
    }

    /// <summary>Sets what the fields say; returns the payment method if they name one.</summary>
    public async Task<PayableMethod?> ApplyAsync(PaymentIntent intent, PaymentIntentFields fields, CancellationToken ct)
    {
        if (!fields.Customer.IsAbsent) intent.CustomerId = await CustomerAsync(fields.Customer.OrNull(), ct);
        intent.Description = fields.Description.Over(intent.Description);
        intent.ReceiptEmail = fields.ReceiptEmail.Over(intent.ReceiptEmail);
        intent.SetupFutureUsage = fields.SetupFutureUsage.Over(intent.SetupFutureUsage);
        intent.Shipping = fields.Shipping.Over(intent.Shipping);
        intent.StatementDescriptor = fields.StatementDescriptor.Over(intent.StatementDescriptor);
        intent.StatementDescriptorSuffix = fields.StatementDescriptorSuffix.Over(intent.StatementDescriptorSuffix);
        intent.CaptureMethod = fields.CaptureMethod ?? (fields.CardOptions is { CaptureManually: true } ? CaptureMethod.Manual : intent.CaptureMethod);
        intent.CardOptions = fields.CardOptions ?? intent.CardOptions;
        intent.TransferGroup = fields.TransferGroup.Over(intent.TransferGroup);
        intent.Metadata = fields.Metadata.Over(intent.Metadata);
        return await NameAsync(intent, fields.Method, ct);
    }

    /// <summary>Names the payment method of an intent.</summary>
    public async Task<PayableMethod?> NameAsync(PaymentIntent intent, PaymentMethodChoice choice, CancellationToken ct)
    {
        if (!choice.IsNamed) return null;
        var method = choice.Data is { } data
            ? await methods.FromDataAsync(data, ct)
            : await methods.ForPaymentAsync(choice.Id!, intent.CustomerId, ct);
        intent.PayWith(method.Method.Id);
        return method;
    }

    /// <summary>A publishable key sees and moves only what it knows the client secret of.</summary>
    public void Prove(string id, string? clientSecret)
    {
        if (clientSecret is not null && !secrets.IsClientSecretOf(id, clientSecret))
            throw StripeError.Invalid("The client_secret provided does not match any associated PaymentIntent on this account.", "client_secret", "payment_intent_invalid_parameter");
        if (request.Publishable && clientSecret is null) throw NoSuch(id);
    }

    public PaymentIntentResponse Shown(PaymentIntent intent) => PaymentIntentResponse.Of(intent, secrets);

    public static StripeError NoSuch(string id) => StripeError.NoSuch("payment_intent", id, "intent");

    private static void CheckUpdate(PaymentIntent intent, PaymentIntentUpdate update)
    {
        var confirmed = intent.Status is not (PaymentIntentStatus.RequiresPaymentMethod or PaymentIntentStatus.RequiresConfirmation or PaymentIntentStatus.RequiresAction);
        if (!confirmed) return;
        var wanted = update.Amount is not null ? "amount" : update.Currency is not null ? "currency" : update.Fields.Method.IsNamed ? "payment_method" : update.Fields.CaptureMethod is not null ? "capture_method"
            : !update.Fields.Customer.IsAbsent ? "customer" : !update.Fields.SetupFutureUsage.IsAbsent ? "setup_future_usage" : null;
        if (wanted is null) return;
        throw new StripeError(400, "invalid_request_error", "payment_intent_unexpected_state",
            $"This PaymentIntent's {wanted} could not be updated because it has a status of {SnakeCase.Of(intent.Status)}. You may only update the {wanted} of a PaymentIntent with one of the following statuses: requires_payment_method, requires_confirmation, requires_action.",
            wanted)
        { WorkBegan = true };
    }

    private async Task<string?> CustomerAsync(string? id, CancellationToken ct)
    {
        if (id is null) return null;
        return await db.Customers.AnyAsync(c => c.Id == id, ct) ? id : throw StripeError.NoSuchParam("customer", id, "customer");
    }
}
