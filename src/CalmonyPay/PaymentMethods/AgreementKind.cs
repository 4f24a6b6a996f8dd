using CalmonyPay.Gateways;
using CalmonyPay.Platform.Data;

namespace CalmonyPay.PaymentMethods;

/// <summary>For what a stored card's reference stands at the gateway.</summary>
[PgEnum("pay_agreement_kind")]
public enum AgreementKind
{
    /// <summary>Card data of one payment, nothing agreed.</summary>
    None,

    /// <summary>A card on file: the shopper's own payments with it, and charges without a schedule.</summary>
    CardOnFile,

    /// <summary>A subscription.</summary>
    Recurring,
}

public static class AgreementKinds
{
    public static AgreementKind Of(Agreement agreement) => agreement switch
    {
        Agreement.CardOnFile or Agreement.Unscheduled => AgreementKind.CardOnFile,
        Agreement.RecurringStart or Agreement.Recurring => AgreementKind.Recurring,
        _ => AgreementKind.None,
    };

    /// <summary>
    /// May the reference of an agreement move on to this transaction? References die after 13 months, so each use moves them on;
    /// but a subscription's charge must name one of the same subscription, so nothing less replaces it.
    /// </summary>
    public static bool Follows(this AgreementKind kind, AgreementKind? earlier) => kind >= (earlier ?? AgreementKind.None);
}
