using CalmonyPay.Simulator.Faults;
using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.ThreeDSecure;

/// <summary>
/// The issuer's side of 3-D Secure: the device method and the challenge. Each answers the browser with a 307, which makes it post
/// the same fields on to the merchant, so that nothing here needs JavaScript.
/// </summary>
internal static class AcsEndpoints
{
    public static void MapAcs(this IEndpointRouteBuilder routes)
    {
        var acs = routes.MapGroup("/acs/{xref}");
        acs.MapPost("/method", (string xref, GatewayLedger ledger, FaultBook faults) => Open(ledger, xref) is not { } transaction
            ? AcsPages.Gone()
            : faults.Draw("", transaction.TransactionUnique, transaction.MerchantID, FaultKinds.MethodSilent).Count > 0
                ? AcsPages.Silent()
                : BackToMerchant(transaction, "method"));

        acs.MapPost("/challenge", async (string xref, HttpRequest request, GatewayLedger ledger) =>
        {
            var form = await ReadAsync(request);
            return Open(ledger, xref) is { Pending: { Leg: Legs.Challenge } pending } transaction && form.Filled("creq") is not null
                ? AcsPages.Challenge(transaction, pending, form["threeDSSessionData"])
                : AcsPages.Gone();
        });

        acs.MapPost("/decide/{outcome}", (string xref, string outcome, GatewayLedger ledger) =>
        {
            lock (ledger.Gate)
            {
                if (outcome is not ("approve" or "decline" or "timeout")
                    || Open(ledger, xref) is not { Pending: { Leg: Legs.Challenge } pending } transaction)
                    return AcsPages.Gone();
                ledger.Save(transaction with { Pending = pending with { Outcome = outcome } });
                return BackToMerchant(transaction, null);
            }
        });
    }

    private static Transaction? Open(GatewayLedger ledger, string xref) =>
        ledger.Find(xref) is { Pending: { } pending } transaction && ledger.Now < pending.ExpiresAt ? transaction : null;

    private static IResult BackToMerchant(Transaction transaction, string? leg)
    {
        var url = transaction.RequestField("threeDSRedirectURL") ?? "/";
        if (leg is not null) url += (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "threeDSAcsResponse=" + leg;
        return Results.Redirect(url, permanent: false, preserveMethod: true);
    }

    private static async Task<Form> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return FormParser.Parse(body.ToArray());
    }
}
