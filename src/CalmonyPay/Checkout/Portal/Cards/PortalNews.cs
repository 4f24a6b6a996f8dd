using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Data;

namespace CalmonyPay.Checkout.Portal.Cards;

/// <summary>Makes a card that was entered in the portal the customer's default, in the transaction that stores it: whether or not they come back from their bank's page.</summary>
public sealed class PortalNews(PayDb db, WalletService wallet) : ISetupMoved
{
    public async Task SetupMovedAsync(SetupIntent intent, CancellationToken ct)
    {
        if (intent is not { Status: SetupIntentStatus.Succeeded, CustomerId: { } customer, PaymentMethodId: { } card } || !intent.Metadata.ContainsKey(NewCards.SessionKey)) return;
        // The card has just become the customer's, and only here: what follows asks the database.
        await db.SaveChangesAsync(ct);
        await wallet.SetDefaultAsync(customer, card, ct);
    }
}
