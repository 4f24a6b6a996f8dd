using CalmonyPay.Cardstream;
using CalmonyPay.Platform.Monies;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Gateways;

/// <summary>
/// The gateway by Cardstream's protocol: our orders in its fields (<see cref="CardstreamOrders"/>), its answers as our outcomes
/// (<see cref="CardstreamOutcomes"/>). Every call is made once, with the host's own deadline, and is counted and timed.
/// </summary>
public sealed class CardstreamGateway : IGateway, IDisposable
{
    private readonly HttpClient http = new(CardstreamClient.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CardstreamClient client;
    private readonly ILogger<CardstreamGateway> log;

    public CardstreamGateway(IOptions<GatewayOptions> options, ILogger<CardstreamGateway> log) =>
        (client, this.log) = (new(http, options.Value.Timeout), log);

    public string Driver => "cardstream";

    public GatewayCapabilities Capabilities { get; } = new(MultipleCaptures: false, IncrementAuthorization: false);

    public Task<GatewayOutcome> ChargeAsync(GatewayAccount account, ChargeOrder order) =>
        SendAsync(account, "SALE", order.AttemptId, CardstreamOrders.Sale(order),
            reply => CardstreamOutcomes.OfNew(reply, Expectation.Of(order)));

    public Task<GatewayOutcome> VerifyAsync(GatewayAccount account, VerifyOrder order) =>
        SendAsync(account, "VERIFY", order.AttemptId, CardstreamOrders.Verify(order),
            reply => CardstreamOutcomes.OfNew(reply, Expectation.Of(order)));

    public Task<GatewayOutcome> CaptureAsync(GatewayAccount account, string reference, Money total) =>
        SendAsync(account, "CAPTURE", reference, new CaptureRequest(reference, total.Currency.ToIso(total.Minor)).ToFields,
            reply => CardstreamOutcomes.OfCapture(reply, reference, total));

    public Task<GatewayOutcome> CancelAsync(GatewayAccount account, string reference) =>
        SendAsync(account, "CANCEL", reference, new CancelRequest(reference).ToFields, reply => CardstreamOutcomes.OfCancel(reply, reference));

    public Task<GatewayOutcome> RefundAsync(GatewayAccount account, RefundOrder order) =>
        SendAsync(account, "REFUND_SALE", order.RefundId, CardstreamOrders.Refund(order),
            reply => CardstreamOutcomes.OfNew(reply, Expectation.Of(order)));

    public Task<GatewayOutcome> QueryAsync(GatewayAccount account, string reference) =>
        SendAsync(account, "QUERY", reference, new QueryRequest(reference).ToFields, reply => CardstreamOutcomes.OfQuery(reply, reference));

    /// <remarks>No order comes with a continuation: the caller compares the transaction's attempt, amount and currency with its own.</remarks>
    public Task<GatewayOutcome> ContinueAsync(GatewayAccount account, string challengeReference, IReadOnlyList<KeyValuePair<string, string>> answer) =>
        SendAsync(account, "CONTINUE", "a challenge", new Continuation(challengeReference, answer).ToFields,
            reply => CardstreamOutcomes.OfNew(reply, Expectation.OfContinuation(challenged: answer.Any(pair => pair.Key == "cres"))));

    /// <remarks>Of an account without a secret no callback is believed: the gateway signs none for it.</remarks>
    public GatewayCallback ReadCallback(GatewayAccount account, string body) =>
        Callback.TryRead(body, account.Secret, out var callback)
            ? new(callback.IsGenuine, callback.Answer.Action, callback.IsGenuine ? CardstreamTransactions.Of(callback.Answer) : null)
            : new(SignatureValid: false, null, null);

    public void Dispose() => http.Dispose();

    private async Task<GatewayOutcome> SendAsync(
        GatewayAccount account, string action, string subject, Func<CardstreamAccount, FieldList> fields, Func<GatewayReply, GatewayOutcome> read)
    {
        using var call = GatewayCall.Start(Driver, action);
        var merchant = new CardstreamAccount(account.Url, account.MerchantId, account.Secret, account.CountryCode);
        var reply = await client.SendAsync(merchant, fields(merchant), CancellationToken.None);
        var outcome = read(reply);
        call.Ended(outcome, (reply as GatewayReply.Answered)?.Answer.ResponseCode, subject, log);
        return outcome;
    }
}
