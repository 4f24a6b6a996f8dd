using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices.Items;

public static class InvoiceItemEndpoints
{
    public static IServiceCollection AddInvoiceItems(this IServiceCollection services) => services
        .AddScoped<InvoiceItemService>().AddScoped<ItemCharges>().AddScoped<ItemShaping>()
        .AddSingleton(new ExpansionKind("invoiceitem", LoadAsync));

    public static void MapInvoiceItems(this IEndpointRouteBuilder v1)
    {
        var items = v1.MapGroup("/invoiceitems").WithTags("InvoiceItems");
        items.MapPost("/", async (InvoiceItemCreate create, InvoiceItemService service, CancellationToken ct) =>
            TypedResults.Ok(InvoiceItemResponse.Of(await service.CreateAsync(create, ct))));
        items.MapGet("/", async (InvoiceItemList list, PayDb db, CancellationToken ct) =>
        {
            var wanted = db.InvoiceItems.CreatedIn(list.Created, "ii", i => i.Id, i => i.CreatedAt);
            if (list.Customer is { } customer) wanted = wanted.Where(i => i.CustomerId == customer);
            if (list.Invoice is { } invoice) wanted = wanted.Where(i => i.InvoiceId == invoice);
            if (list.Pending is { } pending) wanted = wanted.Where(i => i.InvoiceId == null == pending);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, i => i.Id, "/v1/invoiceitems", InvoiceItemResponse.Of, ct));
        });
        items.MapGet("/{invoiceitem}", async (string invoiceitem, NoParams none, InvoiceItemService service, CancellationToken ct) =>
            TypedResults.Ok(InvoiceItemResponse.Of(await service.GetAsync(invoiceitem, ct))));
        items.MapPost("/{invoiceitem}", async (string invoiceitem, InvoiceItemUpdate update, InvoiceItemService service, CancellationToken ct) =>
            TypedResults.Ok(InvoiceItemResponse.Of(await service.UpdateAsync(invoiceitem, update, ct))));
        items.MapDelete("/{invoiceitem}", async (string invoiceitem, NoParams none, InvoiceItemService service, CancellationToken ct) =>
            TypedResults.Ok(await service.DeleteAsync(invoiceitem, ct)));
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await services.GetRequiredService<PayDb>().InvoiceItems.Where(i => ids.Contains(i.Id)).ToListAsync(ct)).ToDictionary(i => i.Id, i => (object)InvoiceItemResponse.Of(i));
}
