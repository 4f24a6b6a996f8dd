using CalmonyPay.Gateways;

namespace CalmonyPay.PaymentMethods;

/// <summary>A payment method that is about to be charged or set up.</summary>
/// <param name="Method">The row.</param>
/// <param name="Card">Card data that the gateway has not seen yet: in memory only, for the first order that uses it.</param>
/// <param name="IsNew">The row is added to the context and is saved with the caller's first commit.</param>
public sealed record PayableMethod(PaymentMethod Method, NewCard? Card, bool IsNew);

/// <summary>Makes, finds, attaches and ends payment methods.</summary>
public sealed class PaymentMethodService
{
    /// <summary>The method that a payment or a setup names: an id, a test name (<c>pm_card_visa</c>, in test mode), or a token, which it spends.</summary>
    /// <param name="named">What the request says.</param>
    /// <param name="customerId">Whose payment it is; a method of another customer is refused.</param>
    /// <param name="param">Where the name stood, for errors.</param>
    public Task<PayableMethod> ForPaymentAsync(string named, string? customerId, CancellationToken ct, string param = "payment_method") => throw new NotImplementedException();

    /// <summary>The new method of <c>payment_method_data</c>: its card goes to the gateway with the caller's order. A token in it is spent.</summary>
    public Task<PayableMethod> FromDataAsync(PaymentMethodCreate data, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Makes a method its customer's, and says so in an event. The row is locked or new; the caller saves.</summary>
    public Task AttachAsync(PaymentMethod method, string customerId, CancellationToken ct) => throw new NotImplementedException();
}
