using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Page.Words;

/// <summary>Every word on the checkout page, in British English. A further language is one more object of this, in a file of its own.</summary>
public sealed record CheckoutWords
{
    public required Locale Locale { get; init; }

    // The order. {0} is an amount, a name, a day or a code, as each sentence tells.
    public string BackTo { get; init; } = "Back to {0}";
    public string PaymentTo { get; init; } = "Payment to {0}";
    public string Pay { get; init; } = "Pay {0}";
    public string SubscribeTo { get; init; } = "Subscribe to {0}";
    public string SaveCardWith { get; init; } = "Save your card with {0}";
    public string DonateTo { get; init; } = "Donate to {0}";
    public string BookWith { get; init; } = "Book with {0}";
    public string OrderSummary { get; init; } = "Order summary";
    public string Quantity { get; init; } = "Quantity";
    public string QuantityOf { get; init; } = "Quantity of {0}";
    public string Each { get; init; } = "{0} each";
    public string BilledByUse { get; init; } = "Billed by use";
    public string Update { get; init; } = "Update";
    public string Subtotal { get; init; } = "Subtotal";
    public string PercentOff { get; init; } = "{0} off";
    public string Delivery { get; init; } = "Delivery";
    public string Free { get; init; } = "Free";
    public string TaxIncluded { get; init; } = "{0} included";
    public string Total { get; init; } = "Total";
    public string DueToday { get; init; } = "Due today";
    public string TotalIsNow { get; init; } = "The total is now {0}.";
    public string FreeUntil { get; init; } = "Free until {0}";

    /// <summary>{0} an amount, {1} how often.</summary>
    public string Then { get; init; } = "then {0} {1}";

    public Plural EveryDay { get; init; } = new("every day", "every {0} days");
    public Plural EveryWeek { get; init; } = new("every week", "every {0} weeks");
    public Plural EveryMonth { get; init; } = new("every month", "every {0} months");
    public Plural EveryYear { get; init; } = new("every year", "every {0} years");
    public string PromotionCode { get; init; } = "Promotion code";
    public string Apply { get; init; } = "Apply";
    public string Remove { get; init; } = "Remove";

    /// <summary>{0} a code.</summary>
    public string RemoveCode { get; init; } = "Remove code {0}";

    // Delivery estimates: {0} is a number or a span of two.
    public Plural Hours { get; init; } = new("{0} hour", "{0} hours");
    public Plural Days { get; init; } = new("{0} day", "{0} days");
    public Plural BusinessDays { get; init; } = new("{0} working day", "{0} working days");
    public Plural Weeks { get; init; } = new("{0} week", "{0} weeks");
    public Plural Months { get; init; } = new("{0} month", "{0} months");
    public string AtLeast { get; init; } = "at least {0}";
    public string AtMost { get; init; } = "up to {0}";

    // The form.
    public string Contact { get; init; } = "Contact";
    public string Email { get; init; } = "E-mail";
    public string Phone { get; init; } = "Phone number";
    public string DeliveryAddress { get; init; } = "Delivery address";
    public string DeliveryMethod { get; init; } = "Delivery method";
    public string BillingAddress { get; init; } = "Billing address";
    public string SameAsDelivery { get; init; } = "Same as the delivery address";
    public string FullName { get; init; } = "Full name";
    public string Country { get; init; } = "Country or region";
    public string Choose { get; init; } = "Please choose";
    public string Line1 { get; init; } = "Address";
    public string Line2 { get; init; } = "Flat, building, company";
    public string City { get; init; } = "Town or city";
    public string State { get; init; } = "County or state";
    public string PostalCode { get; init; } = "Postcode";
    public string Optional { get; init; } = "{0} (optional)";
    public string Card { get; init; } = "Card";
    public string CardNumber { get; init; } = "Card number";
    public string Expiry { get; init; } = "Expiry date";
    public string ExpiryHint { get; init; } = "MM / YY";
    public string SecurityCode { get; init; } = "Security code";
    public string SecurityCodeHint { get; init; } = "Security code: the 3 digits on the back, or on American Express the 4 on the front.";
    public string NameOnCard { get; init; } = "Name on card";
    public string MoreDetails { get; init; } = "More details";

