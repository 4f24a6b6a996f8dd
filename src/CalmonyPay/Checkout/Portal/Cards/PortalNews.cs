using CalmonyPay.Checkout.Portal.Sessions;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Portal.Cards;

/// <summary>Makes a card that was entered in the portal the customer's default, in the transaction that stores it: whether or not they come back from their bank's page.</summary>
public sealed class PortalNews(PayDb db, WalletService wallet) : ISetupMoved
{
    public async Task SetupMovedAsync(SetupIntent intent, CancellationToken ct)
    {
        if (intent is not { Status: SetupIntentStatus.Succeeded, CustomerId: { } customer, PaymentMethodId: { } card } || intent.Metadata.GetValueOrDefault(NewCards.SessionKey) is not { } session) return;
        if (!await db.PortalSessions.AnyAsync(s => s.Id == session && s.CustomerId == customer, ct)) return; // the merchant's own use of the name
        // The card has just become the customer's, and only here: what follows asks the database.
        await db.SaveChangesAsync(ct);
        await wallet.SetDefaultAsync(customer, card, ct);
    }
}
