using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentMethods;

public static class PaymentMethodEndpoints
{
    /// <summary>The expansion kind of a payment method.</summary>
    public const string Kind = "payment_method";

    public static void MapPaymentMethods(this IEndpointRouteBuilder v1)
    {
        var methods = v1.MapGroup("/payment_methods").WithTags("Payment methods");
        methods.MapPost("/", (PaymentMethodCreate create, HttpContext http, GatewayDoor door) => door.RunAsync(http, (services, run) => CreateAsync(create, services, run)))
            .CallsGateway().ForPublishableKeys();
        methods.MapGet("/{id}", ShowAsync);
        methods.MapPost("/{id}", (string id, PaymentMethodUpdate update, HttpContext http, GatewayDoor door) => door.RunAsync(http, (services, run) => UpdateAsync(id, update, services, run)))
            .CallsGateway();
        methods.MapPost("/{id}/attach", (string id, PaymentMethodAttach attach, HttpContext http, GatewayDoor door) => door.RunAsync(http, (services, run) => AttachAsync(id, attach.Customer, services, run)))
            .CallsGateway();
        methods.MapPost("/{id}/detach", async (string id, NoParams none, PaymentMethodService service, CancellationToken ct) =>
            TypedResults.Ok(PaymentMethodResponse.Of(await service.DetachAsync(id, ct))));
        methods.MapGet("/", async (PaymentMethodList list, PayDb db, CancellationToken ct) =>
        {
            if (list.Customer is { } customer && !await db.Customers.AnyAsync(c => c.Id == customer, ct)) throw StripeError.NoSuchParam("customer", customer, "customer");
            return TypedResults.Ok(await OfCustomer(list, list.Customer, db).PageAsync(list.Page, m => m.Id, "/v1/payment_methods", PaymentMethodResponse.Of, ct));
        });

        var saved = v1.MapGroup("/customers/{customer}/payment_methods").WithTags("Customers");
        saved.MapGet("/", async (string customer, PaymentMethodList list, PayDb db, CancellationToken ct) =>
        {
            if (!await db.Customers.AnyAsync(c => c.Id == customer, ct)) throw StripeError.NoSuch("customer", customer, "customer");
            return TypedResults.Ok(await OfCustomer(list, customer, db).PageAsync(list.Page, m => m.Id, $"/v1/customers/{customer}/payment_methods", PaymentMethodResponse.Of, ct));
        });
        saved.MapGet("/{id}", async (string customer, string id, NoParams none, PayDb db, CancellationToken ct) =>
            TypedResults.Ok(PaymentMethodResponse.Of(await db.PaymentMethods.SingleOrDefaultAsync(m => m.Id == id && m.CustomerId == customer, ct) ?? throw StripeError.NoSuch("PaymentMethod", id, "payment_method"))));
    }

    private static async Task<object> CreateAsync(PaymentMethodCreate create, IServiceProvider services, GatewayRun run)
    {
        var service = services.GetRequiredService<PaymentMethodService>();
        if (run.RecoveryPoint is { } made) return PaymentMethodResponse.Of(await service.GetAsync(made, CancellationToken.None));
        var method = await service.StoreAsync(await service.FromDataAsync(create, CancellationToken.None));
        await run.SaveAndCommitAsync(Kind, method.Id);
        return PaymentMethodResponse.Of(method);
    }

    /// <summary>A test name becomes a method of its own, also here, so that it can be looked at.</summary>
    private static async Task<IResult> ShowAsync(string id, NoParams none, PaymentMethodService service, PayDb db, CancellationToken ct)
    {
        var method = await service.GetAsync(id, ct);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(PaymentMethodResponse.Of(method));
    }

    private static async Task<object> UpdateAsync(string id, PaymentMethodUpdate update, IServiceProvider services, GatewayRun run)
    {
        var method = await services.GetRequiredService<PaymentMethodService>().UpdateAsync(id, update, CancellationToken.None);
        await run.SaveAndCommitAsync(Kind, method.Id);
        return PaymentMethodResponse.Of(method);
    }

    private static async Task<object> AttachAsync(string id, string customerId, IServiceProvider services, GatewayRun run)
    {
        var (service, db, ct) = (services.GetRequiredService<PaymentMethodService>(), services.GetRequiredService<PayDb>(), CancellationToken.None);
        if (run.RecoveryPoint is { } done) return PaymentMethodResponse.Of(await service.GetAsync(done, ct));
        if (!await db.Customers.AnyAsync(c => c.Id == customerId, ct)) throw StripeError.NoSuchParam("customer", customerId, "customer");
        var isNew = service.IsTestName(id);
        var method = await service.GetAsync(id, ct); // before any lock: a new card is checked at the gateway
        if (await db.LockAsync<Customer>(customerId, ct) is not { DeletedAt: null }) throw StripeError.NoSuchParam("customer", customerId, "customer");
        if (!isNew) method = await db.LockAsync<PaymentMethod>(id, ct) ?? throw StripeError.NoSuch("PaymentMethod", id, "payment_method");
        PaymentMethodService.RefuseSpent(method, "payment_method");
        await service.AttachAsync(method, customerId, ct);
        await run.SaveAndCommitAsync(Kind, method.Id);
        return PaymentMethodResponse.Of(method);
    }

    private static IQueryable<PaymentMethod> OfCustomer(PaymentMethodList list, string? customer, PayDb db)
    {
        var wanted = db.PaymentMethods.Where(m => m.CustomerId != null && m.CustomerId == customer);
        if (list.Type is not (null or "card")) wanted = wanted.Where(m => false);
        return list.AllowRedisplay is { } redisplay ? wanted.Where(m => m.AllowRedisplay == redisplay) : wanted;
    }
}
