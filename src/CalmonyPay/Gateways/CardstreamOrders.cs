using CalmonyPay.Cardstream;
using Wire = CalmonyPay.Cardstream;

namespace CalmonyPay.Gateways;

/// <summary>Our orders as Cardstream's requests. Pure, so a lost request can be repeated byte for byte.</summary>
internal static class CardstreamOrders
{
    /// <summary>EMV's words for a challenge: demanded after an issuer's soft decline, or wished for.</summary>
    private static readonly KeyValuePair<string, string> ChallengeMandated = new("requestorChallengeIndicator", "04"), ChallengeWanted = new("requestorChallengeIndicator", "03");

    /// <summary>EMV's sizes of the issuer's page, as our page frames it: 390 x 400, 500 x 600, or all of the window.</summary>
    private static readonly KeyValuePair<string, string> Small = new("challengeWindowSize", "02"), Usual = new("challengeWindowSize", "03"), Whole = new("challengeWindowSize", "05");

    /// <summary>Pixels: below it a screen has no room for the usual size.</summary>
    private const int NarrowScreen = 500;

    public static Func<CardstreamAccount, FieldList> Sale(ChargeOrder order)
    {
        var role = Role.Of(order.Agreement);
        var browser = role.ByMerchant ? null : order.Browser;
        return new SaleRequest
        {
            Source = Source(order.Source, order.Holder, role),
            Amount = order.Amount.Currency.ToIso(order.Amount.Minor),
            CurrencyCode = order.Amount.Currency.Numeric,
            TransactionUnique = order.AttemptId,
            OrderRef = order.OrderReference,
            // Left out rather than 0 to capture at once: an account that cannot delay may refuse the field itself.
            CaptureDelay = order.Capture ? null : SaleRequest.NeverCapture,
            Type = role.Type,
            Initiator = role.Initiator,
            RtAgreementType = role.AgreementType,
            AvsCv2CheckRequired = role.ByMerchant ? false : null,
            CallbackUrl = order.Callback,
            StatementNarrative1 = order.StatementDescriptor,
            StatementNarrative2 = order.StatementDescriptorSuffix,
            RemoteAddress = browser?.RemoteAddress,
            ThreeDS = ThreeDS(browser),
        }.ToFields;
    }

    public static Func<CardstreamAccount, FieldList> Verify(VerifyOrder order)
    {
        var role = Role.Of(order.Agreement);
        var browser = role.ByMerchant ? null : order.Browser;
        return new VerifyRequest
        {
            Source = Source(order.Source, order.Holder, role),
            CurrencyCode = order.Currency.Numeric,
            TransactionUnique = order.AttemptId,
            Type = role.Type,
            Initiator = role.Initiator,
            RtAgreementType = role.AgreementType,
            CallbackUrl = order.Callback,
            RemoteAddress = browser?.RemoteAddress,
            ThreeDS = ThreeDS(browser),
        }.ToFields;
    }

    public static Func<CardstreamAccount, FieldList> Refund(RefundOrder order) =>
        new RefundSaleRequest(order.Reference, order.Amount.Currency.ToIso(order.Amount.Minor), order.RefundId, CallbackUrl: order.Callback).ToFields;

    private static PaymentSource Source(CardSource source, Cardholder holder, Role role) => source switch
    {
        CardSource.Fresh { Card: var card } => new Wire.NewCard(card.Number, card.ExpiryMonth, card.ExpiryYear, card.SecurityCode, Holder(holder)),
        // The merchant alone has no security code to give: it may not be kept.
        CardSource.Stored stored => new StoredCard(stored.Reference, role.ByMerchant ? null : stored.SecurityCode),
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    private static Wire.Cardholder Holder(Cardholder holder) => new(
        holder.Name,
        holder.Line2 is null ? holder.Line1 : $"{holder.Line1}\n{holder.Line2}",
        holder.PostalCode, holder.City, holder.State, holder.Country, holder.Email, holder.Phone);

    private static ThreeDSecure? ThreeDS(BrowserData? browser) => browser is null ? null : new()
    {
        RedirectUrl = browser.ReturnUrl,
        Device = new(browser.UserAgent, browser.Accept, browser.AcceptLanguage,
            Capabilities: browser.JavaScript ? "javascript" : "", TimeZone: browser.TimeZoneMinutes, ScreenResolution: browser.Screen),
        ScaExemption = browser.ScaExemption,
        Options = [Window(browser), .. browser.ChallengeMandated ? [ChallengeMandated] : browser.ChallengeWanted ? [ChallengeWanted] : Array.Empty<KeyValuePair<string, string>>()],
    };

    /// <summary>Without a script the issuer's page takes the window.</summary>
    private static KeyValuePair<string, string> Window(BrowserData browser) =>
        !browser.JavaScript ? Whole
        : int.TryParse(browser.Screen?.Split('x')[0], out var width) && width < NarrowScreen ? Small
        : Usual;

    /// <summary>Who asks, and under which agreement: the table of the gateway's guide.</summary>
    private sealed record Role(Initiator Initiator, TransactionType Type, string? AgreementType)
    {
        public bool ByMerchant => Initiator == Initiator.Merchant;

        public static Role Of(Agreement agreement) => agreement switch
        {
            Agreement.None => new(Initiator.Consumer, TransactionType.Ecommerce, null),
            Agreement.CardOnFile => new(Initiator.Consumer, TransactionType.Ecommerce, "cardonfile"),
            Agreement.RecurringStart => new(Initiator.Consumer, TransactionType.Ecommerce, "recurring"),
            Agreement.Recurring => new(Initiator.Merchant, TransactionType.ContinuousAuthority, "recurring"),
            Agreement.Unscheduled => new(Initiator.Merchant, TransactionType.Moto, "unscheduled"),
            _ => throw new ArgumentOutOfRangeException(nameof(agreement)),
        };
    }
}
