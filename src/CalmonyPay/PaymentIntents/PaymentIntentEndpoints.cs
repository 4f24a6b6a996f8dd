using CalmonyPay.Customers;
using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Disputes;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.PaymentIntents.Refunds;
using CalmonyPay.PaymentMethods;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Paging;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CalmonyPay.PaymentIntents;

public static class PaymentIntentEndpoints
{
    public static IServiceCollection AddPaymentIntents(this IServiceCollection services)
    {
        services.AddOptions<PaymentOptions>().BindConfiguration("CalmonyPay:Payments").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<PaymentOptions>>().Value);
        services.AddSingleton<CardVault>();
        services.AddScoped<PaymentIntentService>().AddScoped<PaymentOperations>().AddScoped<ChargeBooks>().AddScoped<ReceiptUrls>().AddScoped<ChargeOrders>().AddScoped<ChargeEngine>()
            .AddScoped<PaymentSubmission>().AddScoped<PaymentResumption>().AddScoped<PaymentFlow>().AddScoped<AuthenticationFlow>()
            .AddScoped<DueCharges>().AddScoped<ChargeSettlement>().AddScoped<AttemptResolution>();
        UnresolvedPayments.AddTo(services);
        services.AddScoped<IGatewayTold, ChargeNews>().AddScoped<ICustomerPayments, PaidBefore>();
        services.AddWorker<PaymentWorker>();
        services.AddSingleton(new ExpansionKind("payment_intent", LoadAsync));
        return services.AddCharges().AddRefunds().AddDisputes();
    }

    public static void MapPaymentIntents(this IEndpointRouteBuilder v1)
    {
        var intents = v1.MapGroup("/payment_intents").WithTags("PaymentIntents");
        intents.MapPost("/", async (PaymentIntentCreate create, PaymentIntentService service, GatewayDoor door, HttpContext http, CancellationToken ct) => create.CallsGateway
            ? (IResult)await door.RunAsync(http, (work, run) => work.GetRequiredService<PaymentFlow>().CreateAsync(create, run))
            : TypedResults.Ok(service.Shown((await service.CreateAsync(create, ct)).Intent)));
        intents.MapGet("/", async (PaymentIntentList list, PayDb db, ProjectSecrets secrets, CancellationToken ct) =>
        {
            var wanted = db.PaymentIntents.Where(i => !i.OldStyle).CreatedIn(list.Created, "pi", i => i.Id, i => i.CreatedAt);
            if (list.Customer is { } customer) wanted = wanted.Where(i => i.CustomerId == customer);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, i => i.Id, "/v1/payment_intents", i => PaymentIntentResponse.Of(i, secrets), ct));
        });
        intents.MapGet("/search", async (SearchParams search, PayDb db, ProjectSecrets secrets, CancellationToken ct) =>
            TypedResults.Ok(await db.PaymentIntents.Where(i => !i.OldStyle).SearchAsync(search, Found, i => i.Id, i => i.Id, "/v1/payment_intents/search", i => PaymentIntentResponse.Of(i, secrets), ct)));
        intents.MapGet("/{intent}", async (string intent, PaymentIntentRetrieve retrieve, PaymentIntentService service, CancellationToken ct) =>
            TypedResults.Ok(service.Shown(await service.GetAsync(intent, retrieve.ClientSecret, ct)))).ForPublishableKeys();
        intents.MapPost("/{intent}", async (string intent, PaymentIntentUpdate update, PaymentIntentService service, GatewayDoor door, HttpContext http, CancellationToken ct) => update.CallsGateway
            ? (IResult)await door.RunAsync(http, (work, run) => work.GetRequiredService<PaymentFlow>().UpdateAsync(intent, update, run))
            : TypedResults.Ok(service.Shown(await service.UpdateAsync(intent, update, ct))));
        intents.MapPost("/{intent}/confirm", (string intent, PaymentIntentConfirm confirm, GatewayDoor door, HttpContext http) =>
        {
            var browser = BrowserFacts.Of(http, confirm.Browser); // before the door: the work may outlive the request
            return door.RunAsync(http, (work, run) => work.GetRequiredService<PaymentFlow>().ConfirmAsync(intent, confirm, browser, run));
        }).CallsGateway().ForPublishableKeys();
        intents.MapPost("/{intent}/capture", (string intent, PaymentIntentCapture capture, GatewayDoor door, HttpContext http) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<PaymentFlow>().CaptureAsync(intent, capture, run))).CallsGateway();
        intents.MapPost("/{intent}/cancel", (string intent, PaymentIntentCancel cancel, GatewayDoor door, HttpContext http) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<PaymentFlow>().CancelAsync(intent, cancel, run))).CallsGateway();
        intents.MapPost("/{intent}/increment_authorization", async (string intent, PaymentIntentIncrement increment, PaymentIntentService service, CancellationToken ct) =>
        {
            await service.GetAsync(intent, null, ct);
            throw StripeError.Invalid($"This gateway cannot raise a hold: the authorization of {intent} stays as it is. Cancel it and create a payment of {increment.Amount}.", code: "payment_intent_increment_authorization_unsupported");
        });
        // Ours, not Stripe's: every try of an intent with its place in the order of tries.
        intents.MapGet("/{intent}/attempts", async (string intent, PageParams page, PaymentIntentService service, PayDb db, CancellationToken ct) =>
        {
            await service.GetAsync(intent, null, ct);
            return TypedResults.Ok(await db.Attempts.Where(a => a.PaymentIntentId == intent).PageAsync(page, a => a.Id, $"/v1/payment_intents/{intent}/attempts", ChargeResponse.Of, ct));
        }).WithSummary("CalmonyPay's own: the attempts of a payment intent");
    }

    private static readonly SearchFields<PaymentIntent> Found = new SearchFields<PaymentIntent>()
        .Number("amount", i => i.Amount).Token("currency", i => i.Currency).Exact("customer", i => i.CustomerId).Enum("status", i => i.Status)
        .Time("created", i => i.CreatedAt).Metadata(i => i.Metadata);

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var secrets = services.GetRequiredService<ProjectSecrets>();
        return (await services.GetRequiredService<PayDb>().PaymentIntents.Where(i => ids.Contains(i.Id)).ToListAsync(ct)).ToDictionary(i => i.Id, i => (object)PaymentIntentResponse.Of(i, secrets));
    }
}
