using CalmonyPay.Accounts;
using CalmonyPay.Checkout.Portal.Configurations;
using CalmonyPay.Checkout.Portal.Pages.Words;
using CalmonyPay.Checkout.Portal.Sessions;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Portal.Pages;

/// <summary>Who is here, and what they may do: what every page of the portal begins with.</summary>
/// <param name="Home">The portal's beginning, as pages link to it: a path without its host.</param>
/// <param name="FullHome">The same with the host.</param>
/// <param name="Now">In the customer's time.</param>
public sealed record PortalVisit(
    PortalSession Session, PortalConfiguration Configuration, Customer Customer, ProjectBilling.Known Project, bool HasLogo, PortalWords Words, string Home, string FullHome, DateTimeOffset Now)
{
    public PortalFeatures Features => Configuration.Features;

    /// <summary>The merchant's name.</summary>
    public string Seller => Project.Seller;

    public string? SellerEmail => Project.SellerEmail;

    public Locale Locale => Words.Locale;

    /// <summary>The one thing that is still to do in a session that is for one.</summary>
    public PortalFlow? Flow => Session.FlowCompletedAt is null ? Session.Flow : null;

    /// <summary>That was done, and the session is for nothing else.</summary>
    public PortalCompletion? Over => Session is { FlowCompletedAt: not null, Flow.AfterCompletion: { Type: not PortalCompletionType.PortalHomepage } after } ? after : null;

    /// <summary>The page at which a session begins: the overview, or what it is for.</summary>
    public string Start => Flow is not { } flow ? Home : flow.Type switch
    {
        PortalFlowType.CustomerUpdate => $"{Home}/details",
        PortalFlowType.PaymentMethodUpdate => $"{Home}/cards/new",
        PortalFlowType.SubscriptionCancel => $"{Home}/subscriptions/{flow.Subscription}/cancel",
        PortalFlowType.SubscriptionUpdate => $"{Home}/subscriptions/{flow.Subscription}/change",
        _ => $"{Home}/subscriptions/{flow.Subscription}/confirm",
    };

    /// <summary>Whether a page, or its form, is within what the session is for.</summary>
    /// <param name="subscription">That the page is about; null where it is about none.</param>
    public bool Serves(PortalPlace place, string? subscription = null) => Over is null && (Flow is not { } flow || (flow.Subscription == subscription && flow.Type switch
    {
        PortalFlowType.CustomerUpdate => place == PortalPlace.Details,
        PortalFlowType.PaymentMethodUpdate => place == PortalPlace.NewCard,
        PortalFlowType.SubscriptionCancel => place == PortalPlace.Cancel,
        PortalFlowType.SubscriptionUpdate => place is PortalPlace.Change or PortalPlace.Confirm,
        _ => place == PortalPlace.Confirm,
    }));

    public string Day(DateTimeOffset moment) => Locale.Date(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Project.Zone).DateTime));
}

/// <summary>The pages of the portal.</summary>
public enum PortalPlace { Overview, Cancel, Keep, Change, Confirm, Cards, NewCard, Details }
