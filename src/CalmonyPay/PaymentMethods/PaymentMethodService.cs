using System.Text;
using CalmonyPay.Customers;
using CalmonyPay.Gateways;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentMethods;

/// <summary>A payment method that is about to be charged or set up.</summary>
/// <param name="Method">The row; not tracked unless it is new.</param>
/// <param name="Card">Card data that the gateway has not seen yet: in memory only, for the first order that uses it.</param>
/// <param name="IsNew">The row is added to the context and is saved with the caller's first commit.</param>
public sealed record PayableMethod(PaymentMethod Method, NewCard? Card, bool IsNew);

/// <summary>Makes, finds, attaches and ends payment methods.</summary>
public sealed class PaymentMethodService(
    PayDb db, TenantScope scope, GatewayCredentials credentials, CardVerifier verifier, CustomerService customers, EventLog events, ProjectSecrets secrets, TimeProvider clock)
{
    /// <summary>
    /// The method that a payment or a setup names: an id, a test name (<c>pm_card_visa</c>, in test mode), or a token, which it
    /// spends (its row stays locked until the caller's commit).
    /// </summary>
    /// <param name="named">What the request says.</param>
    /// <param name="customerId">Whose payment it is; a method of another customer is refused.</param>
    /// <param name="ct">The request's.</param>
    /// <param name="param">Where the name stood, for errors.</param>
    /// <exception cref="StripeError">400 for a method that is not there, is spent, or is another customer's.</exception>
    public async Task<PayableMethod> ForPaymentAsync(string named, string? customerId, CancellationToken ct, string param = "payment_method")
    {
        if (IsTestName(named)) return await OfTestNameAsync(named, BillingDetails.Empty, param, ct);
        if (named.StartsWith("tok_", StringComparison.Ordinal)) return new(await SpendAsync(named, param, ct), null, false);
        var method = await db.ReadAsync<PaymentMethod>(named, ct) ?? throw NoSuch(named, param);
        RefuseSpent(method, param);
        if (method.CustomerId is not { } owner || owner == customerId) return new(method, null, false);
        throw customerId is null
            ? StripeError.Invalid($"The payment method {method.Id} belongs to a customer. Name the customer in the `customer` parameter to use it.", param)
            : StripeError.Invalid($"The payment method {method.Id} does not belong to the customer {customerId}. Attach it to that customer before using it.", param);
    }

    /// <summary>The new method of <c>payment_method_data</c>: its card goes to the gateway with the caller's order. A token in it is spent.</summary>
    public async Task<PayableMethod> FromDataAsync(PaymentMethodCreate data, CancellationToken ct)
    {
        if (data.Card is { } input)
        {
            var made = Add(input.Valid(clock.GetUtcNow()), data.BillingDetails);
            Describe(made.Method, data);
            return made;
        }
        var token = data.Token!;
        if (!IsTestName(token)) return new(Described(await SpendAsync(token, data.TokenParam, ct), data), null, false);
        var test = await OfTestNameAsync(token, data.BillingDetails, data.TokenParam, ct);
        Describe(test.Method, data);
        return test;
    }

    /// <summary>The card data that a request brings, or that its test name stands for; null if only the gateway has the card. Makes nothing of it.</summary>
    public async Task<NewCard?> CardOfAsync(string? named, PaymentMethodCreate? data)
    {
        if (data?.Card is { } input) return input.Valid(clock.GetUtcNow());
        if ((named ?? data?.Token) is not { } name || !IsTestName(name)) return null;
        var route = await credentials.ForNewAsync(CancellationToken.None);
        return TestCards.Of(name, route.Account.TestCards, clock.GetUtcNow(), "payment_method").Card;
    }

    /// <summary>By which a card is known again; the number cannot be got out of it.</summary>
    public string FingerprintOf(NewCard card) => secrets.CardFingerprintOf(Encoding.ASCII.GetBytes(card.Number.Reveal()));

    /// <summary>
    /// Sends a method's card to the gateway at once, where no payment follows that would. Call it before any transaction is open.
    /// </summary>
    public async Task<PaymentMethod> StoreAsync(PayableMethod payable)
    {
        if (payable.Card is { } card) await verifier.StoreAsync(payable.Method, card, payable.Method.Id);
        return payable.Method;
    }

    /// <summary>A method by its id; in test mode a test name makes a new one.</summary>
    /// <exception cref="StripeError">404 if the project has no such method.</exception>
    public async Task<PaymentMethod> GetAsync(string id, CancellationToken ct, string param = "payment_method") =>
        IsTestName(id)
            ? await StoreAsync(await OfTestNameAsync(id, BillingDetails.Empty, param, ct))
            : await db.PaymentMethods.SingleOrDefaultAsync(m => m.Id == id, ct) ?? throw StripeError.NoSuch("PaymentMethod", id, param);

    /// <summary>
    /// Makes a method its customer's, and says so in an event. The row is locked or new, and the caller saves. Whether a method
    /// that was used before may be attached is for the caller to say (<see cref="RefuseSpent"/>): a payment attaches what it has just used.
    /// </summary>
    /// <exception cref="StripeError">400 for a method that was detached or is another customer's; 402 if the issuer objected to the card.</exception>
    public Task AttachAsync(PaymentMethod method, string customerId, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (method.CustomerId == customerId) return Task.CompletedTask;
        if (method.DetachedAt is not null) RefuseSpent(method, "payment_method");
        if (method.CustomerId is not null) throw StripeError.Invalid("The payment method you provided has already been attached to a customer.", "payment_method");
        if (method.VerifyDecline is { NeedsAuthentication: false } decline) throw decline.ToError();
        method.AttachTo(customerId);
        events.Record("payment_method.attached", method, PaymentMethodResponse.Of(method));
        return Task.CompletedTask;
    }

    /// <summary>Ends a method's use, and with it the customer's defaults that name it.</summary>
    public async Task<PaymentMethod> DetachAsync(string id, CancellationToken ct)
    {
        var seen = await db.PaymentMethods.SingleOrDefaultAsync(m => m.Id == id, ct) ?? throw StripeError.NoSuch("PaymentMethod", id, "payment_method");
        if (seen.CustomerId is not { } owner) throw NotAttached();
        var customer = await customers.LockAsync(owner, ct); // the customer first, as everywhere
        var method = await db.LockAsync<PaymentMethod>(id, ct);
        if (method?.CustomerId != owner) throw NotAttached();
        customers.ForgetCard(customer, id);
        End(method);
        return method;
    }

    /// <summary>Detaches a locked method and tells of it; the event shows whose it was.</summary>
    internal void End(PaymentMethod method)
    {
        var before = PaymentMethodResponse.Of(method);
        method.Detach(clock.GetUtcNow());
        events.Record("payment_method.detached", method, PaymentMethodResponse.Of(method), before);
    }

    public async Task<PaymentMethod> UpdateAsync(string id, PaymentMethodUpdate update, CancellationToken ct)
    {
        var method = await db.LockAsync<PaymentMethod>(id, ct) ?? throw StripeError.NoSuch("PaymentMethod", id, "payment_method");
        if (method.CustomerId is null) throw StripeError.Invalid("You must save this PaymentMethod to a customer before you can update it.");
        var before = PaymentMethodResponse.Of(method);
        method.Apply(update, clock.GetUtcNow());
        events.Record("payment_method.updated", method, PaymentMethodResponse.Of(method), before);
        return method;
    }

    internal bool IsTestName(string text) => !scope.Current.Livemode && TestCards.IsName(text);

    /// <summary>A new row for card data, added to the context.</summary>
    internal PayableMethod Add(NewCard card, BillingDetails holder)
    {
        var method = PaymentMethod.Of(card, FingerprintOf(card), clock.GetUtcNow());
        method.BillingDetails = holder;
        db.Add(method);
        return new(method, card, true);
    }

    private async Task<PayableMethod> OfTestNameAsync(string name, BillingDetails holder, string param, CancellationToken ct)
    {
        var route = await credentials.ForNewAsync(ct);
        var test = TestCards.Of(name, route.Account.TestCards, clock.GetUtcNow(), param);
        return Add(test.Card, holder == BillingDetails.Empty ? test.Holder : holder);
    }

    private async Task<PaymentMethod> SpendAsync(string id, string param, CancellationToken ct)
    {
        var token = await db.LockAsync<Token>(id, ct) ?? throw StripeError.NoSuchParam("token", id, param);
        if (token.UsedAt is not null)
            throw StripeError.Invalid($"You cannot use a Stripe token more than once: {id}.", param, "token_already_used");
        token.Spend(clock.GetUtcNow());
        return await db.PaymentMethods.SingleAsync(m => m.Id == token.PaymentMethodId, ct);
    }

    /// <summary>A token's method, which nobody has seen yet, becomes what the request says of it.</summary>
    private PaymentMethod Described(PaymentMethod method, PaymentMethodCreate data)
    {
        db.Attach(method);
        if (data.BillingDetails != BillingDetails.Empty) method.BillingDetails = data.BillingDetails;
        Describe(method, data);
        return method;
    }

    private static void Describe(PaymentMethod method, PaymentMethodCreate data) =>
        (method.AllowRedisplay, method.Metadata) = (data.AllowRedisplay, data.Metadata.ForNew());

    /// <exception cref="StripeError">400 for a method without a customer that was used or detached: it was for one use.</exception>
    public static void RefuseSpent(PaymentMethod method, string param)
    {
        if (method is { CustomerId: null } and ({ DetachedAt: not null } or { UsedAt: not null }))
        {
            throw StripeError.Invalid(
                "This PaymentMethod was used before without being attached to a customer, or was detached from one. It may not be used again. To use a card several times, attach it to a customer first.", param);
        }
    }

    private static StripeError NoSuch(string id, string param) => StripeError.NoSuchParam("PaymentMethod", id, param);

    private static StripeError NotAttached() => StripeError.Invalid("The payment method you provided is not attached to a customer so detachment is impossible.");
}
