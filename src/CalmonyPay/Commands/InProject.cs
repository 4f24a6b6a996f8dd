using CalmonyPay.Accounts;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentIntents.Disputes;
using CalmonyPay.PaymentIntents.Refunds;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Commands;

/// <summary>Lets a verb work on one object by its id alone: finds the project and mode that it belongs to.</summary>
internal static class InProject
{
    private static readonly string[] AllTenants = ["project", "mode"];

    /// <param name="services">The verb's, over all projects.</param>
    /// <param name="id"><c>ch_…</c>, <c>re_…</c> or <c>dp_…</c>.</param>
    /// <param name="work">Gets the services of a scope in the object's project.</param>
    /// <exception cref="OperatorException">No project has it, or the work refuses.</exception>
    public static async Task<T> DoAsync<T>(IServiceProvider services, string id, Func<IServiceProvider, Task<T>> work, CancellationToken ct)
    {
        var db = services.GetRequiredService<PayDb>();
        var tenant = id.Split('_')[0] switch
        {
            "ch" => await db.Attempts.IgnoreQueryFilters(AllTenants).Where(a => a.Id == id).Select(a => new Tenant(a.ProjectId, a.Livemode)).FirstOrDefaultAsync(ct),
            "re" => await db.Refunds.IgnoreQueryFilters(AllTenants).Where(r => r.Id == id).Select(r => new Tenant(r.ProjectId, r.Livemode)).FirstOrDefaultAsync(ct),
            "dp" => await db.Disputes.IgnoreQueryFilters(AllTenants).Where(d => d.Id == id).Select(d => new Tenant(d.ProjectId, d.Livemode)).FirstOrDefaultAsync(ct),
            _ => null,
        } ?? throw new OperatorException($"No project has '{id}'.");
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(tenant);
        await scope.ServiceProvider.GetRequiredService<ProjectSecretLoader>().LoadAsync(tenant.ProjectId);
        try
        {
            return await work(scope.ServiceProvider);
        }
        catch (StripeError refusal)
        {
            throw new OperatorException(refusal.Message, refusal);
        }
    }
}
