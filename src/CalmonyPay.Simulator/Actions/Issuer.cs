using CalmonyPay.Simulator.Cards;

namespace CalmonyPay.Simulator.Actions;

/// <summary>The bank behind the card: approves or refuses.</summary>
internal static class Issuer
{
    public static bool IsApproval(int code) => code is 0 or 10 or 11 or 16 or 85;

    /// <param name="request">The checked request.</param>
    /// <param name="authenticated">Whether 3-D Secure has shown who pays.</param>
    /// <param name="securityCodeSent">Whether a security code came with the request, now or in its first leg.</param>
    /// <param name="now">The time that the card's expiry is held against.</param>
    /// <returns>The issuer's code, 0 for an approval, and its words; 66311 for an amount outside the test table.</returns>
    public static (int Code, string Message) Decide(
        NewRequest request, bool authenticated, bool securityCodeSent, DateTimeOffset now)
    {
        var card = request.Card;
        if (!CardBooks.CheckDigitIsRight(request.CardNumber)) return (14, "INVALID CARD NUMBER");
        if (new DateTime(request.ExpiryYear, request.ExpiryMonth, 1).AddMonths(1) <= now.UtcDateTime) return (54, "EXPIRED CARD");
        if (!request.IsCredit && !authenticated && DemandsAuthentication(request)) return (Codes.SoftDecline, "SCA REQUIRED");
        if (card.Decline is { } decline && Strikes(decline, request, securityCodeSent)) return (decline.Code, decline.Message);

        var (amount, chosen) = AmountTable.Deciding(request.Amount, request.Fields["customerName"]);
        if (request.Action == "VERIFY" || request.IsCredit || !(chosen || card.Book == CardBook.Cardstream)) return (0, "");
        return AmountTable.Authorise(
            amount, request.Fields.Filled("authorisationCode") is not null, request.AuthenticationPossible && !authenticated);
    }

    private static bool DemandsAuthentication(NewRequest request) => request.Card.Sca switch
    {
        _ when request.ByTelephone => false,
        ScaDemand.None => false,
        ScaDemand.Always => true,
        ScaDemand.OnSessionOnly => !request.MerchantInitiated,
        _ => !(request.MerchantInitiated && request.Base is { SetUp: true }),
    };

    private static bool Strikes(CardDecline decline, NewRequest request, bool securityCodeSent) => !request.IsCredit
        && decline.Scope switch
        {
            DeclineScope.PaymentsOnly => request.Action != "VERIFY",
            DeclineScope.WithSecurityCode => securityCodeSent,
            _ => true,
        };
}
