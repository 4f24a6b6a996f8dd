using System.Collections.Frozen;

namespace CalmonyPay.Simulator.Cards;

/// <summary>Finds what a card number does.</summary>
public static class CardBooks
{
    private static readonly FrozenDictionary<string, CardProfile> Known =
        StripeCards.All.Concat(CardstreamCards.All).ToFrozenDictionary(row => row.Number, row => row.Card);

    /// <param name="number">12 to 19 digits.</param>
    public static CardProfile Of(string number) =>
        Known.TryGetValue(number, out var card)
            ? card
            : new CardProfile { Book = CardBook.Unknown, Brand = CardBrand.Of(number), Enrolment = Enrolment.ByMonth };

    /// <summary>The check digit of ISO/IEC 7812.</summary>
    public static bool CheckDigitIsRight(string number)
    {
        var sum = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var digit = number[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit > 4 ? (digit * 2) - 9 : digit * 2;
        }

        return sum % 10 == 0;
    }

    /// <summary>The first six and the last four digits, the rest starred: <c>492942******0821</c>.</summary>
    public static string Mask(string number) => number[..6] + new string('*', number.Length - 10) + number[^4..];
}
