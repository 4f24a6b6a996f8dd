namespace CalmonyPay.Invoices.Lines;

public static class LineEditingEndpoints
{
    public static IServiceCollection AddLineEditing(this IServiceCollection services) => services.AddScoped<LineEditing>();

    public static void MapLineEditing(this IEndpointRouteBuilder v1)
    {
        var invoices = v1.MapGroup("/invoices/{invoice}").WithTags("Invoices");
        invoices.MapPost("/add_lines", async (string invoice, LinesAdd add, LineEditing editing, CancellationToken ct) => TypedResults.Ok(InvoiceResponse.Of(await editing.AddAsync(invoice, add, ct))));
        invoices.MapPost("/update_lines", async (string invoice, LinesUpdate update, LineEditing editing, CancellationToken ct) => TypedResults.Ok(InvoiceResponse.Of(await editing.UpdateAsync(invoice, update, ct))));
        invoices.MapPost("/remove_lines", async (string invoice, LinesRemove remove, LineEditing editing, CancellationToken ct) => TypedResults.Ok(InvoiceResponse.Of(await editing.RemoveAsync(invoice, remove, ct))));
        invoices.MapPost("/lines/{line}", async (string invoice, string line, LineUpdate update, LineEditing editing, CancellationToken ct) => TypedResults.Ok(await editing.UpdateOneAsync(invoice, line, update, ct)));
    }
}
