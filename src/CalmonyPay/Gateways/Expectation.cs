using CalmonyPay.Cardstream;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Gateways;

/// <summary>What an answer has to repeat of the order, so that it can only be the answer to it.</summary>
/// <param name="AttemptId">Null: no order was sent along (a continuation), so there is nothing to compare.</param>
/// <param name="SecurityCodeSent">Whether there was a security code to check.</param>
/// <param name="AddressSent">Whether there was an address line.</param>
/// <param name="PostalCodeSent">Whether there was a postcode.</param>
/// <param name="Challenged">The shopper went through a challenge, as opposed to none.</param>
internal sealed record Expectation(
    string? AttemptId, Money? Amount, bool SecurityCodeSent, bool AddressSent, bool PostalCodeSent, bool Challenged)
{
    public static Expectation Of(ChargeOrder order) => Of(order.AttemptId, order.Amount, order.Source, order.Holder);

    public static Expectation Of(VerifyOrder order) => Of(order.AttemptId, Money.Zero(order.Currency), order.Source, order.Holder);

    public static Expectation Of(RefundOrder order) => new(order.RefundId, order.Amount, false, false, false, false);

    public static Expectation OfContinuation(bool challenged) => new(null, null, true, true, true, challenged);

    /// <summary>The first field that differs; null if none does. An approval has to repeat all of them, a refusal may leave some out.</summary>
    public string? Differs(CardstreamAnswer answer)
    {
        if (AttemptId is null || Amount is not { } amount) return null;
        bool mayLack = !answer.IsApproved;
        return !Same(answer.TransactionUnique, AttemptId, mayLack) ? "transactionUnique"
            : !Same(answer.Amount, amount.Currency.ToIso(amount.Minor), mayLack) ? "amount"
            : !Same(GatewayMoney.CurrencyOf(answer.CurrencyCode)?.Code, amount.Currency.Code, mayLack) ? "currencyCode"
            : null;
    }

    /// <summary>The checks of what was sent: an answer also speaks of what was not there to check.</summary>
    public CardChecks Narrow(CardChecks checks) => new(
        Told(checks.Cvc, SecurityCodeSent), Told(checks.AddressLine1, AddressSent), Told(checks.AddressPostalCode, PostalCodeSent));

    private static Expectation Of(string attemptId, Money amount, CardSource source, Cardholder holder) => source switch
    {
        CardSource.Fresh { Card: var card } => new(attemptId, amount, card.SecurityCode is not null, holder.Line1 is not null, holder.PostalCode is not null, false),
        CardSource.Stored stored => new(attemptId, amount, stored.SecurityCode is not null, true, true, false),
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    private static string? Told(string? check, bool sent) => sent || check is "pass" or "fail" ? check : null;

    private static bool Same<T>(T? answered, T ordered, bool mayLack) => answered is null ? mayLack : EqualityComparer<T>.Default.Equals(answered, ordered);

    private static bool Same(long? answered, long ordered, bool mayLack) => answered is null ? mayLack : answered == ordered;
}
