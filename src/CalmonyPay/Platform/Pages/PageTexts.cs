using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Platform.Pages;

/// <summary>The words that all hosted pages share. A further language is one more object of this.</summary>
public sealed record PageTexts
{
    public required Locale Locale { get; init; }

    public string NotFoundTitle { get; init; } = "This page is not there";
    public string NotFoundText { get; init; } = "The link may be incomplete, or it has been withdrawn. Please open it again from your e-mail, or ask whoever sent it to you.";
    public string ForeignPostTitle { get; init; } = "This form was sent from another page";
    public string ForeignPostText { get; init; } = "Nothing was done. Please open the page again from the shop or from your e-mail, and send the form there.";
    public string UnreadableTitle { get; init; } = "This form could not be read";
    public string UnreadableText { get; init; } = "Nothing was done. Please go back, and try again.";
    public string TroubleTitle { get; init; } = "Something went wrong on our side";
    public string TroubleText { get; init; } = "Please open the page again: it shows how things stand, and nothing is paid twice.";

    public static PageTexts BritishEnglish { get; } = new() { Locale = Locale.BritishEnglish };

    public static PageTexts Welsh { get; } = new()
    {
        Locale = Locale.Welsh,
        NotFoundTitle = "Nid yw’r dudalen hon yma",
        NotFoundText = "Efallai bod y ddolen yn anghyflawn, neu ei bod wedi’i thynnu’n ôl. Agorwch hi eto o’ch e-bost, neu gofynnwch i bwy bynnag a’i hanfonodd atoch.",
        ForeignPostTitle = "Anfonwyd y ffurflen hon o dudalen arall",
        ForeignPostText = "Ni wnaed dim. Agorwch y dudalen eto o’r siop neu o’ch e-bost, ac anfonwch y ffurflen oddi yno.",
        UnreadableTitle = "Ni ellid darllen y ffurflen hon",
        UnreadableText = "Ni wnaed dim. Ewch yn ôl a rhowch gynnig arall arni.",
        TroubleTitle = "Aeth rhywbeth o’i le ar ein hochr ni",
        TroubleText = "Agorwch y dudalen eto: mae’n dangos sut mae pethau’n sefyll, ac ni thelir dim ddwywaith.",
    };

    public static PageTexts French { get; } = new()
    {
        Locale = Locale.French,
        NotFoundTitle = "Cette page n’existe pas",
        NotFoundText = "Le lien est peut-être incomplet, ou il a été retiré. Ouvrez-le à nouveau depuis votre e-mail, ou demandez à la personne qui vous l’a envoyé.",
        ForeignPostTitle = "Ce formulaire a été envoyé depuis une autre page",
        ForeignPostText = "Rien n’a été fait. Rouvrez la page depuis la boutique ou votre e-mail, et envoyez le formulaire à partir de là.",
        UnreadableTitle = "Ce formulaire n’a pas pu être lu",
        UnreadableText = "Rien n’a été fait. Revenez en arrière et réessayez.",
        TroubleTitle = "Une erreur s’est produite de notre côté",
        TroubleText = "Rouvrez la page : elle montre où vous en êtes, et rien n’est payé deux fois.",
    };

    public static PageTexts German { get; } = new()
    {
        Locale = Locale.German,
        NotFoundTitle = "Diese Seite gibt es nicht",
        NotFoundText = "Vielleicht ist der Link unvollständig, oder er wurde zurückgezogen. Öffnen Sie ihn noch einmal aus Ihrer E-Mail, oder fragen Sie nach, wer ihn geschickt hat.",
        ForeignPostTitle = "Dieses Formular kam von einer fremden Seite",
        ForeignPostText = "Es ist nichts geschehen. Öffnen Sie die Seite noch einmal aus dem Shop oder aus Ihrer E-Mail, und senden Sie das Formular dort ab.",
        UnreadableTitle = "Dieses Formular konnte nicht gelesen werden",
        UnreadableText = "Es ist nichts geschehen. Gehen Sie bitte zurück und versuchen Sie es noch einmal.",
        TroubleTitle = "Bei uns ist etwas schiefgegangen",
        TroubleText = "Öffnen Sie die Seite bitte noch einmal: Sie zeigt den Stand, und nichts wird zweimal bezahlt.",
    };

    public static PageTexts Spanish { get; } = new()
    {
        Locale = Locale.Spanish,
        NotFoundTitle = "Esta página no existe",
        NotFoundText = "Puede que el enlace esté incompleto o que se haya retirado. Ábrelo de nuevo desde tu correo o pregunta a quien te lo envió.",
        ForeignPostTitle = "Este formulario se envió desde otra página",
        ForeignPostText = "No se ha hecho nada. Abre de nuevo la página desde la tienda o desde tu correo y envía el formulario desde allí.",
        UnreadableTitle = "No se ha podido leer este formulario",
        UnreadableText = "No se ha hecho nada. Vuelve atrás e inténtalo de nuevo.",
        TroubleTitle = "Algo ha fallado por nuestra parte",
        TroubleText = "Abre de nuevo la página: muestra cómo está todo, y nada se paga dos veces.",
    };

    public static PageTexts Polish { get; } = new()
    {
        Locale = Locale.Polish,
        NotFoundTitle = "Tej strony nie ma",
        NotFoundText = "Link może być niepełny albo został wycofany. Otwórz go ponownie z wiadomości e-mail lub zapytaj osobę, która go przysłała.",
        ForeignPostTitle = "Ten formularz został wysłany z innej strony",
        ForeignPostText = "Nic się nie stało. Otwórz stronę ponownie ze sklepu lub z wiadomości e-mail i wyślij formularz stamtąd.",
        UnreadableTitle = "Nie udało się odczytać tego formularza",
        UnreadableText = "Nic się nie stało. Wróć i spróbuj ponownie.",
        TroubleTitle = "Coś poszło nie tak po naszej stronie",
        TroubleText = "Otwórz stronę ponownie: pokaże, jak się sprawy mają, a nic nie zostanie zapłacone dwa razy.",
    };

    public static IReadOnlyList<PageTexts> All { get; } = [BritishEnglish, Welsh, French, German, Spanish, Polish];

    public static PageTexts For(Locale locale) => All.First(texts => texts.Locale == locale);

    /// <summary>In the language that the browser likes best.</summary>
    public static PageTexts For(HttpRequest request) => For(Locale.Preferred(request.Headers.AcceptLanguage));
}
