using CalmonyPay.Catalog;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Paging;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentMethods.SetupIntents;

public static class SetupIntentEndpoints
{
    public const string Kind = "setup_intent", AttemptKind = "setup_attempt";

    internal static IServiceCollection AddSetupIntents(this IServiceCollection services)
    {
        services.AddOptions<SetupOptions>().BindConfiguration("CalmonyPay:Setups").ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<SetupIntentService>().AddScoped<SetupIntentFlow>().AddScoped<SetupBooks>().AddScoped<SetupAuthentication>();
        services.AddSingleton(new ExpansionKind(Kind, LoadIntentsAsync)).AddSingleton(new ExpansionKind(AttemptKind, LoadAttemptsAsync));
        return services.AddWorker<SetupWorker>();
    }

    public static void MapSetupIntents(this IEndpointRouteBuilder v1)
    {
        var intents = v1.MapGroup("/setup_intents").WithTags("Setup intents");
        intents.MapPost("/", (SetupIntentCreate create, HttpContext http, GatewayDoor door) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<SetupIntentFlow>().CreateAsync(create, run))).CallsGateway();
        intents.MapGet("/", async (SetupIntentList list, PayDb db, ProjectSecrets secrets, CancellationToken ct) =>
        {
            var wanted = db.SetupIntents.CreatedIn(list.Created, "seti", i => i.Id, i => i.CreatedAt);
            if (list.Customer is { } customer) wanted = wanted.Where(i => i.CustomerId == customer);
            if (list.PaymentMethod is { } method) wanted = wanted.Where(i => i.PaymentMethodId == method);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, i => i.Id, "/v1/setup_intents", i => SetupIntentResponse.Of(i, secrets), ct));
        });
        intents.MapGet("/{intent}", async (string intent, SetupIntentRetrieve retrieve, SetupIntentService service, CancellationToken ct) =>
            TypedResults.Ok(service.Shown(await service.GetAsync(intent, retrieve.ClientSecret, ct)))).ForPublishableKeys();
        intents.MapPost("/{intent}", (string intent, SetupIntentUpdate update, HttpContext http, GatewayDoor door) =>
            door.RunAsync(http, (work, run) => work.GetRequiredService<SetupIntentFlow>().UpdateAsync(intent, update, run))).CallsGateway();
        intents.MapPost("/{intent}/confirm", (string intent, SetupIntentConfirm confirm, HttpContext http, GatewayDoor door) =>
        {
            var browser = BrowserFacts.Of(http, confirm.Browser); // before the door: the work may outlive the request
            return door.RunAsync(http, (work, run) => work.GetRequiredService<SetupIntentFlow>().ConfirmAsync(intent, confirm, browser, run));
        }).CallsGateway().ForPublishableKeys();
        intents.MapPost("/{intent}/cancel", async (string intent, SetupIntentCancel cancel, SetupIntentService service, CancellationToken ct) =>
            TypedResults.Ok(service.Shown(await service.CancelAsync(intent, cancel, ct))));

        v1.MapGet("/setup_attempts", async (SetupAttemptList list, PayDb db, CancellationToken ct) =>
        {
            if (!await db.SetupIntents.AnyAsync(i => i.Id == list.SetupIntent, ct)) throw StripeError.NoSuchParam("setupintent", list.SetupIntent, "setup_intent");
            var wanted = db.SetupAttempts.Where(a => a.SetupIntentId == list.SetupIntent).CreatedIn(list.Created, "setatt", a => a.Id, a => a.CreatedAt);
            return TypedResults.Ok(await wanted.PageAsync(list.Page, a => a.Id, "/v1/setup_attempts", SetupAttemptResponse.Of, ct));
        }).WithTags("Setup attempts");
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadIntentsAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var service = services.GetRequiredService<SetupIntentService>();
        return (await services.GetRequiredService<PayDb>().ByIdAsync<SetupIntent>(ids, ct)).ToDictionary(i => i.Key, i => (object)service.Shown(i.Value));
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAttemptsAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        await services.GetRequiredService<PayDb>().SetupAttempts.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => (object)SetupAttemptResponse.Of(a), ct);
}
