using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>Makes the gateway's order from an attempt: the same attempt always makes the same order, so that a repeat is a repeat.</summary>
public sealed class ChargeOrders(PayDb db, CardVault vault, CallbackTokens callbacks, TenantScope scope)
{
    /// <returns>Null if there is nothing to pay with any more: the card was in a memory that is gone.</returns>
    public async Task<ChargeOrder?> OfAsync(PaymentAttempt attempt, GatewayAccount account)
    {
        CardSource? source = vault.Find(attempt.Id) is { } card ? new CardSource.Fresh(card) : null;
        if (source is null)
        {
            var method = (await db.ReadAsync<PaymentMethod>(attempt.PaymentMethodId, CancellationToken.None))!;
            if (method.Reference is { } reference && method.CredentialId == attempt.CredentialId) source = new CardSource.Stored(attempt.SourceReference ?? reference, vault.CodeOf(attempt.Id));
        }
        if (source is null) return null;
        var intent = (await db.ReadAsync<PaymentIntent>(attempt.PaymentIntentId, CancellationToken.None))!;
        return new(
            attempt.Id, intent.OrderReference ?? intent.Id, attempt.Money, attempt.CapturesAtOnce, source, HolderOf(attempt.BillingDetails, intent), attempt.Agreement,
            callbacks.UrlOf(new(scope.Current, account.CredentialId, attempt.Id)), attempt.StatementDescriptor, attempt.StatementDescriptorSuffix, attempt.Browser);
    }

    private static Cardholder HolderOf(BillingDetails details, PaymentIntent intent) => new(
        details.Name, details.Email ?? intent.ReceiptEmail, details.Phone, details.Address?.Line1, details.Address?.Line2, details.Address?.City, details.Address?.State, details.Address?.PostalCode, details.Address?.Country);
}
