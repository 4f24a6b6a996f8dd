using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Accounts;

/// <summary>Brings a project's secret into memory for work that no key has authenticated: workers and callbacks.</summary>
public sealed class ProjectSecretLoader(PayDb db, Keyring keyring, ProjectSecretCache secrets)
{
    public async Task LoadAsync(Guid projectId)
    {
        if (secrets.Knows(projectId)) return;
        var hidden = await db.Set<Project>().Where(p => p.Id == projectId).Select(p => p.SecretEncrypted).SingleAsync();
        secrets.Put(projectId, keyring.Decrypt(hidden, Projects.SecretPurpose));
    }
}
