using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices.CreditNotes;

public static class CreditNoteEndpoints
{
    public static IServiceCollection AddCreditNotes(this IServiceCollection services) => services
        .AddScoped<CreditNoteService>().AddScoped<CreditNotePapers>().AddScoped<CreditReckoning>().AddScoped<CreditNoteFlow>()
        .AddSingleton(new ExpansionKind("credit_note", LoadAsync));

    public static void MapCreditNotes(this IEndpointRouteBuilder v1)
    {
        var notes = v1.MapGroup("/credit_notes").WithTags("CreditNotes");
        notes.MapPost("/", async (CreditNoteCreate create, CreditNoteService service, GatewayDoor door, HttpContext http, CancellationToken ct) => create.CallsGateway
            ? (IResult)await door.RunAsync(http, (work, run) => work.GetRequiredService<CreditNoteFlow>().CreateAsync(create, run))
            : TypedResults.Ok(CreditNoteResponse.Of((await service.IssueAsync(create, null, ct)).Note)));
        notes.MapGet("/", async (CreditNoteList list, PayDb db, CancellationToken ct) =>
        {
            var wanted = db.CreditNotes.CreatedIn(list.Created, "cn", n => n.Id, n => n.CreatedAt);
            if (list.Customer is { } customer) wanted = wanted.Where(n => n.CustomerId == customer);
            if (list.Invoice is { } invoice) wanted = wanted.Where(n => n.InvoiceId == invoice);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, n => n.Id, "/v1/credit_notes", CreditNoteResponse.Of, ct));
        });
        notes.MapGet("/preview", async (CreditNotePreview preview, CreditNoteService service, CancellationToken ct) =>
            TypedResults.Ok(CreditNoteResponse.Of(await service.PreviewAsync(preview.Create, ct))));
        notes.MapGet("/preview/lines", async (CreditNotePreviewLines preview, CreditNoteService service, CancellationToken ct) =>
            TypedResults.Ok(Lines(await service.PreviewAsync(preview.Create, ct), preview.Page, "/v1/credit_notes/preview/lines")));
        notes.MapGet("/{id}", async (string id, NoParams none, CreditNoteService service, CancellationToken ct) =>
            TypedResults.Ok(CreditNoteResponse.Of(await service.GetAsync(id, ct))));
        notes.MapPost("/{id}", async (string id, CreditNoteUpdate update, CreditNoteService service, CancellationToken ct) =>
            TypedResults.Ok(CreditNoteResponse.Of(await service.UpdateAsync(id, update, ct))));
        notes.MapGet("/{id}/lines", async (string id, PageParams page, CreditNoteService service, CancellationToken ct) =>
            TypedResults.Ok(Lines(await service.GetAsync(id, ct), page, CreditNoteLineResponse.UrlOf(id))));
        notes.MapPost("/{id}/void", async (string id, NoParams none, CreditNoteService service, CancellationToken ct) =>
            TypedResults.Ok(CreditNoteResponse.Of(await service.VoidAsync(id, ct))));
    }

    /// <summary>Lines live in their note, in their order: pages are cut from what is at hand.</summary>
    private static PagedList<CreditNoteLineResponse> Lines(CreditNote note, PageParams page, string url)
    {
        var ids = note.Lines.Select(line => line.Id).ToList();
        var (cursor, backwards) = (page.StartingAfter ?? page.EndingBefore, page.EndingBefore is not null);
        var at = cursor is null ? -1 : ids.IndexOf(cursor);
        if (cursor is not null && at < 0) throw StripeError.NoSuchParam("credit note line item", cursor, backwards ? "ending_before" : "starting_after");
        var from = backwards ? Math.Max(0, at - page.Limit) : at + 1;
        var until = backwards ? at : Math.Min(ids.Count, from + page.Limit);
        return new(url, backwards ? from > 0 : until < ids.Count, [.. note.Lines.Skip(from).Take(until - from).Select(line => CreditNoteLineResponse.Of(note, line))]);
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await services.GetRequiredService<PayDb>().CreditNotes.Where(n => ids.Contains(n.Id)).ToListAsync(ct)).ToDictionary(n => n.Id, n => (object)CreditNoteResponse.Of(n));
}
