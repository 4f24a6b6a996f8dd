using CalmonyPay.Accounts;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Health;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.PaymentIntents.Refunds;

/// <summary>An operator's verbs, by the services that they call.</summary>
internal static class Unresolved
{
    public static async Task<IReadOnlyList<UnresolvedPayment>> ListAsync(PayApi api)
    {
        await using var scope = api.Worker();
        return await scope.ServiceProvider.GetRequiredService<UnresolvedPayments>().ListAsync(CancellationToken.None);
    }

    /// <returns>The status afterwards.</returns>
    /// <param name="reference">Null: it never happened.</param>
    public static async Task<string> ResolveAsync(PayApi api, string id, string? reference)
    {
        await using var scope = api.Worker(api.ProjectA);
        await scope.ServiceProvider.GetRequiredService<ProjectSecretLoader>().LoadAsync(api.ProjectA);
        var resolution = scope.ServiceProvider.GetRequiredService<AttemptResolution>();
        return await (reference is null ? resolution.NeverHappenedAsync(id) : resolution.FoundAsync(id, reference));
    }

    /// <summary>What readiness says of one kind.</summary>
    public static async Task<int> CountAsync(PayApi api, string kind) =>
        (await api.Services.GetRequiredService<Readiness>().AskAsync(CancellationToken.None)).AwaitsPerson[kind];
}
