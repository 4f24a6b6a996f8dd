using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Ledger;

public static class LedgerEndpoints
{
    public static IServiceCollection AddLedger(this IServiceCollection services) => services
        .AddScoped<LedgerService>()
        .AddWorker<BalanceFolding>()
        .AddSingleton(new ExpansionKind("balance_transaction", LoadAsync));

    public static void MapLedger(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/balance", async (NoParams none, PayDb db, CancellationToken ct) => TypedResults.Ok(await BalanceAsync(db, ct))).WithTags("Balance");
        v1.MapTransactions("/balance_transactions");
        v1.MapTransactions("/balance/history"); // their old address, which older SDKs still use
    }

    private static void MapTransactions(this IEndpointRouteBuilder v1, string path)
    {
        var transactions = v1.MapGroup(path).WithTags("Balance");
        transactions.MapGet("/{id}", async (string id, NoParams none, PayDb db, CancellationToken ct) => TypedResults.Ok(BalanceTransactionResponse.Of(
            await db.BalanceTransactions.SingleOrDefaultAsync(t => t.Id == id, ct) ?? throw StripeError.NoSuch("balance transaction", id))));
        transactions.MapGet("/", (BalanceTransactionList list, PayDb db, CancellationToken ct) => ListAsync(list, db, $"/v1{path}", ct));
    }

    private static async Task<Ok<PagedList<BalanceTransactionResponse>>> ListAsync(BalanceTransactionList list, PayDb db, string url, CancellationToken ct)
    {
        var wanted = db.BalanceTransactions.CreatedIn(list.Created, "txn", t => t.Id, t => t.CreatedAt);
        if (list.Type is { } type)
        {
            // One of Stripe's types that this server never books: no rows.
            if (!Enum.TryParse<BalanceTransactionType>(type.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var known))
                return TypedResults.Ok(new PagedList<BalanceTransactionResponse>(url, false, []));
            wanted = wanted.Where(t => t.Type == known);
        }
        if (list.Source is { } source) wanted = wanted.Where(t => t.SourceId == source);
        if (list.Currency?.Code is { } currency) wanted = wanted.Where(t => t.Currency == currency);
        return TypedResults.Ok(await wanted.PageAsync(list.Page, t => t.Id, url, BalanceTransactionResponse.Of, ct));
    }

    private static async Task<BalanceResponse> BalanceAsync(PayDb db, CancellationToken ct)
    {
        var sums = await db.LedgerBalances.GroupBy(b => new { b.Currency, b.Account })
            .Select(part => new AccountSum(part.Key.Currency, part.Key.Account, part.Sum(b => b.Amount))).ToListAsync(ct);
        var project = db.ProjectId;
        var currency = await db.Set<Project>().Where(p => p.Id == project).Select(p => p.DefaultCurrency).SingleAsync(ct);
        return BalanceResponse.Of(sums, currency, db.Livemode);
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        await services.GetRequiredService<PayDb>().BalanceTransactions.Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, object (t) => BalanceTransactionResponse.Of(t), ct);
}
