using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.PaymentMethods;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;
using SecurityCode = CalmonyPay.Cardstream.SecurityCode;

namespace CalmonyPay.Checkout.Authentication;

/// <summary>3-D Secure of a payment or a setup, alike: where it stands, and its next step.</summary>
public sealed class AuthenticationDesk(PayDb db, AuthenticationFlow payments, SetupAuthentication setups, AuthenticationUrls urls, ProjectSecrets secrets)
{
    /// <summary>What the issuer's page posts when ten seconds have passed without a word of it.</summary>
    private static readonly KeyValuePair<string, string>[] DeviceTimeout = [new("threeDSMethodData", "timeout")];

    /// <returns>Null if the project has no such intent.</returns>
    public Task<AuthenticationView?> LookAsync(string intentId, CancellationToken ct) => IsSetup(intentId) ? SetupAsync(intentId, ct) : PaymentAsync(intentId, ct);

    /// <summary>The shopper is here: what their browser says goes out with the payment.</summary>
    /// <exception cref="Platform.Errors.StripeError">It could not begin, or was declined at once.</exception>
    public async Task BeginAsync(string intentId, BrowserFacts browser, SecurityCode? securityCode)
    {
        var data = browser.For(urls.ReturnOf(intentId));
        if (IsSetup(intentId)) await setups.BeginAsync(intentId, data, securityCode);
        else await payments.BeginAsync(intentId, data, securityCode);
    }

    /// <summary>The device leg's ten seconds are over.</summary>
    /// <param name="leg">The leg that the page showed (<see cref="LegOf"/>); one that was answered meanwhile stays as it is.</param>
    public async Task TimeOutAsync(string intentId, string leg)
    {
        if (await PendingAsync(intentId) is { Method: true } pending && LegOf(pending) == leg) await ContinueAsync(intentId, pending, DeviceTimeout);
    }

    /// <summary>The issuer's page has posted. What belongs to another leg than the newest changes nothing: a device may answer after its ten seconds.</summary>
    /// <param name="ofDevice">The gateway's mark in the address says that it is the device leg's.</param>
    public async Task AnswerAsync(string intentId, bool ofDevice, IReadOnlyList<KeyValuePair<string, string>> posted)
    {
        if (posted.Count == 0) return;
        ofDevice |= posted.Any(field => field.Key == "threeDSMethodData");
        if (await PendingAsync(intentId) is { } pending && pending.Method == ofDevice) await ContinueAsync(intentId, pending, posted);
    }

    /// <summary>Names a leg in our own page without giving its reference away.</summary>
    public static string LegOf(Challenge challenge) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(challenge.Reference)))[..16];

    private Task<Challenge?> PendingAsync(string intentId) =>
        IsSetup(intentId) ? setups.PendingAsync(intentId, CancellationToken.None) : payments.PendingAsync(intentId, CancellationToken.None);

    private async Task ContinueAsync(string intentId, Challenge pending, IReadOnlyList<KeyValuePair<string, string>> posted)
    {
        if (IsSetup(intentId)) await setups.ContinueAsync(intentId, pending.Reference, posted);
        else await payments.ContinueAsync(intentId, pending.Reference, posted);
    }

    private async Task<AuthenticationView?> PaymentAsync(string intentId, CancellationToken ct)
    {
        if (await db.PaymentIntents.SingleOrDefaultAsync(i => i.Id == intentId && !i.OldStyle, ct) is not { } intent) return null;
        var pending = await payments.PendingAsync(intentId, ct);
        var step = intent.Status switch
        {
            PaymentIntentStatus.RequiresAction => StepOf(pending),
            PaymentIntentStatus.Processing => AuthenticationStep.Processing,
            PaymentIntentStatus.Succeeded or PaymentIntentStatus.RequiresCapture => AuthenticationStep.Succeeded,
            _ => AuthenticationStep.Failed,
        };
        var attempt = intent.LatestChargeId is { } charge ? await db.Attempts.SingleOrDefaultAsync(a => a.Id == charge, ct) : null;
        var method = intent.PaymentMethodId ?? attempt?.PaymentMethodId;
        return new(
            intentId, step, intent.Money, await CardAsync(method, ct), pending, step == AuthenticationStep.Start && await payments.NeedsSecurityCodeAsync(intent, ct),
            step == AuthenticationStep.Failed ? attempt?.ThreeDSecure?.CardholderInfo : null, intent.ReturnUrl, secrets.ClientSecretOf(intentId));
    }

    private async Task<AuthenticationView?> SetupAsync(string intentId, CancellationToken ct)
    {
        if (await db.SetupIntents.SingleOrDefaultAsync(i => i.Id == intentId, ct) is not { } intent) return null;
        var pending = await setups.PendingAsync(intentId, ct);
        var step = intent.Status switch
        {
            SetupIntentStatus.RequiresAction => StepOf(pending),
            SetupIntentStatus.Processing => AuthenticationStep.Processing,
            SetupIntentStatus.Succeeded => AuthenticationStep.Succeeded,
            _ => AuthenticationStep.Failed,
        };
        var attempt = intent.LatestAttemptId is { } latest ? await db.SetupAttempts.SingleOrDefaultAsync(a => a.Id == latest, ct) : null;
        var method = intent.PaymentMethodId ?? attempt?.PaymentMethodId;
        return new(
            intentId, step, null, await CardAsync(method, ct), pending, step == AuthenticationStep.Start && await setups.NeedsSecurityCodeAsync(intent, ct),
            step == AuthenticationStep.Failed ? attempt?.ThreeDSecure?.CardholderInfo : null, intent.ReturnUrl, secrets.ClientSecretOf(intentId));
    }

    private async Task<CardName?> CardAsync(string? methodId, CancellationToken ct) =>
        methodId is null ? null : await db.PaymentMethods.Where(m => m.Id == methodId).Select(m => new CardName(m.Brand, m.Last4)).SingleOrDefaultAsync(ct);

    private static AuthenticationStep StepOf(Challenge? pending) => pending switch
    {
        null => AuthenticationStep.Start,
        { Method: true } => AuthenticationStep.Device,
        _ => AuthenticationStep.Challenge,
    };

    private static bool IsSetup(string intentId) => intentId.StartsWith("seti_", StringComparison.Ordinal);
}
