using System.Net;
using System.Text;
using CalmonyPay.Simulator.Faults;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Actions;

/// <summary>Writes an answer, or what a fault leaves of it. The gateway calls its form-encoded answers <c>text/html</c>.</summary>
internal static class AnswerWriter
{
    public static async Task WriteAsync(HttpContext context, Form request, Reply reply, IReadOnlyList<Fault> faults)
    {
        var secret = Struck(faults, FaultKinds.NoSignature) ? null
            : Struck(faults, FaultKinds.WrongSignature) && reply.Secret is not null ? reply.Secret + "!"
            : reply.Secret;
        var body = Signed.Encode(reply.Form, secret);
        if (request.Filled("redirectURL") is { } url) body = Page(url, reply.Form);
        if (Struck(faults, FaultKinds.Garbage)) body = "<!doctype html><h1>It works!</h1>";
        if (Struck(faults, FaultKinds.EmptyBody)) body = "";
        if (Struck(faults, FaultKinds.CutBody)) body = body[..(body.Length / 2)];

        var octets = Encoding.UTF8.GetBytes(body);
        context.Response.ContentType = "text/html; charset=UTF-8";
        context.Response.ContentLength = octets.Length;
        if (!Struck(faults, FaultKinds.CutConnection))
        {
            await context.Response.Body.WriteAsync(octets);
            return;
        }

        await context.Response.Body.WriteAsync(octets.AsMemory(0, octets.Length / 2));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    /// <summary>With <c>redirectURL</c> the gateway thinks that it speaks to a browser and sends it on with a page.</summary>
    private static string Page(string url, Form answer)
    {
        var inputs = string.Concat(answer.Flatten().Select(f =>
            $"<input type=\"hidden\" name=\"{WebUtility.HtmlEncode(f.Key)}\" value=\"{WebUtility.HtmlEncode(f.Value)}\">"));
        return $"<!doctype html><form method=\"post\" action=\"{WebUtility.HtmlEncode(url)}\">{inputs}<button>Continue</button></form>";
    }

    private static bool Struck(IReadOnlyList<Fault> faults, string kind) => faults.Any(f => f.Kind == kind);
}
