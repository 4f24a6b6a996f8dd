using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Platform;

/// <summary>A project on a database whose hosts are processes: made by the product's own services in this one.</summary>
internal static class TestProject
{
    /// <param name="furnish">What the project needs besides.</param>
    /// <param name="rateLimit">Of the key, requests a second; null for what keys usually have.</param>
    /// <returns>Its secret test key.</returns>
    public static async Task<string> CreateAsync(DatabaseLogins logins, string name, Func<IServiceProvider, Guid, Task>? furnish = null, int? rateLimit = null)
    {
        await using var host = PayHost.Build([], builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:CalmonyPay"] = logins.Owner,
            ["CalmonyPay:Encryption:Keys"] = PayApi.EncryptionKeys,
        }));
        var project = await Within(host.Services, services => services.GetRequiredService<Projects>().CreateAsync(name, "GB", "gbp", "Europe/London", CancellationToken.None));
        if (furnish is not null)
        {
            await Within(host.Services, async services =>
            {
                await furnish(services, project.Id);
                return true;
            });
        }
        return (await Within(host.Services, services => services.GetRequiredService<ApiKeys>().IssueAsync(project.Id, ApiKeyType.Secret, ApiKeyEnv.Test, null, null, rateLimit, CancellationToken.None))).Raw;
    }

    private static async Task<T> Within<T>(IServiceProvider services, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(null);
        return await work(scope.ServiceProvider);
    }
}
