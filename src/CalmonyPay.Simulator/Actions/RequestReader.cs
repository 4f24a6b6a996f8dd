using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CalmonyPay.Simulator.Cards;
using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Actions;

/// <summary>Checks a request for a new transaction field by field, in the gateway's missing and invalid codes.</summary>
internal sealed class RequestReader(GatewayLedger ledger, AccountBook accounts)
{
    /// <summary>A cross reference is good for thirteen months.</summary>
    private const int XrefMonths = 13;

    private const int MaxDuplicateDelay = 9999;

    /// <exception cref="Refusal">A field is missing or invalid.</exception>
    public NewRequest Read(Form request, string merchantID, MerchantAccount account, string action)
    {
        var source = Source(request, merchantID);
        var fields = source is null ? request : Cloning.Merge(request, source, accounts.CardOf(source));
        fields.Set("cardNumber", fields["cardNumber"]?.Replace(" ", "", StringComparison.Ordinal));
        var type = Required(fields, "type");
        if (type is not ("1" or "2" or "9")) throw Codes.Invalid("type");
        var (amount, exponent) = Money(fields, action);
        if (!IsCountry(Required(fields, "countryCode"))) throw Codes.Invalid("countryCode");
        CheckAgreement(fields);
        var number = Card(fields);
        var card = CardBooks.Of(number);
        var (month, year) = Expiry(fields, given: request.Has("cardExpiryDate") || request.Has("cardExpiryMonth"));
        CheckCvv(fields, account, card.Brand);
        if (DuplicateDelay(fields) is < 0 or > MaxDuplicateDelay) throw Codes.Invalid("duplicateDelay");
        if (fields.Filled("remoteAddress") is { } address && !IsIpV4(address)) throw Codes.Invalid("remoteAddress");
        return new NewRequest
        {
            Fields = fields,
            Account = account,
            MerchantID = merchantID,
            Action = action,
            Type = type,
            Amount = amount,
            CurrencyExponent = exponent,
            CardNumber = number,
            Card = card,
            ExpiryMonth = month,
            ExpiryYear = year,
            CaptureDelay = CaptureDelay(fields, account, action),
            Base = source,
        };
    }

    /// <summary>A stored request again, for the leg that continues it: the same but for the security code.</summary>
    public NewRequest Restore(Transaction transaction, MerchantAccount account)
    {
        var number = accounts.CardOf(transaction) ?? throw new Refusal(Codes.NotAllowed, "Card data erased");
        var fields = Form.From(transaction.Request).Set("cardNumber", number);
        var (month, year) = Expiry(fields, given: false);
        Currencies.TryExponent(fields["currencyCode"] ?? "", out var exponent);
        return new NewRequest
        {
            Fields = fields,
            Account = account,
            MerchantID = transaction.MerchantID,
            Action = transaction.Action,
            Type = fields["type"] ?? "1",
            Amount = transaction.Amount,
            CurrencyExponent = exponent,
            CardNumber = number,
            Card = CardBooks.Of(number),
            ExpiryMonth = month,
            ExpiryYear = year,
            CaptureDelay = transaction.CaptureDelay,
            Base = transaction.BaseXref is { } xref ? ledger.Find(xref) : null,
        };
    }

    public static int DuplicateDelay(Form fields) =>
        fields.Filled("duplicateDelay") is not { } text ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : -1;

    private Transaction? Source(Form request, string merchantID)
    {
        if (request.Filled("xref") is not { } xref) return null;
        if (ledger.Find(xref) is not { } source || source.MerchantID != merchantID)
            throw new Refusal(Codes.InvalidXref, "INVALID_XREF");
        if (source.CreatedAt.AddMonths(XrefMonths) < ledger.Now) throw new Refusal(Codes.Expired, "REQUEST EXPIRED");
        return source;
    }

    private static (long Amount, int Exponent) Money(Form fields, string action)
    {
        var text = Required(fields, "amount");
        if (!Currencies.TryExponent(Required(fields, "currencyCode"), out var exponent)) throw Codes.Invalid("currencyCode");
        if (!Currencies.TryAmount(text, exponent, out var amount) || (amount == 0) != (action == "VERIFY"))
            throw Codes.Invalid("amount");
        return (amount, exponent);
    }

    private static void CheckAgreement(Form fields)
    {
        if (fields.Filled("rtAgreementType") is { } agreement && !Initiators.Agreements.Contains(agreement))
            throw Codes.Invalid("rtAgreementType");
        if (!Initiators.Fits(fields)) throw Codes.Invalid("initiator");
    }

    private static string Card(Form fields)
    {
        var number = Required(fields, "cardNumber");
        return number.Length is >= 12 and <= 19 && number.All(char.IsAsciiDigit) ? number : throw Codes.Invalid("cardNumber");
    }

    /// <param name="fields">The request's fields.</param>
    /// <param name="given">Whether this request sent the date: then a past one is its mistake, else the issuer's decline.</param>
    private (int Month, int Year) Expiry(Form fields, bool given)
    {
        var oneField = fields.Filled("cardExpiryDate");
        if (oneField is { Length: not 4 }) throw Codes.Invalid("cardExpiryDate");
        var monthText = oneField?[..2] ?? Required(fields, "cardExpiryMonth");
        var yearText = oneField?[2..] ?? Required(fields, "cardExpiryYear");
        if (!int.TryParse(monthText, NumberStyles.None, CultureInfo.InvariantCulture, out var month) || month is < 1 or > 12)
            throw Codes.Invalid(oneField is null ? "cardExpiryMonth" : "cardExpiryDate");
        if (!int.TryParse(yearText, NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year > 99)
            throw Codes.Invalid(oneField is null ? "cardExpiryYear" : "cardExpiryDate");
        year += 2000;
        if (given && year < ledger.Now.Year) throw Codes.Invalid(oneField is null ? "cardExpiryYear" : "cardExpiryDate");
        if (given && year == ledger.Now.Year && month < ledger.Now.Month)
            throw Codes.Invalid(oneField is null ? "cardExpiryMonth" : "cardExpiryDate");
        return (month, year);
    }

    private static void CheckCvv(Form fields, MerchantAccount account, CardBrand brand)
    {
        if (fields.Filled("cardCVV") is not { } cvv)
        {
            if (account.CardCvvMandatory && fields["type"] == "1" && Initiators.Of(fields) == Initiators.Consumer)
                throw Codes.Missing("cardCVV");
        }
        else if (cvv.Length != brand.CvvLength || !cvv.All(char.IsAsciiDigit))
        {
            throw Codes.Invalid("cardCVV");
        }
    }

    private static int CaptureDelay(Form fields, MerchantAccount account, string action)
    {
        if (fields.Filled("captureDelay") is not { } text || action is "VERIFY" or "PREAUTH") return 0;
        var known = text == "never" || int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        var days = text == "never" || !known ? -1 : int.Parse(text, CultureInfo.InvariantCulture);
        return known && days is >= -1 and <= 30 && (days == 0 || account.DelayedCapture)
            ? days
            : throw Codes.Invalid("captureDelay");
    }

    private static string Required(Form fields, string name) => fields.Filled(name) ?? throw Codes.Missing(name);

    private static bool IsCountry(string code) =>
        (code.Length == 3 && code.All(char.IsAsciiDigit)) || (code.Length is 2 or 3 && code.All(char.IsAsciiLetter));

    private static bool IsIpV4(string text) =>
        text.Count(c => c == '.') == 3 && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork;
}
