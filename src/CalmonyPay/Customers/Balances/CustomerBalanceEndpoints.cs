using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Customers.Balances;

public static class CustomerBalanceEndpoints
{
    public static IServiceCollection AddCustomerBalances(this IServiceCollection services) => services
        .AddScoped<CustomerBalances>().AddScoped<CustomerBalanceService>()
        .AddSingleton(new ExpansionKind("customer_balance_transaction", LoadAsync));

    public static void MapCustomerBalances(this IEndpointRouteBuilder v1)
    {
        var moves = v1.MapGroup("/customers/{customer}/balance_transactions").WithTags("CustomerBalanceTransactions");
        moves.MapPost("/", async (string customer, CustomerBalanceCreate create, CustomerBalanceService service, CancellationToken ct) =>
            TypedResults.Ok(CustomerBalanceTransactionResponse.Of(await service.AdjustAsync(customer, create, ct))));
        moves.MapGet("/", async (string customer, CustomerBalanceList list, CustomerService customers, PayDb db, CancellationToken ct) =>
        {
            await customers.GetAsync(customer, ct);
            var wanted = db.CustomerBalanceTransactions.Where(t => t.CustomerId == customer).CreatedIn(list.Created, "cbtxn", t => t.Id, t => t.CreatedAt);
            if (list.Invoice is { } invoice) wanted = wanted.Where(t => t.InvoiceId == invoice);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, t => t.Id, $"/v1/customers/{customer}/balance_transactions", CustomerBalanceTransactionResponse.Of, ct));
        });
        moves.MapGet("/{transaction}", async (string customer, string transaction, NoParams none, CustomerBalanceService service, CancellationToken ct) =>
            TypedResults.Ok(CustomerBalanceTransactionResponse.Of(await service.GetAsync(customer, transaction, ct))));
        moves.MapPost("/{transaction}", async (string customer, string transaction, CustomerBalanceUpdate update, CustomerBalanceService service, CancellationToken ct) =>
            TypedResults.Ok(CustomerBalanceTransactionResponse.Of(await service.UpdateAsync(customer, transaction, update, ct))));
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await services.GetRequiredService<PayDb>().CustomerBalanceTransactions.Where(t => ids.Contains(t.Id)).ToListAsync(ct)).ToDictionary(t => t.Id, t => (object)CustomerBalanceTransactionResponse.Of(t));
}
