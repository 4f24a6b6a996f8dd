using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Links;

/// <summary>What a payment link says where it opens no session; one object a language.</summary>
public sealed record LinkTexts
{
    public required Locale Locale { get; init; }

    /// <summary>It was switched off, or as many as may be have bought.</summary>
    public required string OverTitle { get; init; }

    public required string Over { get; init; }

    /// <summary>The address has come too often.</summary>
    public required string BusyTitle { get; init; }

    public required string Busy { get; init; }

    public static LinkTexts For(Locale locale) => All.First(texts => texts.Locale == locale);

    public static IReadOnlyList<LinkTexts> All { get; } =
    [
        new()
        {
            Locale = Locale.BritishEnglish, OverTitle = "This payment link is no longer active", Over = "It can no longer be used to pay. Please ask whoever gave it to you.",
            BusyTitle = "Too many visits", Busy = "This link was opened too often from your connection. Please wait a minute, and try again.",
        },
        new()
        {
            Locale = Locale.Welsh, OverTitle = "Nid yw’r ddolen dalu hon yn weithredol mwyach", Over = "Ni ellir ei defnyddio i dalu mwyach. Gofynnwch i bwy bynnag a’i rhoddodd i chi.",
            BusyTitle = "Gormod o ymweliadau", Busy = "Agorwyd y ddolen hon yn rhy aml o’ch cysylltiad. Arhoswch funud, a rhowch gynnig arall arni.",
        },
        new()
        {
            Locale = Locale.French, OverTitle = "Ce lien de paiement n’est plus actif", Over = "Il ne permet plus de payer. Adressez-vous à la personne qui vous l’a donné.",
            BusyTitle = "Trop de visites", Busy = "Ce lien a été ouvert trop souvent depuis votre connexion. Patientez une minute, puis réessayez.",
        },
        new()
        {
            Locale = Locale.German, OverTitle = "Dieser Zahlungslink ist nicht mehr aktiv", Over = "Mit ihm kann nicht mehr bezahlt werden. Bitte fragen Sie dort nach, wo Sie ihn bekommen haben.",
            BusyTitle = "Zu viele Aufrufe", Busy = "Dieser Link wurde über Ihre Verbindung zu oft geöffnet. Bitte warten Sie eine Minute und versuchen Sie es noch einmal.",
        },
        new()
        {
            Locale = Locale.Spanish, OverTitle = "Este enlace de pago ya no está activo", Over = "Ya no sirve para pagar. Consulte a quien se lo dio.",
            BusyTitle = "Demasiadas visitas", Busy = "Este enlace se ha abierto demasiadas veces desde su conexión. Espere un minuto e inténtelo de nuevo.",
        },
        new()
        {
            Locale = Locale.Polish, OverTitle = "Ten link do płatności nie jest już aktywny", Over = "Nie można już nim zapłacić. Prosimy zapytać osobę, od której został otrzymany.",
            BusyTitle = "Zbyt wiele odwiedzin", Busy = "Ten link otwarto z tego połączenia zbyt wiele razy. Prosimy odczekać minutę i spróbować ponownie.",
        },
    ];
}
