namespace CalmonyPay.Platform.Tenancy;

public static class WorkerScopes
{
    /// <summary>A scope of services for background work: within one tenant, or, without one, to look for what is due in all projects.</summary>
    public static AsyncServiceScope CreateWorkerScope(this IServiceScopeFactory scopes, Tenant? tenant)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(tenant);
        return scope;
    }
}
