using CalmonyPay.Simulator.Callbacks;
using CalmonyPay.Simulator.Chargebacks;
using CalmonyPay.Simulator.Faults;
using CalmonyPay.Simulator.Ledger;

namespace CalmonyPay.Simulator.Admin;

/// <summary>
/// <c>/_simulator/…</c>: outside the protocol, for tests and for whoever wants to see what the gateway knows. There is no login,
/// so the simulator belongs on a laptop or in a private network.
/// </summary>
internal static class AdminEndpoints
{
    private static readonly string[] SettlesTo = [States.Tendered, States.Deferred, States.Accepted, States.Rejected];

    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/_simulator");
        admin.MapGet("/transactions", List);
        admin.MapGet("/transactions/{xref}", (string xref, GatewayLedger ledger) =>
            ledger.Find(xref) is { } found ? Results.Ok(TransactionView.Of(found)) : Results.NotFound());
        admin.MapPost("/settle", SettleAsync);
        admin.MapGet("/counters", (Counters counters) => counters.All);
        admin.MapGet("/callbacks", (CallbackSender sender) => new { held = sender.Held });
        admin.MapPost("/callbacks/release", (CallbackSender sender) => new { released = sender.Release() });
        admin.MapPost("/chargebacks", RaiseAsync);
        admin.MapPost("/chargebacks/{id}", DecideAsync);
        FaultEndpoints.Map(admin.MapGroup("/faults"));
    }

    private static TransactionList List(
        GatewayLedger ledger, string? transactionUnique, string? state, string? action, string? merchantID)
    {
        TransactionView[] found = [.. ledger.All()
            .Where(t => transactionUnique is null || t.TransactionUnique == transactionUnique)
            .Where(t => state is null || t.State == state)
            .Where(t => action is null || t.Action == action)
            .Where(t => merchantID is null || t.MerchantID == merchantID)
            .Select(TransactionView.Of)];
        return new(found.Length, found.CountBy(t => t.State).ToDictionary(), found);
    }

    private static async Task<IResult> SettleAsync(HttpRequest request, Settlement settlement, CallbackDesk callbacks)
    {
        var form = await AdminForm.ReadAsync(request);
        var to = form.Filled("to");
        if (to is not null && !SettlesTo.Contains(to)) return Wrong($"to must be one of {string.Join(", ", SettlesTo)}.");
        var run = settlement.Run(form.Has("xref") ? form.Texts("xref").ToHashSet() : null, to);
        foreach (var changed in run.Notices) callbacks.Tell(changed);
        return Results.Ok(run);
    }

    private static async Task<IResult> RaiseAsync(HttpRequest request, ChargebackDesk desk, CallbackDesk callbacks)
    {
        var form = await AdminForm.ReadAsync(request);
        var kind = form.Filled("type") ?? "chargeback";
        if (kind is not ("chargeback" or "inquiry")) return Wrong("type must be chargeback or inquiry.");
        if (form.Filled("xref") is not { } xref) return Wrong("xref is missing.");
        var sale = desk.Raise(xref, form.Filled("reason") ?? "general", (long?)form.Number("amount"), kind);
        if (sale is null) return Wrong("xref must be a captured SALE without an open chargeback, amount not above what it received.");
        callbacks.Tell(sale);
        return Results.Ok(TransactionView.Of(sale));
    }

    private static async Task<IResult> DecideAsync(string id, HttpRequest request, ChargebackDesk desk, CallbackDesk callbacks)
    {
        var status = (await AdminForm.ReadAsync(request)).Filled("status");
        if (status is not (ChargebackDesk.Won or ChargebackDesk.Lost)) return Wrong("status must be won or lost.");
        if (desk.Decide(id, status) is not { } versions) return Results.NotFound();
        foreach (var version in versions) callbacks.Tell(version);
        return Results.Ok(TransactionView.Of(versions[^1]));
    }

    internal static IResult Wrong(string message) => Results.BadRequest(new { error = message });
}
