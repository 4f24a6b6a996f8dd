using System.Net;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Webhooks.Delivery;
using CalmonyPay.Webhooks.Network;
using CalmonyPay.Webhooks.Replays;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Webhooks;

/// <summary>What the room brings to the host.</summary>
public static class WebhooksRoom
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration("CalmonyPay:Webhooks").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<EventOptions>().BindConfiguration("CalmonyPay:Events").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<WebhookOptions>>().Value);
        services.AddSingleton<WebhookSecrets>().AddSingleton(new EncryptedColumn("pay_webhook_endpoints", "secret_encrypted", WebhookSecrets.Purpose));
        services.AddSingleton(new EncryptedColumn("pay_webhook_endpoints", "previous_secret_encrypted", WebhookSecrets.Purpose));
        services.AddSingleton<NetworkGuard>().AddSingleton<WebhookAddress>().AddSingleton<ResolveHost>(Dns.GetHostAddressesAsync);
        services.AddScoped<WebhookEndpointService>().AddScoped<WebhookReplays>();
        services.AddSingleton<EventFanOut>().AddSingleton<DeliveryQueue>().AddSingleton<LiveEndpoints>().AddSingleton<WebhookSender>();
        return services.AddWorker<WebhookWorker>().AddWorker<EventRetention>().AddWorker<WebhookWatch>();
    }

    public static void MapWebhooks(this IEndpointRouteBuilder v1)
    {
        v1.MapEvents();
        v1.MapWebhookEndpoints();
    }
}
