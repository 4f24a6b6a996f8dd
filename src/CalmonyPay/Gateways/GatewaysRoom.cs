using System.ComponentModel.DataAnnotations;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Hosting;

namespace CalmonyPay.Gateways;

/// <summary>How gateways are called.</summary>
public sealed record GatewayOptions
{
    /// <summary>For one call, from connecting to the last byte of the answer; then its outcome is unknown.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:50")] public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>What the room brings to the host.</summary>
public static class GatewaysRoom
{
    public static IServiceCollection AddGateways(this IServiceCollection services)
    {
        services.AddOptions<GatewayOptions>().BindConfiguration("CalmonyPay:Gateway").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<GatewayEventOptions>().BindConfiguration("CalmonyPay:GatewayEvents").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IGateway, CardstreamGateway>();
        services.AddSingleton<GatewayAccounts>().AddScoped<GatewayCredentials>();
        services.AddSingleton(new EncryptedColumn("pay_gateway_credentials", "credentials", GatewayAccounts.Purpose));
        services.AddSingleton<CallbackTokens>().AddScoped<GatewayInbox>().AddSingleton<GatewayNotices>();
        return services.AddWorker<GatewayEventWorker>();
    }
}
