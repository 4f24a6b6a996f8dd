using CalmonyPay.Simulator.Admin;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Faults;

/// <summary>Switches misbehaviour on and off.</summary>
internal static class FaultEndpoints
{
    public static void Map(IEndpointRouteBuilder faults)
    {
        faults.MapGet("/", (FaultBook book) => book.All);
        faults.MapDelete("/", (FaultBook book) => new { removed = book.Remove(null) });
        faults.MapDelete("/{id:int}", (int id, FaultBook book) => new { removed = book.Remove(id) });
        faults.MapPost("/", async (HttpRequest request, FaultBook book) =>
        {
            var form = await AdminForm.ReadAsync(request);
            return form.Filled("kind") is { } kind && FaultKinds.All.Contains(kind)
                ? Results.Ok(book.Add(Read(kind, form)))
                : AdminEndpoints.Wrong($"kind must be one of {string.Join(", ", FaultKinds.All.Order())}.");
        });
    }

    /// <exception cref="BadHttpRequestException">A number is none.</exception>
    private static Fault Read(string kind, Form form) => new(kind)
    {
        Action = form.Filled("action"),
        TransactionUnique = form.Filled("transactionUnique"),
        MerchantID = form.Filled("merchantID"),
        Probability = form.Number("probability") ?? 1,
        Seed = (int)(form.Number("seed") ?? 0),
        Skip = (int)(form.Number("skip") ?? 0),
        Count = (int?)form.Number("count"),
        Ms = (int)(form.Number("ms") ?? 1000),
        Code = (int)(form.Number("code") ?? 0),
    };
}
