using System.Buffers;
using System.Text;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Platform.Http;

/// <summary>Tells two requests under one idempotency key apart: an HMAC over method, path and parsed parameters, security codes left out.</summary>
public static class Fingerprint
{
    public static byte[] Of(HttpContext context, ProjectSecrets secrets)
    {
        var canonical = new ArrayBufferWriter<byte>(512);
        canonical.Write(Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path}\n"));
        Params.Of(context)?.WriteCanonical(canonical);
        return secrets.Mac("idempotency", canonical.WrittenSpan);
    }
}
