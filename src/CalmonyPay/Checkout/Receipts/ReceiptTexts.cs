using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Receipts;

/// <summary>The words of a receipt; one object a language.</summary>
public sealed record ReceiptTexts
{
    public required Locale Locale { get; init; }
    public required string Receipt { get; init; }

    /// <summary>{0} the seller.</summary>
    public required string ReceiptFrom { get; init; }

    /// <summary>{0} an amount, {1} a date.</summary>
    public required string PaidSum { get; init; }

    public required string Number { get; init; }
    public required string PaidOn { get; init; }
    public required string PaidWith { get; init; }
    public required string Invoice { get; init; }
    public required string Description { get; init; }
    public required string Amount { get; init; }
    public required string Total { get; init; }

    /// <summary>{0} a date.</summary>
    public required string RefundedOn { get; init; }

    /// <summary>{0} a date.</summary>
    public required string RefundUnderWay { get; init; }

    public required string LeftAfterRefunds { get; init; }
    public required string Questions { get; init; }

    /// <summary>{0} the seller.</summary>
    public required string Contact { get; init; }

    public required string TestMode { get; init; }

    public static ReceiptTexts For(Locale locale) => All.First(texts => texts.Locale == locale);

    private static ReceiptTexts[] All { get; } =
    [
        new()
        {
            Locale = Locale.BritishEnglish, Receipt = "Receipt", ReceiptFrom = "Receipt from {0}", PaidSum = "{0} paid on {1}", Number = "Receipt number", PaidOn = "Date paid", PaidWith = "Paid with", Invoice = "Invoice",
            Description = "Description", Amount = "Amount", Total = "Amount paid", RefundedOn = "Refunded on {0}", RefundUnderWay = "Refund of {0}, on its way", LeftAfterRefunds = "Paid after refunds",
            Questions = "Questions?", Contact = "Contact {0}", TestMode = "Test mode: no money has moved.",
        },
        new()
        {
            Locale = Locale.Welsh, Receipt = "Derbynneb", ReceiptFrom = "Derbynneb gan {0}", PaidSum = "Talwyd {0} ar {1}", Number = "Rhif y dderbynneb", PaidOn = "Dyddiad talu", PaidWith = "Talwyd gyda", Invoice = "Anfoneb",
            Description = "Disgrifiad", Amount = "Swm", Total = "Swm a dalwyd", RefundedOn = "Ad-dalwyd ar {0}", RefundUnderWay = "Ad-daliad {0}, ar ei ffordd", LeftAfterRefunds = "Wedi’i dalu ar ôl ad-daliadau",
            Questions = "Cwestiynau?", Contact = "Cysylltu â {0}", TestMode = "Modd prawf: nid oes arian wedi symud.",
        },
        new()
        {
            Locale = Locale.French, Receipt = "Reçu", ReceiptFrom = "Reçu de {0}", PaidSum = "{0} payés le {1}", Number = "Numéro de reçu", PaidOn = "Date du paiement", PaidWith = "Payé avec", Invoice = "Facture",
            Description = "Désignation", Amount = "Montant", Total = "Montant payé", RefundedOn = "Remboursé le {0}", RefundUnderWay = "Remboursement du {0}, en cours", LeftAfterRefunds = "Payé après remboursements",
            Questions = "Des questions ?", Contact = "Contacter {0}", TestMode = "Mode test : aucun argent n’a été débité.",
        },
        new()
        {
            Locale = Locale.German, Receipt = "Beleg", ReceiptFrom = "Beleg von {0}", PaidSum = "{0} bezahlt am {1}", Number = "Belegnummer", PaidOn = "Bezahlt am", PaidWith = "Bezahlt mit", Invoice = "Rechnung",
            Description = "Beschreibung", Amount = "Betrag", Total = "Bezahlter Betrag", RefundedOn = "Erstattet am {0}", RefundUnderWay = "Erstattung vom {0}, unterwegs", LeftAfterRefunds = "Bezahlt nach Erstattungen",
            Questions = "Fragen?", Contact = "{0} schreiben", TestMode = "Testmodus: Es ist kein Geld geflossen.",
        },
        new()
        {
            Locale = Locale.Spanish, Receipt = "Recibo", ReceiptFrom = "Recibo de {0}", PaidSum = "{0} pagados el {1}", Number = "Número de recibo", PaidOn = "Fecha de pago", PaidWith = "Pagado con", Invoice = "Factura",
            Description = "Descripción", Amount = "Importe", Total = "Importe pagado", RefundedOn = "Reembolsado el {0}", RefundUnderWay = "Reembolso del {0}, en camino", LeftAfterRefunds = "Pagado tras los reembolsos",
            Questions = "¿Preguntas?", Contact = "Escribir a {0}", TestMode = "Modo de prueba: no se ha movido dinero.",
        },
        new()
        {
            Locale = Locale.Polish, Receipt = "Potwierdzenie płatności", ReceiptFrom = "Potwierdzenie płatności od {0}", PaidSum = "Zapłacono {0} dnia {1}", Number = "Numer potwierdzenia", PaidOn = "Data płatności", PaidWith = "Zapłacono kartą",
            Invoice = "Faktura", Description = "Opis", Amount = "Kwota", Total = "Zapłacona kwota", RefundedOn = "Zwrócono dnia {0}", RefundUnderWay = "Zwrot z dnia {0}, w drodze", LeftAfterRefunds = "Zapłacono po zwrotach",
            Questions = "Pytania?", Contact = "Napisz do {0}", TestMode = "Tryb testowy: żadne pieniądze nie zostały pobrane.",
        },
    ];
}
