using System.Globalization;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions;
using CalmonyPay.Subscriptions.Requests;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Portal.Cards;

/// <summary>A card as its owner sees it.</summary>
/// <param name="Brand">In print: <c>Visa</c>.</param>
/// <param name="Expiry"><c>07/2040</c></param>
/// <param name="MayRemove">It pays for no subscription.</param>
public sealed record WalletCard(string Id, string Brand, string Last4, string Expiry, bool IsExpired, bool IsDefault, bool MayRemove);

/// <summary>
/// A customer's cards: which there are, which pays, and which goes. A card that a subscription is charged to stays until another is the
/// default.
/// </summary>
public sealed class WalletService(PayDb db, CustomerService customers, SubscriptionChanging changing, PaymentMethodService methods, ScopeTime time)
{
    private const int MostCards = 50;

    /// <summary>The default first, then the newest.</summary>
    public async Task<IReadOnlyList<WalletCard>> ReadAsync(Customer customer, CancellationToken ct)
    {
        var paying = await PayingAsync(customer, ct);
        var cards = await db.PaymentMethods.Where(m => m.CustomerId == customer.Id).OrderByDescending(m => m.Id).Take(MostCards).ToListAsync(ct);
        return [.. cards.Select(card => Shown(card, customer, paying)).OrderByDescending(card => card.IsDefault)];
    }

    /// <summary>The card that a subscription is charged to; null where there is none.</summary>
    public async Task<WalletCard?> PayerOfAsync(Customer customer, Subscription row, CancellationToken ct) =>
        (row.DefaultPaymentMethodId ?? DefaultOf(customer)) is { } id && await db.PaymentMethods.SingleOrDefaultAsync(m => m.Id == id, ct) is { } card ? Shown(card, customer, []) : null;

    /// <summary>Makes one of the customer's cards the one that pays: for invoices, and for the subscriptions that had a card of their own.</summary>
    /// <returns>False if it is not the customer's.</returns>
    public async Task<bool> MakeDefaultAsync(string customerId, string methodId, CancellationToken ct)
    {
        await customers.LockAsync(customerId, ct);
        var mine = await SetDefaultAsync(customerId, methodId, ct);
        if (mine) await db.SaveAndCommitAsync(ct);
        else await db.ForgetAsync();
        return mine;
    }

    /// <summary>The same within a transaction of the caller's, who commits it.</summary>
    internal async Task<bool> SetDefaultAsync(string customerId, string methodId, CancellationToken ct)
    {
        if (!await db.PaymentMethods.AnyAsync(m => m.Id == methodId && m.CustomerId == customerId, ct)) return false;
        var customer = await customers.LockAsync(customerId, ct);
        if (customer.InvoiceSettings.DefaultPaymentMethod != methodId)
        {
            var settings = new InvoiceSettingsChange(Change<string>.To(methodId), default, null, default);
            await customers.UpdateAsync(customerId, new(default, default, default, default, default, default, default, default, null, default, default, null, settings, null, null, default, MetadataChange.Absent), ct);
        }
        foreach (var id in await Living(customerId).Where(s => s.DefaultPaymentMethodId != null && s.DefaultPaymentMethodId != methodId).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync(ct))
        {
            var fields = SubscriptionFields.None with { DefaultPaymentMethod = Change<string>.To(methodId) };
            await changing.UpdateAsync(id, new([], false, null, false, Change<PauseCollection>.Absent, null, fields), ct);
        }
        return true;
    }

    /// <summary>Takes one of the customer's cards away; one that is gone already is gone.</summary>
    /// <returns>False if a subscription is charged to it.</returns>
    public async Task<bool> RemoveAsync(string customerId, string methodId, CancellationToken ct)
    {
        var customer = await customers.LockAsync(customerId, ct);
        var (mine, paying) = (await db.PaymentMethods.AnyAsync(m => m.Id == methodId && m.CustomerId == customerId, ct), await PayingAsync(customer, ct));
        if (!mine || paying.Contains(methodId))
        {
            await db.ForgetAsync();
            return !mine;
        }
        try
        {
            await methods.DetachAsync(methodId, ct);
            await db.SaveAndCommitAsync(ct);
        }
        catch (StripeError refused) when (refused.Status == 400) // it went in this moment
        {
            await db.ForgetAsync();
        }
        return true;
    }

    private static string? DefaultOf(Customer customer) => customer.InvoiceSettings.DefaultPaymentMethod ?? customer.DefaultSource;

    private IQueryable<Subscription> Living(string customerId) =>
        db.Subscriptions.Where(s => s.CustomerId == customerId && s.Status != SubscriptionStatus.Canceled && s.Status != SubscriptionStatus.IncompleteExpired);

    /// <summary>The cards that living subscriptions are charged to.</summary>
    private async Task<HashSet<string>> PayingAsync(Customer customer, CancellationToken ct)
    {
        var named = await Living(customer.Id).Where(s => s.CollectionMethod == CollectionMethod.ChargeAutomatically).Select(s => s.DefaultPaymentMethodId).Distinct().ToListAsync(ct);
        return [.. named.Select(card => card ?? DefaultOf(customer)).OfType<string>()];
    }

    private WalletCard Shown(PaymentMethod card, Customer customer, HashSet<string> paying) => new(
        card.Id, CardNames.Of(card.Brand), card.Last4, string.Create(CultureInfo.InvariantCulture, $"{card.ExpMonth:00}/{card.ExpYear}"), (card.ExpYear, card.ExpMonth).CompareTo((time.Now.Year, time.Now.Month)) < 0,
        DefaultOf(customer) == card.Id, !paying.Contains(card.Id));
}
