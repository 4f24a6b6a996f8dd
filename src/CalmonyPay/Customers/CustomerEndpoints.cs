using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Customers.Balances;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Search;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Customers;

public static class CustomerEndpoints
{
    public static IServiceCollection AddCustomers(this IServiceCollection services) => services
        .AddScoped<CustomerService>().AddCustomerBalances().AddScoped<CustomerDiscounts>().AddScoped<IPromotionCustomers, PromotionCustomers>()
        .AddSingleton(new ExpansionKind("customer", LoadAsync));

    public static void MapCustomers(this IEndpointRouteBuilder v1)
    {
        var customers = v1.MapGroup("/customers").WithTags("Customers");
        customers.MapPost("/", async (CustomerCreate create, CustomerService service, CancellationToken ct) =>
            TypedResults.Ok(CustomerResponse.Of(await service.CreateAsync(create, ct))));
        customers.MapGet("/search", async (SearchParams search, PayDb db, CancellationToken ct) =>
            TypedResults.Ok(await db.Customers.SearchAsync(search, Found, c => c.Id, c => c.Id, "/v1/customers/search", CustomerResponse.Of, ct)));
        customers.MapGet("/{id}", async (string id, NoParams none, CustomerService service, CancellationToken ct) =>
            TypedResults.Ok(Shown(await service.GetAsync(id, ct))));
        customers.MapPost("/{id}", async (string id, CustomerUpdate update, CustomerService service, CancellationToken ct) =>
            TypedResults.Ok(CustomerResponse.Of(await service.UpdateAsync(id, update, ct))));
        customers.MapDelete("/{id}", async (string id, NoParams none, CustomerService service, CancellationToken ct) =>
            TypedResults.Ok(await service.DeleteAsync(id, ct)));
        customers.MapDelete("/{customer}/discount", async (string customer, NoParams none, CustomerService service, CancellationToken ct) =>
            TypedResults.Ok(await service.DeleteDiscountAsync(customer, ct)));
        customers.MapGet("/", async (CustomerList list, PayDb db, CancellationToken ct) =>
        {
            var wanted = db.Customers.CreatedIn(list.Created, "cus", c => c.Id, c => c.CreatedAt);
            wanted = wanted.Where(c => c.TestClockId == list.TestClock);
            if (list.Email is { } email) wanted = wanted.Where(c => c.Email == email);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, c => c.Id, "/v1/customers", CustomerResponse.Of, ct));
        });
    }

    private static readonly SearchFields<Customer> Found = new SearchFields<Customer>()
        .Token("email", c => c.Email, substring: true).Text("name", c => c.Name).Token("phone", c => c.Phone, substring: true)
        .Time("created", c => c.CreatedAt).Metadata(c => c.Metadata);

    private static object Shown(Customer customer) => customer.DeletedAt is null ? CustomerResponse.Of(customer) : new DeletedCustomer(customer.Id);

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        (await services.GetRequiredService<PayDb>().Customers.IgnoreQueryFilters(["erased"]).Where(c => ids.Contains(c.Id)).ToListAsync(ct)).ToDictionary(c => c.Id, Shown);
}
