using System.Net.Mime;
using System.Text;
using CalmonyPay.Simulator.Admin;
using CalmonyPay.Simulator.Callbacks;
using CalmonyPay.Simulator.Faults;
using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.ThreeDSecure;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Actions;

/// <summary><c>POST /direct/</c>: the request in, the faults that strike it, the answer out.</summary>
internal sealed class DirectEndpoint(
    Gateway gateway, GatewayLedger ledger, FaultBook book, CallbackDesk callbacks, Counters counters, SimulatorOptions options)
{
    private const int MaxBodyBytes = 1 << 20;

    public async Task HandleAsync(HttpContext context)
    {
        var body = await BodyAsync(context.Request);
        var charset = CharsetOf(context.Request.ContentType);
        var form = FormParser.Parse(body, charset);
        var action = Gateway.ActionOf(form);
        counters.Add("request:" + (action is { Length: > 0 and < 20 } ? action : "none"));
        var faults = book.Draw(action, UniqueOf(form), form["merchantID"]);

        if (Find(faults, FaultKinds.Delay) is { } delay) await Task.Delay(delay.Ms, CancellationToken.None);
        if (await BrokenAsync(context, faults, FaultKinds.DropBefore, FaultKinds.ErrorBefore, FaultKinds.Unavailable)) return;
        var reply = Overridden(form, faults) ?? Act(body, charset, faults, PublicUrl(context.Request));
        counters.Add("answer:" + reply.Form["responseCode"]);
        callbacks.After(reply, faults);

        if (Find(faults, FaultKinds.DelayAfter) is { } wait) await Task.Delay(wait.Ms, CancellationToken.None);
        if (await BrokenAsync(context, faults, FaultKinds.DropAfter, FaultKinds.ErrorAfter)) return;
        await AnswerWriter.WriteAsync(context, form, reply, faults);
    }

    /// <summary>The gateway acts; with <c>act_twice</c> a second time, as if the request had been routed twice.</summary>
    private Reply Act(byte[] body, Encoding charset, IReadOnlyList<Fault> faults, string publicUrl)
    {
        var orders = new Orders(Find(faults, FaultKinds.IssuerCode)?.Code);
        var reply = gateway.Process(FormParser.Parse(body, charset), orders, publicUrl);
        if (Find(faults, FaultKinds.ActTwice) is not null)
            callbacks.After(gateway.Process(FormParser.Parse(body, charset), orders with { Duplicates = true }, publicUrl), faults);
        return Find(faults, FaultKinds.InProgressAfter) is null
            ? reply
            : gateway.Refused(FormParser.Parse(body, charset), Codes.InProgress, "TRANSACTION IN PROGRESS", reply.Secret);
    }

    /// <summary>Faults that put an answer in the place of acting.</summary>
    private Reply? Overridden(Form form, IReadOnlyList<Fault> faults)
    {
        var (code, message) = Find(faults, FaultKinds.InProgress) is not null ? (Codes.InProgress, "TRANSACTION IN PROGRESS")
            : Find(faults, FaultKinds.Duplicate) is not null ? (Codes.Duplicate, "REQUEST DUPLICATE")
            : Find(faults, FaultKinds.DuplicateWithoutXref) is not null ? (Codes.Duplicate, "REQUEST DUPLICATE")
            : Find(faults, FaultKinds.AnswerCode) is { } fault ? (fault.Code, "SIMULATED")
            : (0, "");
        return code == 0 ? null : gateway.Refused(form, code, message, gateway.SecretFor(form),
            withXref: Find(faults, FaultKinds.DuplicateWithoutXref) is null);
    }

    private static async Task<bool> BrokenAsync(HttpContext context, IReadOnlyList<Fault> faults, params string[] kinds)
    {
        if (faults.FirstOrDefault(f => kinds.Contains(f.Kind)) is not { } fault) return false;
        if (fault.Kind is FaultKinds.DropBefore or FaultKinds.DropAfter)
        {
            context.Abort();
            return true;
        }

        context.Response.StatusCode = fault.Kind == FaultKinds.Unavailable ? 503 : 500;
        context.Response.ContentType = MediaTypeNames.Text.Html;
        await context.Response.WriteAsync("<html><body>Something went wrong.</body></html>");
        return true;
    }

    private string? UniqueOf(Form form) => form["transactionUnique"]
        ?? (form["xref"] is { } xref ? ledger.Find(xref)?.TransactionUnique : null)
        ?? (form["threeDSRef"] is { } threeDSRef ? Legs.Find(ledger, threeDSRef)?.TransactionUnique : null);

    private string PublicUrl(HttpRequest request) =>
        options.PublicUrl?.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";

    private static Fault? Find(IReadOnlyList<Fault> faults, string kind) => faults.FirstOrDefault(f => f.Kind == kind);

    private static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.Length <= MaxBodyBytes ? body.ToArray() : [];
    }

    /// <summary>The gateway converts what a form says it is written in; only Latin-1 is in use beside UTF-8.</summary>
    private static Encoding CharsetOf(string? contentType) =>
        contentType?.Contains("iso-8859-1", StringComparison.OrdinalIgnoreCase) == true ? Encoding.Latin1 : Encoding.UTF8;
}
