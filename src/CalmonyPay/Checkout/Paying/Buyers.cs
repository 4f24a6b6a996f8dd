using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Checkout.Paying;

/// <summary>Who buys: customers are made where a session wants one, and brought up to date where the merchant asked for it.</summary>
public sealed class Buyers(CustomerService customers)
{
    private static readonly CustomerUpdate Nothing = new(
        default, default, default, default, default, default, default, default, null, default, default, null, new(default, default, null, default), null, null, default, MetadataChange.Absent);

    /// <summary>The customer's id, whose row is new or locked if anything is written to it; null where the session wants none.</summary>
    public async Task<string?> EnsureAsync(CheckoutSession session, CheckoutOrder order, CheckoutForm form, CancellationToken ct)
    {
        var entered = Facts(session, order, form);
        if (order.Customer is { } known)
        {
            var change = ChangeOf(session.Settings, known, entered);
            if (change != Nothing) await customers.UpdateAsync(known.Id, change, ct);
            return known.Id;
        }
        if (!IsWanted(session)) return null;
        var fields = Nothing with
        {
            Email = Of(entered.Email),
            Name = Of(entered.Name),
            Phone = Of(entered.Phone),
            Address = Of(entered.Address),
            Shipping = Of(ShippingOf(entered)),
        };
        return (await customers.CreateAsync(new(fields, null, null), ct)).Id;
    }

    /// <summary>What was entered, as the session keeps it.</summary>
    public static SessionCollected Facts(CheckoutSession session, CheckoutOrder order, CheckoutForm form)
    {
        var settings = session.Settings;
        return new(
            FormCheck.EmailOf(session, order, form), Trimmed(form.Name) ?? order.Customer?.Name, settings.CollectsPhone ? Trimmed(form.Phone) : null, form.Billing, order.Customer?.TaxExempt ?? TaxExempt.None,
            settings.ShippingCountries is null ? session.Collected?.ShippingName : Trimmed(form.ShippingName), settings.ShippingCountries is null ? session.Collected?.ShippingAddress : form.Shipping,
            settings.CustomFields.Where(field => Trimmed(form.CustomFields.GetValueOrDefault(field.Key)) is not null).ToDictionary(field => field.Key, field => form.CustomFields[field.Key].Trim()),
            settings.Consents?.Promotions == "auto" ? form.PromotionsAccepted ? "opt_in" : "opt_out" : null, settings.Consents?.TermsOfService == "required" ? "accepted" : null);
    }

    /// <summary>Of the card that was entered.</summary>
    public static BillingDetails HolderOf(SessionCollected c) => new(c.Address ?? BillingDetails.Empty.Address, c.Email, c.Name, c.Phone);

    /// <summary>Where the goods go; null where nobody asked.</summary>
    public static Platform.Contacts.Shipping? ShippingOf(SessionCollected c) => c.ShippingAddress is { } to ? new(to, null, c.ShippingName ?? c.Name ?? "", c.Phone, null) : null;

    /// <summary>A guest becomes a customer where a card is to be kept, or the merchant wants it.</summary>
    private static bool IsWanted(CheckoutSession session) =>
        session.Mode == CheckoutSessionMode.Subscription || session.Settings.CustomerCreation == "always" || session.Settings.Payment?.SetupFutureUsage is not null;

    private static CustomerUpdate ChangeOf(SessionSettings settings, Customer known, SessionCollected entered)
    {
        var (update, change) = (settings.CustomerUpdate, Nothing);
        if (known.Email is null && entered.Email is not null) change = change with { Email = Of(entered.Email) };
        if (update.Name && entered.Name is not null && entered.Name != known.Name) change = change with { Name = Of(entered.Name) };
        if (update.Address && entered.Address is not null && entered.Address != known.Address) change = change with { Address = Of(entered.Address) };
        if (update.Shipping && ShippingOf(entered) is { } to && to != known.Shipping) change = change with { Shipping = Of(to) };
        return change;
    }

    private static Change<T> Of<T>(T? value) where T : class => value is null ? default : Change<T>.To(value);

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
