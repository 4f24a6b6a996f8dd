using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Elements;

/// <summary>The words of the card element; one object a language.</summary>
public sealed record ElementTexts
{
    public required Locale Locale { get; init; }
    public required string Title { get; init; }
    public required string Number { get; init; }
    public required string Expiry { get; init; }
    public required string ExpiryHint { get; init; }
    public required string Code { get; init; }
    public required string CodeHint { get; init; }
    public required string InvalidNumber { get; init; }
    public required string IncompleteNumber { get; init; }
    public required string InvalidExpiry { get; init; }
    public required string IncompleteExpiry { get; init; }
    public required string PastExpiry { get; init; }
    public required string IncompleteCode { get; init; }

    public static ElementTexts For(Locale locale) => All.First(texts => texts.Locale == locale);

    private static ElementTexts[] All { get; } =
    [
        new()
        {
            Locale = Locale.BritishEnglish, Title = "Card details", Number = "Card number", Expiry = "Expiry date", ExpiryHint = "MM / YY", Code = "Security code", CodeHint = "CVC",
            InvalidNumber = "Your card number is not valid.", IncompleteNumber = "Your card number is incomplete.", InvalidExpiry = "Your card’s expiry date is not valid.",
            IncompleteExpiry = "Your card’s expiry date is incomplete.", PastExpiry = "Your card’s expiry date is in the past.", IncompleteCode = "Your card’s security code is incomplete.",
        },
        new()
        {
            Locale = Locale.Welsh, Title = "Manylion y cerdyn", Number = "Rhif y cerdyn", Expiry = "Dyddiad dod i ben", ExpiryHint = "MM / BB", Code = "Cod diogelwch", CodeHint = "CVC",
            InvalidNumber = "Nid yw rhif eich cerdyn yn ddilys.", IncompleteNumber = "Mae rhif eich cerdyn yn anghyflawn.", InvalidExpiry = "Nid yw dyddiad dod i ben eich cerdyn yn ddilys.",
            IncompleteExpiry = "Mae dyddiad dod i ben eich cerdyn yn anghyflawn.", PastExpiry = "Mae dyddiad dod i ben eich cerdyn wedi mynd heibio.", IncompleteCode = "Mae cod diogelwch eich cerdyn yn anghyflawn.",
        },
        new()
        {
            Locale = Locale.French, Title = "Données de la carte", Number = "Numéro de carte", Expiry = "Date d’expiration", ExpiryHint = "MM / AA", Code = "Code de sécurité", CodeHint = "CVC",
            InvalidNumber = "Le numéro de votre carte n’est pas valable.", IncompleteNumber = "Le numéro de votre carte est incomplet.", InvalidExpiry = "La date d’expiration de votre carte n’est pas valable.",
            IncompleteExpiry = "La date d’expiration de votre carte est incomplète.", PastExpiry = "La date d’expiration de votre carte est passée.", IncompleteCode = "Le code de sécurité de votre carte est incomplet.",
        },
        new()
        {
            Locale = Locale.German, Title = "Kartendaten", Number = "Kartennummer", Expiry = "Ablaufdatum", ExpiryHint = "MM / JJ", Code = "Prüfziffer", CodeHint = "CVC",
            InvalidNumber = "Die Kartennummer ist ungültig.", IncompleteNumber = "Die Kartennummer ist unvollständig.", InvalidExpiry = "Das Ablaufdatum der Karte ist ungültig.",
            IncompleteExpiry = "Das Ablaufdatum der Karte ist unvollständig.", PastExpiry = "Das Ablaufdatum der Karte liegt in der Vergangenheit.", IncompleteCode = "Die Prüfziffer der Karte ist unvollständig.",
        },
        new()
        {
            Locale = Locale.Spanish, Title = "Datos de la tarjeta", Number = "Número de tarjeta", Expiry = "Fecha de caducidad", ExpiryHint = "MM / AA", Code = "Código de seguridad", CodeHint = "CVC",
            InvalidNumber = "El número de la tarjeta no es válido.", IncompleteNumber = "El número de la tarjeta está incompleto.", InvalidExpiry = "La fecha de caducidad de la tarjeta no es válida.",
            IncompleteExpiry = "La fecha de caducidad de la tarjeta está incompleta.", PastExpiry = "La fecha de caducidad de la tarjeta ya ha pasado.", IncompleteCode = "El código de seguridad de la tarjeta está incompleto.",
        },
        new()
        {
            Locale = Locale.Polish, Title = "Dane karty", Number = "Numer karty", Expiry = "Data ważności", ExpiryHint = "MM / RR", Code = "Kod bezpieczeństwa", CodeHint = "CVC",
            InvalidNumber = "Numer karty jest nieprawidłowy.", IncompleteNumber = "Numer karty jest niepełny.", InvalidExpiry = "Data ważności karty jest nieprawidłowa.",
            IncompleteExpiry = "Data ważności karty jest niepełna.", PastExpiry = "Data ważności karty minęła.", IncompleteCode = "Kod bezpieczeństwa karty jest niepełny.",
        },
    ];
}
