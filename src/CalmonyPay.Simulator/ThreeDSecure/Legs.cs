using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CalmonyPay.Simulator.Actions;
using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.ThreeDSecure;

/// <summary>Opens the legs of a 3-D Secure flow and reads what comes back from them.</summary>
internal static class Legs
{
    public const string Method = "method";
    public const string Challenge = "challenge";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    public static PendingAuthentication Open(Transaction transaction, string leg, int cvvResult, bool cvvSent, DateTimeOffset now)
    {
        var end = now + Life;
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var text = $"P3KEY:transactionID={transaction.TransactionID}&merchantID={transaction.MerchantID}"
            + $"&__life__={end.ToUnixTimeSeconds()}&key={key}";
        return new(Convert.ToBase64String(Encoding.ASCII.GetBytes(text)), end, Guid.NewGuid().ToString(), leg, cvvResult, cvvSent);
    }

    /// <summary>The 65802 answer: where the browser shall post which fields.</summary>
    public static Form Answer(Transaction transaction, string publicUrl)
    {
        var pending = transaction.Pending!;                       // Only called for a transaction with an open leg.
        var answer = Answers.Of(transaction)
            .Set("threeDSRef", pending.ThreeDSRef)
            .Set("threeDSURL", $"{publicUrl}/acs/{transaction.Xref}/{pending.Leg}")
            .Set("threeDSCheck", "not checked")
            .Set("threeDSVersion", "2.1.0")
            .Set("amountRetained", 0)
            .Set("amountReceived", 0);
        var (name, text) = pending.Leg == Method
            ? ("threeDSMethodData", MethodData(transaction, publicUrl))
            : ("creq", Encode(new { messageType = "CReq", messageVersion = "2.1.0", acsTransID = pending.AcsTransID }));
        answer.SetAt(["threeDSRequest", name], text);
        if (pending.Leg == Challenge) answer.SetAt(["threeDSRequest", "threeDSSessionData"], Encode(transaction.Xref));
        return Answers.Verdict(answer, Codes.AuthenticationRequired, "3DS AUTHENTICATION REQUIRED");
    }

    /// <summary>The transaction that a reference names, whether or not it still opens anything.</summary>
    public static Transaction? Find(GatewayLedger ledger, string threeDSRef)
    {
        if (Decode(threeDSRef) is not { } text || !text.StartsWith("P3KEY:", StringComparison.Ordinal)) return null;
        var id = FormParser.Parse(text["P3KEY:".Length..])["transactionID"];
        return long.TryParse(id, out var number) ? ledger.Find(number) : null;
    }

    /// <exception cref="Refusal">The reference is used or superseded, or its time is over.</exception>
    public static PendingAuthentication Enter(Transaction transaction, string threeDSRef, DateTimeOffset now) =>
        transaction.Pending is { } pending && pending.ThreeDSRef == threeDSRef && now < pending.ExpiresAt
            ? pending
            : throw new Refusal(Codes.Expired, "REQUEST EXPIRED");

    /// <summary>The payer's outcome that a challenge's answer carries.</summary>
    /// <exception cref="Refusal">The answer is not the one that the issuer's page gave for this challenge.</exception>
    public static Authentication Outcome(PendingAuthentication pending, Form? response)
    {
        if (response?["cres"] is not { } cres || Decode(cres) is not { } json || !json.StartsWith('{'))
            throw Codes.Invalid("threeDSResponse");
        using var document = Parse(json);
        var named = document.RootElement.TryGetProperty("acsTransID", out var id) ? id.GetString() : null;
        if (named != pending.AcsTransID || pending.Outcome is null) throw Codes.Invalid("threeDSResponse");
        return pending.Outcome switch
        {
            "approve" => new("Y", "Y"),
            "timeout" => new("Y", "N", Reason: "14"),
            _ => new("Y", "N", Reason: Authentication.Refused),
        };
    }

    public static string ChallengeResult(PendingAuthentication pending, string outcome) => Encode(new
    {
        messageType = "CRes",
        messageVersion = "2.1.0",
        acsTransID = pending.AcsTransID,
        transStatus = outcome == "approve" ? "Y" : "N",
    });

    private static string MethodData(Transaction transaction, string publicUrl) => Encode(new
    {
        threeDSServerTransID = transaction.Pending!.AcsTransID,
        threeDSMethodNotificationURL = $"{publicUrl}/acs/{transaction.Xref}/method",
    });

    private static string Encode<T>(T message) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(message))
        .TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string? Decode(string encoded)
    {
        var text = encoded.Replace('-', '+').Replace('_', '/');
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), octets, out var length)
            ? Encoding.UTF8.GetString(octets, 0, length)
            : null;
    }

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            throw Codes.Invalid("threeDSResponse");
        }
    }
}
