using CalmonyPay.Accounts;
using CalmonyPay.Catalog;
using CalmonyPay.Catalog.Meters;
using CalmonyPay.Checkout;
using CalmonyPay.Checkout.Elements;
using CalmonyPay.Customers;
using CalmonyPay.Customers.Balances;
using CalmonyPay.Gateways;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Audit;
using CalmonyPay.Invoices.CreditNotes;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Invoices.Lines;
using CalmonyPay.Invoices.Papers;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.Ledger;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Disputes;
using CalmonyPay.PaymentIntents.Refunds;
using CalmonyPay.PaymentMethods;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Health;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Idempotency;
using CalmonyPay.Platform.Logging;
using CalmonyPay.Platform.Pages;
using CalmonyPay.Platform.Swagger;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions;
using CalmonyPay.TestClocks;
using CalmonyPay.Usage;
using CalmonyPay.Webhooks;
using FluentValidation;

namespace CalmonyPay;

/// <summary>Composition: what is plugged in, in which order. The only place that knows every room.</summary>
public static class PayHost
{
    /// <summary>Largest request body, bytes. Stripe's parameters fit many times over.</summary>
    public const long MostBodyBytes = 1 << 20;

    /// <summary>How long requests under way have when the host stops.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(45);

    /// <summary>The host as it runs in production; a test adjusts configuration or services before it is built.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
            kestrel.AddServerHeader = false;
        });
        builder.Logging.AddPayLogging();
        AddServices(builder.Services);
        adjust?.Invoke(builder);
        var app = builder.Build();
        Map(app);
        return app;
    }

    /// <summary>Everything but the web server: also what a verb of the command line works with.</summary>
    internal static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => DatabaseLogins.From(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<PayDbPools>().AddScoped<TenantScope>().AddScoped<RequestInfo>().AddScoped<ScopeTime>();
        services.AddScoped(provider => provider.GetRequiredService<PayDbPools>().Rent(provider.GetRequiredService<TenantScope>()));
        services.AddOptions<EncryptionOptions>().BindConfiguration("CalmonyPay:Encryption");
        services.AddSingleton<Keyring>().AddSingleton<ProjectSecretCache>().AddScoped<ProjectSecrets>();
        services.AddWorker<IdempotencySweep>();
        services.AddSingleton<EventWake>().AddHostedService(provider => provider.GetRequiredService<EventWake>());
        services.AddScoped<EventLog>().AddScoped<IdempotencyKeys>().AddSingleton<Expander>();
        services.AddOptions<GatewayDoorOptions>().BindConfiguration("CalmonyPay:Requests");
        services.AddSingleton(provider => provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<GatewayDoorOptions>>().Value);
        services.AddSingleton<GatewayDoor>().AddHostedService(provider => provider.GetRequiredService<GatewayDoor>());
        services.AddValidators();
        services.AddExceptionHandler<StripeErrorHandler>();
        services.AddProblemDetails();
        services.AddHealth().AddSwagger().AddAssetCompression();
        services.AddSingleton<PublicUrl>().AddSingleton<SameOrigin>().AddTrustedProxies().AddSingleton<TenantTokens>().AddSingleton<KeyRotation>();
        services.AddSingleton(new EncryptedColumn("pay_idempotency_keys", "response_body", IdempotencyKeys.Purpose));
        services.Configure<HostOptions>(host =>
        {
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore; // one worker's end is logged; the others and the API go on
            host.ShutdownTimeout = StopLimit;
        });

        services.AddAccounts().AddGateways().AddLedger().AddMeters().AddCatalog().AddCustomers().AddPaymentMethods().AddPaymentIntents().AddUsage().AddInvoices().AddSubscriptions().AddTestClocks().AddCheckout().AddWebhooks();
    }

    private static void Map(WebApplication app)
    {
        var role = HostRole.From(app.Configuration);
        if (role.Serves) app.UseExplorer();
        app.UseForwardedHeaders();
        app.UseMiddleware<RequestLine>();
        app.UseExceptionHandler();
        app.UseRouting();
        app.MapHealth();
        if (!role.Serves) return;

        app.UseWhen(context => context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) && !ElementPages.NeedsNoKey(context.Request.Path), api => api.UseMiddleware<ApiKeyGate>());

        app.UseAssetCompression();
        app.MapStylesheet();
        app.MapPageScripts();
        app.MapGatewayCallbacks();
        app.MapInvoicePages();
        app.MapShopperPages();
        var v1 = app.MapGroup("/v1").AddEndpointFilter<V1Filter>();
        v1.MapAccount();
        v1.MapLedger();
        v1.MapCatalog();
        v1.MapCustomers();
        v1.MapCustomerBalances();
        v1.MapPaymentMethods();
        v1.MapPaymentIntents();
        v1.MapCharges();
        v1.MapRefunds();
        v1.MapDisputes();
        v1.MapTokens();
        v1.MapSetupIntents();
        v1.MapMeters();
        v1.MapUsage();
        v1.MapInvoices();
        v1.MapInvoiceItems();
        v1.MapLineEditing();
        v1.MapInvoicePayments();
        v1.MapCreditNotes();
        v1.MapSequenceAudit();
        v1.MapSubscriptions();
        v1.MapTestClocks();
        v1.MapCheckout();
        v1.MapWebhooks();
        v1.MapUnserved();
    }

    /// <summary>Every FluentValidation rule set of the product, by the record it checks.</summary>
    private static void AddValidators(this IServiceCollection services)
    {
        foreach (var rules in typeof(PayHost).Assembly.GetTypes().Where(type => !type.IsAbstract))
            if (rules.BaseType is { IsGenericType: true } basis && basis.GetGenericTypeDefinition() == typeof(AbstractValidator<>))
                services.AddSingleton(typeof(IValidator<>).MakeGenericType(basis.GetGenericArguments()), rules);
    }
}
