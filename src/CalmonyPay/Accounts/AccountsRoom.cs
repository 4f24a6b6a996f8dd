using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Accounts;

/// <summary>What the room brings to the host.</summary>
public static class AccountsRoom
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<RateOptions>().BindConfiguration("CalmonyPay:RateLimit").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(new SandboxKeys(Accepted: false)).AddSingleton<KnownKeys>().AddSingleton<KeyRates>().AddScoped<Projects>().AddScoped<ProjectSecretLoader>().AddScoped<ApiKeys>().AddScoped<ProjectBilling>();
        services.AddSingleton(new EncryptedColumn("pay_projects", "secret_encrypted", Projects.SecretPurpose));
        return services.AddHostedService<KeyNews>().AddHostedService<KeyUses>();
    }

    /// <summary>The project as Stripe's SDKs see it.</summary>
    public static void MapAccount(this IEndpointRouteBuilder v1) =>
        v1.MapGet("/account", async (Platform.Parameters.NoParams none, PayDb db, TenantScope scope, CancellationToken ct) =>
            TypedResults.Ok(AccountResponse.Of(await db.Set<Project>().SingleAsync(p => p.Id == scope.Current.ProjectId, ct)))).WithTags("Account");
}
