using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Gateways;

/// <summary>
/// A card gateway as the rooms above see it. One instance a driver; the account comes with every call, because an attempt
/// keeps the credential that made it. No call is ever repeated by the driver itself, none takes a request's cancellation
/// token, and none throws for what a gateway or a network can do: that is an outcome.
/// </summary>
public interface IGateway
{
    /// <summary>The driver's name, as <c>pay_gateways.driver</c> has it.</summary>
    string Driver { get; }

    GatewayCapabilities Capabilities { get; }

    /// <summary>Authorises, and captures at once only if the order says so (Cardstream: SALE).</summary>
    Task<GatewayOutcome> ChargeAsync(GatewayAccount account, ChargeOrder order);

    /// <summary>Checks a card and stores it at the gateway without moving money (Cardstream: VERIFY).</summary>
    Task<GatewayOutcome> VerifyAsync(GatewayAccount account, VerifyOrder order);

    /// <summary>Takes the absolute amount of a hold, or lowers what was captured but not yet settled (Cardstream: CAPTURE).</summary>
    Task<GatewayOutcome> CaptureAsync(GatewayAccount account, string reference, Money total);

    /// <summary>Voids a hold or a capture that has not gone out (Cardstream: CANCEL).</summary>
    Task<GatewayOutcome> CancelAsync(GatewayAccount account, string reference);

    /// <summary>Gives back settled money (Cardstream: REFUND_SALE).</summary>
    Task<GatewayOutcome> RefundAsync(GatewayAccount account, RefundOrder order);

    /// <summary>What the gateway knows of a transaction; changes nothing (Cardstream: QUERY).</summary>
    Task<GatewayOutcome> QueryAsync(GatewayAccount account, string reference);

    /// <summary>Goes on with a transaction that waits for 3-D Secure.</summary>
    /// <param name="challengeReference">The newest reference of the challenge (Cardstream: <c>threeDSRef</c>).</param>
    /// <param name="answer">What the issuer's page posted, in its order.</param>
    Task<GatewayOutcome> ContinueAsync(GatewayAccount account, string challengeReference, IReadOnlyList<KeyValuePair<string, string>> answer);

    /// <summary>Reads a callback's body and checks its signature; never throws.</summary>
    GatewayCallback ReadCallback(GatewayAccount account, string body);
}

/// <summary>What a driver can do; what it cannot is refused with a clear error before anything is sent.</summary>
/// <param name="MultipleCaptures">Several captures of one hold (<c>final_capture=false</c>).</param>
/// <param name="IncrementAuthorization">Raising a hold.</param>
public sealed record GatewayCapabilities(bool MultipleCaptures, bool IncrementAuthorization);
