using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Accounts;

/// <summary>Lets a visitor of a hosted page in: the token in its address says which project and mode the request is in.</summary>
public static class PageEntrance
{
    /// <summary>Enters the tenant that a token names, for the rest of the request.</summary>
    /// <param name="purpose">What the address is for; a token made for another opens nothing.</param>
    /// <returns>What the token is about; null if it opens nothing.</returns>
    public static async Task<string?> EnterAsync(this HttpContext http, string purpose, string token)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<TenantTokens>().Open(purpose, token) is not var (tenant, subject)) return null;
        services.GetRequiredService<TenantScope>().Enter(tenant);
        await services.GetRequiredService<ProjectSecretLoader>().LoadAsync(tenant.ProjectId);
        return subject;
    }
}
