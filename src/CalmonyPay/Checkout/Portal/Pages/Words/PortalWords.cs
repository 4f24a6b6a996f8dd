using CalmonyPay.Checkout.Page.Words;
using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Portal.Pages.Words;

/// <summary>The portal's own words, in British English; what it shares with the checkout stands in <see cref="Shared"/>. A further language is one more object of this.</summary>
public sealed record PortalWords
{
    public required Locale Locale { get; init; }

    /// <summary>The words of forms, cards and amounts.</summary>
    public CheckoutWords Shared => field ??= CheckoutLanguages.All.First(words => words.Locale == Locale);

    public string Title { get; init; } = "Subscriptions and payments";
    public string Overview { get; init; } = "Back to the overview";
    public string PrivacyPolicy { get; init; } = "Privacy policy";
    public string TermsOfService { get; init; } = "Terms of service";

    // Subscriptions. {0} is a day, a name or an amount, as each sentence tells.
    public string Subscriptions { get; init; } = "Subscriptions";
    public string NoSubscriptions { get; init; } = "You have no subscription at present.";
    public string Active { get; init; } = "Active";
    public string Trial { get; init; } = "Trial";
    public string PastDue { get; init; } = "Payment overdue";
    public string Unpaid { get; init; } = "Unpaid";
    public string Incomplete { get; init; } = "Not paid yet";
    public string Paused { get; init; } = "Paused";
    public string Renews { get; init; } = "Renews on {0}";
    public string Ends { get; init; } = "Ends on {0}";
    public string TrialEnds { get; init; } = "Trial until {0}";
    public string ChangePlan { get; init; } = "Change plan";
    public string CancelPlan { get; init; } = "Cancel subscription";
    public string KeepPlan { get; init; } = "Keep subscription";

    // Cards.
    public string Cards { get; init; } = "Payment methods";
    public string NoCards { get; init; } = "No card is saved.";
    public string Default { get; init; } = "Default";
    public string Expires { get; init; } = "Expires {0}";
    public string Expired { get; init; } = "Expired {0}";
    public string MakeDefault { get; init; } = "Make default";
    public string AddCard { get; init; } = "Add a card";
    public string AddCardNote { get; init; } = "The card becomes your default, and pays for your subscriptions from now on.";

    // Invoices.
    public string Invoices { get; init; } = "Invoices";
    public string NoInvoices { get; init; } = "There are no invoices yet.";
    public string Date { get; init; } = "Date";
    public string Amount { get; init; } = "Amount";
    public string View { get; init; } = "View";
    public string Pdf { get; init; } = "PDF";
    public string Older { get; init; } = "Older invoices";
    public string Newest { get; init; } = "Newest invoices";
    public string Paid { get; init; } = "Paid";
    public string Due { get; init; } = "Due";
    public string Void { get; init; } = "Void";
    public string Uncollectible { get; init; } = "Not collected";

    // Details.
    public string Details { get; init; } = "Contact details";
    public string EditDetails { get; init; } = "Change details";
    public string Name { get; init; } = "Name";
    public string Save { get; init; } = "Save";
    public string GoBack { get; init; } = "Go back";

    // Cancelling.
    public string CancelTitle { get; init; } = "Cancel {0}?";
    public string CancelAtEnd { get; init; } = "Your subscription stays active until {0} and is not renewed after that.";
    public string CancelNow { get; init; } = "Your subscription ends at once.";
    public string Credit { get; init; } = "{0} for the time that you have not used goes towards your next invoice.";
    public string Why { get; init; } = "Why do you cancel?";
    public string Comment { get; init; } = "Is there anything that you would like to tell us?";
    public string CustomerService { get; init; } = "The customer service was not good enough";
    public string LowQuality { get; init; } = "The quality was not good enough";
    public string MissingFeatures { get; init; } = "Something that I need is missing";
    public string SwitchedService { get; init; } = "I use another service";
    public string TooComplex { get; init; } = "It is too complicated";
    public string TooExpensive { get; init; } = "It is too expensive";
    public string Unused { get; init; } = "I do not use it enough";
    public string Other { get; init; } = "Another reason";

    // Changing.
    public string ChangeTitle { get; init; } = "Change {0}";
    public string ChoosePlan { get; init; } = "Choose a plan";
    public string PresentPlan { get; init; } = "Current plan";
    public string Continue { get; init; } = "Continue";
    public string ConfirmTitle { get; init; } = "Confirm your change";
    public string NewPlan { get; init; } = "New plan";
    public string Description { get; init; } = "Description";
    public string Discount { get; init; } = "Discount";
    public string Tax { get; init; } = "Tax";
    public string Balance { get; init; } = "Account balance";
    public string NothingDue { get; init; } = "Nothing is charged today.";
    public string NextInvoice { get; init; } = "Next invoice on {0}";
    public string CardCharged { get; init; } = "{0} is charged.";
    public string TrialEndsNow { get; init; } = "Your trial ends with this change.";
    public string ConfirmChange { get; init; } = "Confirm change";

    // What was done.
    public string Cancelled { get; init; } = "Your subscription is cancelled.";
    public string Kept { get; init; } = "Your subscription goes on.";
    public string Changed { get; init; } = "Your plan is changed.";
    public string DefaultChanged { get; init; } = "Your default card is changed.";
    public string CardRemoved { get; init; } = "The card is removed.";
    public string CardAdded { get; init; } = "The card is saved. It is now your default.";
    public string DetailsSaved { get; init; } = "Your details are saved.";

    // What was not.
    public string Declined { get; init; } = "The card could not be charged, so nothing was changed. Use another card and try again.";
    public string CardInUse { get; init; } = "This card pays for a subscription. Make another card your default first.";
    public string Moved { get; init; } = "Nothing was changed, because your subscription has changed in the meantime. This is how it stands now.";
    public string Impossible { get; init; } = "This is no longer possible.";
    public string Processing { get; init; } = "Your payment is being processed. The change is made once it is paid.";
    public string CodeUnfit { get; init; } = "This promotion code does not apply to your subscription.";

    // Ends.
    public string DoneTitle { get; init; } = "All done";
    public string CloseNow { get; init; } = "You can close this page now.";
    public string ExpiredTitle { get; init; } = "This link has expired";
    public string ExpiredText { get; init; } = "For your security it works for a short time only. Go back to {0} and open this page again from there.";
}
