using CalmonyPay.Simulator.Cards;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Actions;

/// <summary>Fields that the gateway adds to an answer whatever the outcome.</summary>
internal static class ResultFields
{
    /// <summary>The wait before another try at a card that lacks funds, as the schemes ask for it.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromHours(72);

    public static void OfCard(Form result, NewRequest request)
    {
        var (card, account) = (request.Card, request.Account);
        result.Set("action", request.Action)
            .Set("currencyExponent", request.CurrencyExponent)
            .Set("cardNumberMask", CardBooks.Mask(request.CardNumber))
            .Set("cardTypeCode", card.Brand.TypeCode)
            .Set("cardType", card.Brand.TypeName)
            .Set("cardSchemeCode", card.Brand.SchemeCode)
            .Set("cardScheme", card.Brand.SchemeName + " ")       // Real answers carry the trailing space.
            .Set("cardIssuer", card.Book == CardBook.Unknown ? "Unknown" : "Test Bank")
            .Set("cardIssuerCountry", CountryCards.NameOf(card.Country))
            .Set("cardIssuerCountryCode", card.Country)
            .Set("cardFlags", card.Flags)
            .Set("initiator", Initiators.Of(request.Fields))
            .Set("avscv2CheckEnabled", "Y")
            .Set("cardCVVMandatory", account.CardCvvMandatory ? "Y" : "N")
            .Set("threeDSEnabled", account.ThreeDSecure ? "Y" : "N")
            .Set("schemeTransactionID", Guid.NewGuid().ToString("N")[..15])
            .Set("riskLevel", card.Risk);
    }

    /// <summary>What the issuer advises about another try: 1 other data, 2 later, 3 never, 0 nothing.</summary>
    public static void Advise(Form result, int code, DateTimeOffset now)
    {
        result.Set("vcsResponseCode", code == 5 ? 5 : 0);
        if (Issuer.IsApproval(code)) return;
        var advice = code switch
        {
            14 or 54 or 82 => 1,
            51 or 61 or 91 or 96 => 2,
            4 or 7 or 41 or 43 or 59 => 3,
            1072 or 1073 or 1075 => 4,
            _ => 0,
        };
        result.Set("rtAdviceCode", advice);
        if (advice == 2) result.Set("rtRetryAfter", Answers.Timestamp(now + RetryAfter));
    }
}
