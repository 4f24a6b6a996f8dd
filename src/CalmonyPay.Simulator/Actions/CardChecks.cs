using CalmonyPay.Simulator.Cards;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Actions;

/// <summary>Results of the security code, postcode and address checks: 0 not known, 1 not checked, 2 matched, 4 not matched.</summary>
internal sealed record CardChecks(int Cvv, int Postcode, int Address)
{
    /// <summary>Checks the security code; the only moment at which the simulator looks at it.</summary>
    public static int CvvResult(NewRequest request) => !Wanted(request) || request.Cvv is not { } cvv ? 1
        : request.Card.Holder.Cvv is not { } onFile ? request.Card.Holder.CvvResult
        : cvv == onFile ? 2 : 4;

    public static CardChecks Of(NewRequest request, int cvvResult)
    {
        var holder = request.Card.Holder;
        var postcode = request.Fields.Filled("customerPostcode") ?? request.Fields.Filled("customerPostCode");
        return new(cvvResult,
            Result(request, postcode, holder.PostcodeDigits, holder.PostcodeResult),
            Result(request, request.Fields.Filled("customerAddress"), holder.AddressDigits, holder.AddressResult));
    }

    /// <summary>Whether each result is among those that the request accepts.</summary>
    public bool Satisfies(Form request) =>
        Accepts(request, "cv2CheckPref", Cvv) && Accepts(request, "postcodeCheckPref", Postcode)
        && Accepts(request, "addressCheckPref", Address);

    public void WriteTo(Form answer) => answer
        .Set("avscv2ResponseCode", $"{Cvv}{Postcode}{Address}100")
        .Set("avscv2ResponseMessage", Message)
        .Set("avscv2AuthEntity", "merchant host")
        .Set("cv2Check", Word(Cvv))
        .Set("addressCheck", Word(Address))
        .Set("postcodeCheck", Word(Postcode));

    private string Message => (Cvv, Postcode, Address) switch
    {
        (2, 2, 2) => "ALL MATCH",
        (2, _, _) => "SECURITY CODE MATCH ONLY",
        (_, 2, 2) => "ADDRESS MATCH ONLY",
        ( <= 1, <= 1, <= 1) => "DATA NOT CHECKED",
        _ => "NO DATA MATCHES",
    };

    private static bool Wanted(NewRequest request) => request.Fields["avscv2CheckRequired"] != "N";

    private static int Result(NewRequest request, string? sent, string? onFile, int otherwise) =>
        !Wanted(request) || sent is null ? 1
        : onFile is null ? otherwise
        : CardstreamCards.DigitsOf(sent) == onFile ? 2 : 4;

    private static bool Accepts(Form request, string preference, int result) =>
        request.Filled(preference) is not { } accepted
        || accepted.Split(',', StringSplitOptions.TrimEntries).Contains(Word(result));

    private static string Word(int result) => result switch
    {
        0 => "not known",
        1 => "not checked",
        2 => "matched",
        8 => "partially matched",
        _ => "not matched",
    };
}
