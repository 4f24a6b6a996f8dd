namespace CalmonyPay.Simulator.Cards;

/// <summary>Cardstream's own test cards. Their outcome depends on the amount, the expiry month and the address.</summary>
internal static class CardstreamCards
{
    private const int DebitFlag = 1 << 1;

    public static IEnumerable<(string Number, CardProfile Card)> All =>
    [
        Row("4929421234600821", "356", CardBrand.Visa, "Flat 6 Primrose Rise 347 Lavender Road", "NN17 8YG"),
        Row("4543059999999982", "110", CardBrand.Visa, "76 Roseby Avenue", "M63X 7TH", hasMethod: false),
        Row("4543059999999990", "689", CardBrand.Visa, "23 Rogerham Mansions 4578 Ermine Street", "WD54 8TH", hasMethod: false),
        Row("4539791001730106", "289", CardBrand.VisaDebit, "Unit 5 Pickwick Walk 120 Uxbridge Road", "HA6 7HJ"),
        Row("4462000000000003", "672", CardBrand.VisaDebit, "Mews 57 Ladybird Drive Denmark", "65890"),
        Row("4917480000000008", "009", CardBrand.Electron, "5-6 Ross Avenue Birmingham", "B67 8UJ"),
        Row("5301250070000191", "419", CardBrand.Mastercard, "25 The Larches", "LE10 2RT"),
        Row("5413339000001000", "304", CardBrand.Mastercard, "Pear Tree Cottage", "MK11 7UY"),
        Row("5434849999999951", "470", CardBrand.Mastercard, "34a Rubbery Close", "CV21 8JT", hasMethod: false),
        Row("5434849999999993", "557", CardBrand.Mastercard, "4-7 The Hay Market", "NG32 4HG", hasMethod: false),
        Row("5573471234567898", "159", CardBrand.MastercardDebit, "Merevale Avenue", "LE10 2BU"),
        Row("3540599999991047", "209", CardBrand.Jcb, "2 Middle Wallop", "LN2 8HG"),
        Row("374245455400001", "4887", CardBrand.Amex, "The Hunts Way", "SO18 1GW"),
        ("36432685260294", Card(CardBrand.Diners, new CardHolder("111") { AddressResult = 1, PostcodeResult = 1 })),
    ];

    /// <summary>The digits of a text, which is all that an address check compares.</summary>
    public static string DigitsOf(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static (string Number, CardProfile Card) Row(
        string number, string cvv, CardBrand brand, string address, string postcode, bool hasMethod = true) =>
        (number, Card(brand, new CardHolder(cvv, DigitsOf(address), DigitsOf(postcode))) with { HasMethod = hasMethod });

    private static CardProfile Card(CardBrand brand, CardHolder holder) => new()
    {
        Book = CardBook.Cardstream,
        Brand = brand,
        Country = "GBR",
        Flags = brand.TypeCode is "VD" or "EL" or "MD" ? DebitFlag : 0,
        Enrolment = Enrolment.ByMonth,
        Holder = holder,
    };
}
