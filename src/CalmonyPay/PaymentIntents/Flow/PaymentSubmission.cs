using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>How a confirmation wants to be treated.</summary>
/// <param name="Browser">Set when the shopper is on our page, or has entered the card in a browser that the confirmation comes from.</param>
/// <param name="Recurring">It pays for a subscription: the first such payment makes the agreement, the later ones refer to it.</param>
public sealed record SubmitTerms(bool OffSession, bool ErrorOnRequiresAction, BrowserData? Browser = null, bool Recurring = false);

/// <summary>
/// Step one of a payment: writes down the attempt and its operation beside the intent. Nothing has gone out when this
/// returns; the caller saves, commits, and gives the operation to the <see cref="ChargeEngine"/>.
/// </summary>
public sealed class PaymentSubmission(PayDb db, GatewayCredentials credentials, PaymentOperations operations, ChargeBooks books, CardVault vault, ScopeTime time, TimeProvider clock)
{
    /// <param name="intent">New, or locked with no operation under way.</param>
    /// <param name="payable">With what; a new card's row is saved with the attempt.</param>
    /// <param name="keyId">The idempotency key under which the answer is kept.</param>
    /// <returns>Null if nothing is to be sent yet: the shopper has to authenticate on our page first.</returns>
    public async Task<PaymentOperation?> SubmitAsync(PaymentIntent intent, PayableMethod payable, SubmitTerms terms, Guid? keyId)
    {
        var method = payable.Method;
        var route = method.CredentialId is { } made && payable.Card is null ? await credentials.ByIdAsync(made, CancellationToken.None) : await credentials.ForNewAsync(CancellationToken.None);
        if (payable.Card is null && method.Reference is null)
            throw StripeError.Invalid($"The payment method {method.Id} was never stored at the gateway and cannot be charged; collect the card again.", "payment_method", "payment_method_unexpected_state");
        intent.GatewayName = route.Account.Driver;

        if (NeedsShopperFirst(intent, route.Account, terms))
        {
            if (terms.ErrorOnRequiresAction) throw AuthenticationRequired(intent);
            if (payable.Card is { } kept) vault.Keep(method.Id, kept);
            await books.AskShopperAsync(intent);
            return null;
        }

        var now = clock.GetUtcNow();
        var attempt = new PaymentAttempt
        {
            Id = PaymentAttempt.NewId(time.Now),
            PaymentIntentId = intent.Id,
            OldStyle = intent.OldStyle,
            AttemptNo = intent.LatestChargeId is null ? 1 : await db.Attempts.CountAsync(a => a.PaymentIntentId == intent.Id) + 1,
            Amount = intent.Amount,
            Currency = intent.Currency,
            CapturesAtOnce = route.Account.CaptureAtOnce && intent.CapturesItself,
            CustomerId = intent.CustomerId,
            PaymentMethodId = method.Id,
            Card = new(method.Brand, method.Last4, method.ExpMonth, method.ExpYear, method.Funding, method.Country, method.Fingerprint, method.Checks),
            BillingDetails = method.BillingDetails,
            Agreement = AgreementOf(intent, method, terms),
            SourceReference = payable.Card is null ? method.Reference : null,
            Browser = terms.Browser is { } browser ? Wishing(browser, intent, route.Account, terms) : null,
            CredentialId = route.Account.CredentialId,
            GatewayName = route.Account.Driver,
            Description = intent.Description,
            ReceiptEmail = intent.ReceiptEmail,
            StatementDescriptor = intent.StatementDescriptor,
            StatementDescriptorSuffix = intent.StatementDescriptorSuffix,
            Shipping = intent.Shipping,
            TransferGroup = intent.TransferGroup,
            Metadata = new(intent.Metadata),
            CreatedAt = time.Now,
            SubmittedAt = now,
            LookAt = now + TimeSpan.FromMinutes(1),
        };
        intent.Submit(attempt.Id);
        db.Add(attempt);
        if (payable.Card is { } card) vault.Keep(attempt.Id, card);
        return operations.Open(attempt, OperationKind.Authorize, keyId, intent.CapturesItself ? intent.Amount : null, offSession: terms.OffSession, errorOnRequiresAction: terms.ErrorOnRequiresAction);
    }

    /// <summary>A backend's confirmation has no browser in it: where the account demands 3-D Secure, our page comes first.</summary>
    private static bool NeedsShopperFirst(PaymentIntent intent, GatewayAccount account, SubmitTerms terms) =>
        !terms.OffSession && terms.Browser is null && account.ThreeDSecure;

    /// <summary>
    /// What is asked of the issuer about authentication. After a soft decline a challenge, and nothing else; where the merchant asked, one as well;
    /// else the account's exemption, but not where the payment agrees to later ones, which have to be authenticated.
    /// </summary>
    private static BrowserData Wishing(BrowserData browser, PaymentIntent intent, GatewayAccount account, SubmitTerms terms) =>
        browser.ChallengeMandated ? browser
        : intent.CardOptions is { RequestThreeDSecure: "any" or "challenge" } ? browser with { ChallengeWanted = true }
        : intent.SetupFutureUsage is not null || terms.Recurring ? browser
        : browser with { ScaExemption = ScaExemptions.Of(account, intent.Money) };

    private static Agreement AgreementOf(PaymentIntent intent, PaymentMethod method, SubmitTerms terms) =>
        terms is { OffSession: true, Recurring: true } && method.ReferenceAgreement == AgreementKind.Recurring ? Agreement.Recurring
        : terms.OffSession ? Agreement.Unscheduled
        : terms.Recurring ? Agreement.RecurringStart
        : intent.SetupFutureUsage is not null || method.CustomerId is not null ? Agreement.CardOnFile
        : Agreement.None;

    private static StripeError AuthenticationRequired(PaymentIntent intent) => new(402, "card_error", "authentication_required",
        "This payment requires additional user action before it can be completed successfully..")
    { DeclineCode = "authentication_not_handled", Charge = intent.LatestChargeId, WorkBegan = true };
}