    /// <summary>{0} the merchant's name.</summary>
    public string AcceptTerms { get; init; } = "I accept the terms and conditions of {0}.";

    /// <inheritdoc cref="AcceptTerms"/>
    public string AcceptPromotions { get; init; } = "Send me news and offers from {0} by e-mail.";

    public string Book { get; init; } = "Book for {0}";
    public string Donate { get; init; } = "Donate {0}";
    public string Subscribe { get; init; } = "Subscribe";
    public string StartTrial { get; init; } = "Start trial";
    public string SaveCard { get; init; } = "Save card";
    public string CompleteOrder { get; init; } = "Complete order";
    public string OneMoment { get; init; } = "One moment, please…";
    public string SubscriptionNote { get; init; } = "By subscribing you allow {0} to charge your card as set out in the order, until you cancel.";
    public string SetupNote { get; init; } = "You allow {0} to charge this card for future payments.";
    public string Questions { get; init; } = "Questions?";
    public string ContactSeller { get; init; } = "Contact {0}";

    // Test mode.
    public string TestMode { get; init; } = "Test mode";
    public string TestModeText { get; init; } = "No real money moves here.";
    public string TestCards { get; init; } = "Test cards";
    public string UseTestCard { get; init; } = "Use this card";
    public string TestCardPays { get; init; } = "Pays";
    public string TestCardAuthenticates { get; init; } = "Asks to authenticate";
    public string TestCardDeclines { get; init; } = "Is declined";
    public string TestCardNoFunds { get; init; } = "Has insufficient funds";

    // What is wrong with the form; each names its field.
    public string FormErrors { get; init; } = "Please check what you entered";
    public string EmailMissing { get; init; } = "Enter your e-mail address.";
    public string EmailInvalid { get; init; } = "Check the e-mail address; it should look like name@example.com.";
    public string PhoneMissing { get; init; } = "Enter your phone number.";
    public string PhoneInvalid { get; init; } = "Check the phone number.";
    public string CardNumberMissing { get; init; } = "Enter the card number.";
    public string CardNumberInvalid { get; init; } = "Check the card number; a digit seems to be wrong or missing.";
    public string ExpiryMissing { get; init; } = "Enter the expiry date.";
    public string ExpiryInvalid { get; init; } = "Enter the expiry date as month and year, such as 04 / 29.";
    public string ExpiryPast { get; init; } = "The expiry date is in the past. Please use another card.";
    public string SecurityCodeMissing { get; init; } = "Enter the security code.";
    public string SecurityCodeInvalid { get; init; } = "Check the security code: 3 digits, or 4 on American Express.";
    public string NameMissing { get; init; } = "Enter the name on the card.";
    public string FullNameMissing { get; init; } = "Enter the full name.";
    public string CountryMissing { get; init; } = "Choose the country.";
    public string CountryNotAllowed { get; init; } = "This order cannot be delivered to that country.";
    public string Line1Missing { get; init; } = "Enter the address.";
    public string CityMissing { get; init; } = "Enter the town or city.";
    public string StateMissing { get; init; } = "Enter the county or state.";
    public string PostalCodeMissing { get; init; } = "Enter the postcode.";
    public string DeliveryMethodMissing { get; init; } = "Choose a delivery method.";
    public string TermsMissing { get; init; } = "Please accept the terms and conditions to go on.";
    public string PromotionUnknown { get; init; } = "We do not know this promotion code.";
    public string PromotionUnfit { get; init; } = "This promotion code does not apply to your order.";

    /// <summary>{0} the least, {1} the most.</summary>
    public string QuantityOutOfRange { get; init; } = "The quantity has to be between {0} and {1}.";

