using CalmonyPay.Invoices.Explaining;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Search;
using CalmonyPay.Platform.Swagger;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices;

public static class InvoiceEndpoints
{
    public static void MapInvoices(this IEndpointRouteBuilder v1)
    {
        var invoices = v1.MapGroup("/invoices").WithTags("Invoices");
        invoices.MapPost("/", async (InvoiceCreate create, InvoiceService service, CancellationToken ct) => Shown(await service.CreateAsync(create, ct)));
        invoices.MapGet("/", async (InvoiceList list, PayDb db, CancellationToken ct) => TypedResults.Ok(await Narrow(db, list).PageAsync(list.Page, i => i.Id, "/v1/invoices", InvoiceResponse.Of, ct)));
        invoices.MapGet("/search", async (SearchParams search, PayDb db, CancellationToken ct) =>
            TypedResults.Ok(await db.Invoices.SearchAsync(search, Found, i => i.Id, i => i.Id, "/v1/invoices/search", InvoiceResponse.Of, ct)));
        invoices.MapGet("/{invoice}", async (string invoice, NoParams none, InvoiceService service, CancellationToken ct) => Shown(await service.GetAsync(invoice, ct)));
        invoices.MapPost("/{invoice}", async (string invoice, InvoiceUpdate update, InvoiceService service, CancellationToken ct) => Shown(await service.UpdateAsync(invoice, update, ct)));
        invoices.MapDelete("/{invoice}", async (string invoice, NoParams none, InvoiceService service, CancellationToken ct) => TypedResults.Ok(await service.DeleteAsync(invoice, ct)));
        invoices.MapPost("/{invoice}/finalize", async (string invoice, InvoiceFinalize terms, InvoiceService service, CancellationToken ct) => Shown(await service.FinalizeAsync(invoice, terms, ct)));
        invoices.MapPost("/{invoice}/pay", async (string invoice, InvoicePay pay, InvoiceService service, GatewayDoor door, HttpContext http, CancellationToken ct) => pay.PaidOutOfBand
            ? (IResult)Shown(await service.PaidOutOfBandAsync(invoice, ct))
            : await door.RunAsync(http, (work, run) => work.GetRequiredService<InvoiceFlow>().PayAsync(invoice, pay, run)));
        invoices.MapPost("/{invoice}/send", async (string invoice, NoParams none, InvoiceService service, CancellationToken ct) => Shown(await service.SendAsync(invoice, ct)));
        invoices.MapPost("/{invoice}/void", async (string invoice, NoParams none, InvoiceService service, CancellationToken ct) => Shown(await service.VoidAsync(invoice, ct)));
        invoices.MapPost("/{invoice}/mark_uncollectible", async (string invoice, NoParams none, InvoiceService service, CancellationToken ct) => Shown(await service.MarkUncollectibleAsync(invoice, ct)));
        invoices.MapGet("/{invoice}/lines", async (string invoice, PageParams page, InvoiceService service, CancellationToken ct) =>
            TypedResults.Ok(Lines(await service.GetAsync(invoice, ct), page)));
        // Ours, not Stripe's: every penny's arithmetic.
        invoices.MapGet("/{invoice}/explain", async (string invoice, NoParams none, InvoiceService service, PayDb db, CancellationToken ct) =>
            TypedResults.Ok(InvoiceExplanation.Of(await service.GetAsync(invoice, ct), await db.InvoicePayments.Where(p => p.InvoiceId == invoice).ToListAsync(ct))))
            .OwnRoute("Every penny of an invoice: how its amounts came about, in words and numbers that add up.");
    }

    internal static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await services.GetRequiredService<PayDb>().Invoices.Where(i => ids.Contains(i.Id)).ToListAsync(ct)).ToDictionary(i => i.Id, i => (object)InvoiceResponse.Of(i));

    private static readonly SearchFields<Invoice> Found = new SearchFields<Invoice>()
        .Token("currency", i => i.Currency).Exact("customer", i => i.CustomerId).Token("number", i => i.Number).Exact("subscription", i => i.SubscriptionId)
        .Enum("status", i => i.Status).Number("total", i => i.Total).Time("created", i => i.CreatedAt).Metadata(i => i.Metadata);

    private static IQueryable<Invoice> Narrow(PayDb db, InvoiceList list)
    {
        var wanted = db.Invoices.CreatedIn(list.Created, "inv", i => i.Id, i => i.CreatedAt);
        if (list.Customer is { } customer) wanted = wanted.Where(i => i.CustomerId == customer);
        if (list.Subscription is { } subscription) wanted = wanted.Where(i => i.SubscriptionId == subscription);
        if (list.Status is { } status) wanted = wanted.Where(i => i.Status == status);
        if (list.CollectionMethod is { } collection) wanted = wanted.Where(i => i.CollectionMethod == collection);
        return list.DueDate is { } due ? due.Narrow(wanted.Where(i => i.DueDate != null), i => i.DueDate!.Value) : wanted;
    }

    /// <summary>Lines live in their invoice, in their order: pages are cut from what is at hand.</summary>
    private static PagedList<InvoiceLineResponse> Lines(Invoice invoice, PageParams page)
    {
        var ids = invoice.Lines.Select(line => line.Id).ToList();
        var cursor = page.StartingAfter ?? page.EndingBefore;
        var at = cursor is null ? -1 : ids.IndexOf(cursor);
        if (cursor is not null && at < 0) throw StripeError.NoSuchParam("line_item", cursor, page.EndingBefore is null ? "starting_after" : "ending_before");
        var from = page.EndingBefore is null ? at + 1 : Math.Max(0, at - page.Limit);
        var until = page.EndingBefore is null ? Math.Min(ids.Count, from + page.Limit) : at;
        var more = page.EndingBefore is null ? until < ids.Count : from > 0;
        return new($"/v1/invoices/{invoice.Id}/lines", more, [.. invoice.Lines.Skip(from).Take(until - from).Select(line => InvoiceLineResponse.Of(invoice, line))]);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.Ok<InvoiceResponse> Shown(Invoice invoice) => TypedResults.Ok(InvoiceResponse.Of(invoice));
}
