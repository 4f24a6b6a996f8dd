using System.Collections.Frozen;
using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Actions;

/// <summary>Fills what a request left out from the transaction that its <c>xref</c> names, as <c>cloneFields</c> allows.</summary>
internal static class Cloning
{
    private static readonly FrozenDictionary<string, string[]> Groups = new Dictionary<string, string[]>
    {
        ["orderFields"] = ["type", "countryCode", "currencyCode", "amount", "grossAmount", "netAmount", "taxRate", "taxAmount"],
        ["orderRefFields"] = ["transactionUnique", "orderRef", "orderDate"],
        ["cardFields"] = ["cardNumber", "cardExpiryDate", "cardExpiryMonth", "cardExpiryYear"],
        ["cardholderFields"] = ["customerName", .. Address, "customerPhone", "customerEmail"],
        ["customerFields"] = ["customerName", .. Address, "customerPhone", "customerEmail", "customerReceiptsRequired"],
        ["purchaseFields"] = ["items"],
        ["avscv2Fields"] = ["avscv2CheckRequired", "cv2CheckPref", "addressCheckPref", "postcodeCheckPref"],
        ["threedsFields"] = ["threeDSRequired", "threeDSPolicy", "threeDSCheckPref"],
        ["merchantFields"] = ["merchantName", "merchantWebsite", "merchantCategoryCode", "merchantData"],
        ["statementFields"] = ["statementNarrative1", "statementNarrative2"],
    }.ToFrozenDictionary();

    /// <summary>What speaks of one request only and is never copied.</summary>
    private static readonly FrozenSet<string> Own = FrozenSet.ToFrozenSet(
    [
        "merchantID", "merchantPwd", "action", "xref", "signature", "cloneFields", "callbackURL", "redirectURL", "checkOnly",
        "cardCVV", "captureDelay", "duplicateDelay", "authorisationCode", "initiator", "rtAgreementType", "rtSequenceNumber",
        "rtSequenceCount", "remoteAddress", "scaExemption", "threeDSRef", "threeDSResponse", "threeDSOptions",
        "threeDSRedirectURL", "threeDSEnrolled", "threeDSAuthenticated", "threeDSXID", "threeDSECI", "threeDSCAVV",
    ]);

    private static string[] Address =>
    [
        "customerAddress", "customerPostcode", "customerPostCode", "customerTown", "customerCounty", "customerCountryCode",
    ];

    /// <param name="request">What was sent.</param>
    /// <param name="source">The transaction to copy from.</param>
    /// <param name="card">Its card number; null when it is erased.</param>
    public static Form Merge(Form request, Transaction source, string? card)
    {
        var merged = Form.From(request.Flatten());
        var wanted = Chosen(request["cloneFields"]);
        var ownAddress = Address.Any(request.Has);
        var ownExpiry = request.Has("cardExpiryDate") || request.Has("cardExpiryMonth");
        foreach (var (name, text) in source.Request)
        {
            var path = FormParser.Path(name);
            var root = path[0];
            if (request.Has(root) || Own.Contains(root) || root.StartsWith("device", StringComparison.Ordinal)) continue;
            if (!wanted(root) || (ownAddress && Address.Contains(root))) continue;
            if (ownExpiry && root.StartsWith("cardExpiry", StringComparison.Ordinal)) continue;
            merged.SetAt(path, text);
        }

        if (!request.Has("cardNumber") && wanted("cardNumber")) merged.Set("cardNumber", card);
        return merged;
    }

    /// <summary>A list of fields and groups to copy; with <c>!</c> before it, the list to leave out.</summary>
    private static Func<string, bool> Chosen(string? cloneFields)
    {
        if (string.IsNullOrEmpty(cloneFields)) return _ => true;
        var except = cloneFields.StartsWith('!');
        var listed = cloneFields.TrimStart('!')
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(name => Groups.TryGetValue(name, out var group) ? group : [name])
            .ToFrozenSet();
        return name => listed.Contains(name) != except;
    }
}