    public string AmountTooSmall { get; init; } = "The total is too small to be paid by card.";
    public string AmountTooLarge { get; init; } = "The total is too large to be paid by card.";

    /// <summary>{0} a field's label.</summary>
    public string FieldMissing { get; init; } = "Fill in the field “{0}”.";

    /// <inheritdoc cref="FieldMissing"/>
    public string FieldInvalid { get; init; } = "Check the field “{0}”.";

    /// <inheritdoc cref="FieldMissing"/>
    public string FieldDigits { get; init; } = "The field “{0}” takes digits only.";

    /// <summary>{0} a field's label, {1} a number of characters.</summary>
    public string FieldTooShort { get; init; } = "The field “{0}” needs at least {1} characters.";

    /// <inheritdoc cref="FieldTooShort"/>
    public string FieldTooLong { get; init; } = "The field “{0}” takes at most {1} characters.";

    public string TotalChangedTitle { get; init; } = "The total has changed";
    public string TotalChanged { get; init; } = "It is now {0}. Nothing has been charged. Please check the order and go on.";

    // Why a card was refused.
    public string DeclineTitle { get; init; } = "The payment did not go through";
    public string SetupDeclineTitle { get; init; } = "The card could not be saved";
    public string Declined { get; init; } = "The bank declined the card. Please use another card, or ask your bank.";
    public string DeclinedFunds { get; init; } = "There is not enough money available on the card. Please use another card.";
    public string DeclinedExpired { get; init; } = "The card has expired. Please use another card.";
    public string DeclinedSecurityCode { get; init; } = "The security code is not right. Please check it and try again.";
    public string DeclinedNumber { get; init; } = "The card number is not right. Please check it and try again.";
    public string DeclinedPostalCode { get; init; } = "The postcode does not belong to the card. Please check it and try again.";
    public string DeclinedNotSupported { get; init; } = "This card cannot be used for this payment. Please use another card.";
    public string DeclinedLimit { get; init; } = "The card has reached its limit. Please use another card, or try again later.";
    public string DeclinedDuplicate { get; init; } = "The same amount was paid with this card a moment ago. Please check before you pay again.";
    public string AuthenticationFailed { get; init; } = "Your bank could not confirm that it was you. Please try again, or use another card.";
    public string ProcessingError { get; init; } = "Something went wrong on the way to the bank. Please try again in a moment.";

    // Instead of the form.
    public string PaidTitle { get; init; } = "Payment complete";
    public string SubscribedTitle { get; init; } = "Your subscription is set up";
    public string SavedTitle { get; init; } = "Your card is saved";
    public string Thanks { get; init; } = "Thank you. You can close this page now.";
    public string TakingYouBack { get; init; } = "Thank you. Taking you back to {0}…";
    public string ContinueTo { get; init; } = "Continue to {0}";
    public string ProcessingTitle { get; init; } = "Your payment is being processed";
    public string ProcessingText { get; init; } = "This takes a few seconds. Please leave this page open, and do not pay again.";
    public string LookAgain { get; init; } = "Look again";
    public string ExpiredTitle { get; init; } = "This page has expired";
    public string ExpiredText { get; init; } = "It can no longer be used to pay. Please go back to {0} and start again.";
    public string ExpiredRecovery { get; init; } = "It can no longer be used, but your order can be opened again.";
    public string OpenAgain { get; init; } = "Open the order again";
    public string AuthenticateTitle { get; init; } = "Your bank wants to know that it is you";
    public string AuthenticateText { get; init; } = "The payment waits for your confirmation on your bank’s page. You can also use another card below.";
    public string GoOn { get; init; } = "Go on";
    public string TooManyTitle { get; init; } = "Too many attempts";
    public string TooManyNow { get; init; } = "Too many payments were tried from your connection. Please wait a minute, and try again.";
    public string TooManyEver { get; init; } = "Too many cards were tried here. Please go back to {0} and start again.";
    public string TryAgain { get; init; } = "Try again";
}
