using System.Security.Cryptography;
using CalmonyPay.Accounts;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Sandbox;

/// <summary>What a sandbox has from the start: one project, its two well-known keys, and the simulator as its gateway.</summary>
internal static class SandboxProject
{
    public static readonly Guid Id = new("01939c00-0000-7000-8000-5a4d424f5801");

    private const string Name = "Sandbox", Country = "GB", Currency = "gbp", TimeZone = "Europe/London";

    /// <summary>Makes what is missing and gives the keys back their validity, whatever was done to them.</summary>
    /// <exception cref="SandboxException">The data were encrypted with keys that are no longer there.</exception>
    public static async Task PrepareAsync(IServiceProvider services, SandboxPlace place, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(null);
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        if (await db.Set<Project>().SingleOrDefaultAsync(p => p.Id == Id, ct) is { } project)
            CheckKeys(project, services.GetRequiredService<Keyring>(), place);
        else
            await scope.ServiceProvider.GetRequiredService<Projects>().CreateAsync(Name, Country, Currency, TimeZone, ct, Id);
        await KeyAsync(db, SandboxKeys.Secret, ApiKeyType.Secret, ct);
        await KeyAsync(db, SandboxKeys.Publishable, ApiKeyType.Publishable, ct);
    }

    private static async Task KeyAsync(PayDb db, string raw, ApiKeyType type, CancellationToken ct)
    {
        var hash = ApiKey.HashOf(raw);
        var keys = db.Set<ApiKey>().IgnoreQueryFilters(["project", "mode"]).Where(k => k.KeyHash == hash);
        if (await keys.SingleOrDefaultAsync(ct) is not { } key)
        {
            db.Add(ApiKey.Of(raw, Id, type, ApiKeyEnv.Test, DateTimeOffset.UtcNow, "well known"));
            await db.SaveChangesAsync(ct);
        }
        else if (key is not { RevokedAt: null, ExpiresAt: null })
        {
            await keys.ExecuteUpdateAsync(k => k.SetProperty(row => row.RevokedAt, (DateTimeOffset?)null).SetProperty(row => row.ExpiresAt, (DateTimeOffset?)null), ct);
        }
    }

    private static void CheckKeys(Project project, Keyring keyring, SandboxPlace place)
    {
        try
        {
            keyring.Decrypt(project.SecretEncrypted, Projects.SecretPurpose);
        }
        catch (CryptographicException e)
        {
            throw new SandboxException(
                $"{place.KeysFile} does not open the data in {place.Folder}: {e.Message}\nRestore the file, or delete the folder and the data with it.", e);
        }
    }
}
