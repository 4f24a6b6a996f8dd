using System.Globalization;
using CalmonyPay.Checkout.Page.Words;
using CalmonyPay.Gateways;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Checkout.Page;

/// <summary>A card that a test page offers. None of it is anybody's.</summary>
/// <param name="Number">In groups, as it is printed on a card.</param>
/// <param name="Does">What it does, in the page's language.</param>
public sealed record CheckoutTestCard(string Does, string Number, string Expiry, string SecurityCode, string? Name, string? PostalCode);

/// <summary>The test cards of the project's gateway account, for pages in test mode.</summary>
internal static class CheckoutTestCards
{
    /// <summary>Empty where the account has none, or no account is there.</summary>
    public static async Task<IReadOnlyList<CheckoutTestCard>> ReadAsync(CheckoutWords words, IServiceProvider services, CancellationToken ct)
    {
        string set;
        try
        {
            set = (await services.GetRequiredService<GatewayCredentials>().ForNewAsync(ct)).Account.TestCards;
        }
        catch (StripeError) // no account takes payments: paying will say so
        {
            return [];
        }
        (string Name, string Does)[] offered =
        [
            ("tok_visa", words.TestCardPays), ("tok_threeDSecure2Required", words.TestCardAuthenticates), ("tok_chargeDeclined", words.TestCardDeclines),
            .. set == "stripe" ? [("tok_chargeDeclinedInsufficientFunds", words.TestCardNoFunds)] : Array.Empty<(string, string)>(),
        ];
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        return set == GatewaySettings.NoTestCards ? [] : [.. offered.Select(card => Of(TestCards.Of(card.Name, set, now, "card"), card.Does))];
    }

    private static CheckoutTestCard Of(TestCard card, string does) => new(
        does, string.Join(' ', card.Card.Number.Reveal().Chunk(4).Select(group => new string(group))),
        string.Create(CultureInfo.InvariantCulture, $"{card.Card.ExpiryMonth:00} / {card.Card.ExpiryYear % 100:00}"), card.Card.SecurityCode?.Reveal() ?? "",
        card.Holder.Name, card.Holder.Address.PostalCode);
}
