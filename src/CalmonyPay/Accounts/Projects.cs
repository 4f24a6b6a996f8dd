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

    /// <summary>Changes how a project shows itself to its customers; saved. Documents that were made before keep what they say.</summary>
    /// <param name="change">From what it is to what it shall be; it is checked.</param>
    /// <param name="logo">A PNG or JPEG that was checked (<see cref="ProjectLogo.Check"/>); empty takes the logo away, null leaves it.</param>
    /// <exception cref="OperatorException">There is no such project, or a value is not what it should be.</exception>
    public async Task<Project> BrandAsync(string nameOrId, Func<Branding, Branding> change, byte[]? logo, CancellationToken ct)
    {
        var project = await LockAsync(nameOrId, ct);
        var branding = change(project.Branding ?? new Branding()).Checked();
        project.Branding = branding == new Branding() ? null : branding;
        if (logo is not null) await db.Set<ProjectLogo>().Where(l => l.ProjectId == project.Id).ExecuteDeleteAsync(ct);
        if (logo is { Length: > 0 }) db.Add(new ProjectLogo { ProjectId = project.Id, Image = logo, UpdatedAt = clock.GetUtcNow() });
        await db.SaveAndCommitAsync(ct);
        return project;
    }

    /// <summary>Changes how a project bills, and says how it bills now.</summary>
    public async Task<BillingSettings> BillAsync(string nameOrId, Func<BillingSettings, BillingSettings> change, CancellationToken ct)
    {
        var project = await LockAsync(nameOrId, ct);
        var settings = change(project.Billing ?? BillingSettings.Default);
        project.Billing = settings;
        await db.SaveAndCommitAsync(ct);
        return settings;
    }

    /// <summary>Changes whose pages may frame a project's card element, and says whose may now.</summary>
    public async Task<IReadOnlyList<string>> OpenToAsync(string nameOrId, Func<IReadOnlyList<string>, string[]> change, CancellationToken ct)
    {
        var project = await LockAsync(nameOrId, ct);
        project.PageOrigins = change(project.PageOrigins);
        await db.SaveAndCommitAsync(ct);
        return project.PageOrigins;
    }

    /// <summary>The project's row, tracked and locked in a transaction that the caller commits.</summary>
    private async Task<Project> LockAsync(string nameOrId, CancellationToken ct)
    {
        var id = (await FindAsync(nameOrId, ct)).Id;
        await db.Database.BeginTransactionAsync(ct);
        return await db.Set<Project>().FromSql($"select * from pay_projects where id = {id} for no key update").AsTracking().SingleAsync(ct);
    }

    private static Guid ParseId(string text) => Guid.TryParse(text, out var id) ? id : Guid.Empty;
}
