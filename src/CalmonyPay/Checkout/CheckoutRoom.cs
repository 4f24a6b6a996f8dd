using CalmonyPay.Checkout.Authentication;
using CalmonyPay.Checkout.Elements;
using CalmonyPay.Checkout.InvoicePay;
using CalmonyPay.Checkout.Lines;
using CalmonyPay.Checkout.Links;
using CalmonyPay.Checkout.Page;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Checkout.Portal;
using CalmonyPay.Checkout.Portal.Pages;
using CalmonyPay.Checkout.Receipts;
using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Checkout.Shipping;
using CalmonyPay.Invoices;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Hosting;

namespace CalmonyPay.Checkout;

/// <summary>What the room brings to the host.</summary>
public static class CheckoutRoom
{
    public static IServiceCollection AddCheckout(this IServiceCollection services)
    {
        services.AddOptions<CheckoutOptions>().BindConfiguration("CalmonyPay:Checkout").ValidateDataAnnotations().ValidateOnStart();
        services.AddScoped<CheckoutUrls>().AddScoped<LineShaping>().AddScoped<SessionReckoning>();
        services.AddScoped<CheckoutOrders>().AddScoped<CheckoutStates>().AddScoped<CheckoutReading>().AddScoped<CheckoutPaying>().AddScoped<CheckoutRecovery>().AddScoped<Buyers>()
            .AddScoped<PaymentPaying>().AddScoped<SubscriptionPaying>().AddScoped<SetupPaying>();
        services.AddScoped<CheckoutNews>().AddScoped<IPaymentMoved>(Bell).AddScoped<IInvoiceMoved>(Bell).AddScoped<ISetupMoved>(Bell);
        services.AddWorker<CheckoutWorker>();
        return services.AddSessions().AddShippingRates().AddPaymentLinks().AddInvoicePay().AddCheckoutPages().AddAuthenticationPages().AddReceipts().AddPortal();
    }

    public static void MapCheckout(this IEndpointRouteBuilder v1)
    {
        v1.MapSessions();
        v1.MapShippingRates();
        v1.MapPaymentLinks();
        v1.MapPortal();
    }

    /// <summary>What people see of it: outside the API, and without a key.</summary>
    public static void MapShopperPages(this IEndpointRouteBuilder routes)
    {
        routes.MapCheckoutPages();
        routes.MapLinkPages();
        routes.MapInvoicePay();
        routes.MapAuthenticationPages();
        routes.MapReceipts();
        routes.MapPortalPages();
        routes.MapElements();
    }

    private static CheckoutNews Bell(IServiceProvider services) => services.GetRequiredService<CheckoutNews>();
}
