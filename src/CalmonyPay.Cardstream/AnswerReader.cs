using System.Text;

namespace CalmonyPay.Cardstream;

/// <summary>From the bytes of an HTTP 200 to a reply: whatever cannot be believed is unknown.</summary>
internal static class AnswerReader
{
    /// <summary>Far above any answer, which is a few kilobytes.</summary>
    private const int MaxBytes = 1 << 20;

    public static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, ct)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > MaxBytes) throw new AnswerTooLongException();
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    public static GatewayReply Read(string body, FieldList request, string? secret)
    {
        if (string.IsNullOrWhiteSpace(body)) return Unknown(UnknownReason.EmptyBody, "The answer is empty.");
        if (!FieldList.TryParse(body.Trim(), out var fields)) return Unknown(UnknownReason.UnparsableBody, "The answer is no form.");
        if (CardstreamAnswer.ReadCode(Signature.Trusted(fields)) is not { } code)
            return Unknown(UnknownReason.NoResponseCode, "The answer has no responseCode.");

        var verdict = Signature.Verify(fields, secret);
        var answer = new CardstreamAnswer(fields, verdict);
        // A gateway that does not know the account cannot sign for it, and has done nothing for it either.
        if (ResponseCodes.IsUnidentified(code)) return new GatewayReply.Answered(answer);

        return verdict switch
        {
            SignatureVerdict.Missing => Unknown(UnknownReason.MissingSignature, "The answer is not signed."),
            SignatureVerdict.Mismatch => Unknown(UnknownReason.WrongSignature, "The answer's signature is wrong."),
            SignatureVerdict.NoSecretHeld => Unknown(UnknownReason.UncheckedSignature, "The answer is signed, and the account holds no secret."),
            SignatureVerdict.PartialUntrusted => Unknown(UnknownReason.PartialSignature, "The answer's signature covers too little."),
            _ when IsAnothers(answer, request) => Unknown(UnknownReason.OtherTransaction, "The answer is to another transaction."),
            _ => new GatewayReply.Answered(answer),
        };
    }

    private static bool IsAnothers(CardstreamAnswer answer, FieldList request) =>
        request["transactionUnique"] is { } sent && answer.TransactionUnique is { } received && sent != received;

    private static GatewayReply.Unknown Unknown(UnknownReason reason, string detail) => new(reason, detail);
}

/// <summary>The body is longer than any answer can be.</summary>
internal sealed class AnswerTooLongException : Exception;
