using System.Security.Cryptography;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Accounts;

/// <summary>Makes and finds projects and their keys; used by the command line and the sandbox, under the worker's role.</summary>
public sealed class Projects(PayDb db, Keyring keyring, TimeProvider clock)
{
    public const string SecretPurpose = "project.secret";

    /// <summary>A new project, saved.</summary>
    /// <exception cref="OperatorException">The name is taken.</exception>
    public async Task<Project> CreateAsync(string name, string country, string currency, string timeZone, CancellationToken ct, Guid? id = null)
    {
        if (await db.Set<Project>().AnyAsync(p => p.Name == name, ct)) throw new OperatorException($"There is a project '{name}' already.");
        var now = clock.GetUtcNow();
        var project = new Project
        {
            Id = id ?? Guid.CreateVersion7(now),
            Name = name,
            SecretEncrypted = keyring.Encrypt(RandomNumberGenerator.GetBytes(32), SecretPurpose),
            Country = country,
            DefaultCurrency = currency,
            TimeZone = timeZone,
            CreatedAt = now,
        };
        db.Add(project);
        await db.SaveChangesAsync(ct);
        return project;
    }

    /// <summary>By name or by id.</summary>
    /// <exception cref="OperatorException">There is none.</exception>
    public async Task<Project> FindAsync(string nameOrId, CancellationToken ct) =>
        await db.Set<Project>().SingleOrDefaultAsync(p => p.Name == nameOrId || (p.Id == ParseId(nameOrId)), ct)
        ?? throw new OperatorException($"There is no project '{nameOrId}'.");

    public async Task<IReadOnlyList<Project>> ListAsync(CancellationToken ct) =>
        await db.Set<Project>().OrderBy(p => p.CreatedAt).ToListAsync(ct);

    private static Guid ParseId(string text) => Guid.TryParse(text, out var id) ? id : Guid.Empty;
}
