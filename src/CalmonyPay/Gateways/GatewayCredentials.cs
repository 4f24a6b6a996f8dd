using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Gateways;

/// <summary>Whom to call and as whom.</summary>
/// <param name="Name">The gateway's <c>pay_gateways.name</c>.</param>
public sealed record GatewayRoute(GatewayAccount Account, IGateway Gateway, string Name);

/// <summary>Chooses the credential of a new payment, finds that of an old one, and stores what operators enter.</summary>
public sealed class GatewayCredentials(PayDb db, TenantScope scope, GatewayAccounts accounts, IEnumerable<IGateway> gateways, TimeProvider clock)
{
    /// <summary>The route of a new payment in the scope's project and mode: active, effective now, of the highest priority, of equals the newest.</summary>
    /// <exception cref="StripeError">400 <c>gateway_not_configured</c>: there is none.</exception>
    public async Task<GatewayRoute> ForNewAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var best = Best(accounts.Of(scope.Current) ?? [], now) ?? Best(await ReadAsync(ct), now) ?? throw NotConfigured();
        return Route(best);
    }

    /// <summary>The route by which an attempt or a saved card was made, whether or not new payments may still use it.</summary>
    /// <exception cref="StripeError">400 <c>gateway_not_configured</c>: the project has no such credential in this mode.</exception>
    public async Task<GatewayRoute> ByIdAsync(Guid credentialId, CancellationToken ct) =>
        Route(Find(accounts.Of(scope.Current) ?? [], credentialId) ?? Find(await ReadAsync(ct), credentialId)
            ?? throw StripeError.Invalid($"There is no gateway credential {credentialId} in this mode.", code: NotConfiguredCode));

    /// <summary>
    /// Stores an account, for the command line and the sandbox, under the worker's role. Older ones of its gateway and label
    /// end when it begins: at once, or at <see cref="GatewayPlace.EffectiveFrom"/>.
    /// </summary>
    /// <exception cref="OperatorException">The settings make no sense, or no gateway or driver has that name.</exception>
    public async Task<GatewayCredential> SetAsync(Guid projectId, bool livemode, GatewaySettings settings, GatewayPlace place, CancellationToken ct)
    {
        settings.Check(livemode);
        if (place.EffectiveTo <= (place.EffectiveFrom ?? clock.GetUtcNow())) throw new OperatorException("The credential would end before it begins.");
        if (place.Label is not { Length: > 0 and <= 128 }) throw new OperatorException("A label has 1 to 128 characters.");
        var gateway = await db.Gateways.SingleOrDefaultAsync(g => g.Name == place.Gateway, ct);
        if (gateway is null || gateways.All(g => g.Driver != gateway.Driver)) throw new OperatorException($"There is no gateway '{place.Gateway}'.");

        var now = clock.GetUtcNow();
        var credential = new GatewayCredential
        {
            Id = Guid.CreateVersion7(now),
            ProjectId = projectId,
            Livemode = livemode,
            Profile = livemode ? GatewayProfile.Live : GatewayProfile.Test,
            GatewayName = place.Gateway,
            Label = place.Label,
            Credentials = accounts.Seal(settings),
            IsActive = true,
            EffectiveFrom = place.EffectiveFrom,
            EffectiveTo = place.EffectiveTo,
            Priority = place.Priority,
            CreatedAt = now,
            UpdatedAt = now,
        };
        await db.Database.BeginTransactionAsync(ct);
        await EndOlderAsync(credential, now, ct);
        db.Add(credential);
        await db.SaveAndCommitAsync(ct);
        accounts.Forget(new(projectId, livemode));
        return credential;
    }

    /// <summary>A project's credentials of both modes, the newest first; sealed.</summary>
    public async Task<IReadOnlyList<GatewayCredential>> ListAsync(Guid projectId, CancellationToken ct) =>
        await All.Where(c => c.ProjectId == projectId).OrderByDescending(c => c.CreatedAt).ToListAsync(ct);

    /// <summary>What an error says when no gateway can be called.</summary>
    public const string NotConfiguredCode = "gateway_not_configured";

    private IQueryable<GatewayCredential> All => db.GatewayCredentials.IgnoreQueryFilters(["project", "mode"]);

    private async Task EndOlderAsync(GatewayCredential newer, DateTimeOffset now, CancellationToken ct)
    {
        var older = All.Where(c => c.ProjectId == newer.ProjectId && c.Livemode == newer.Livemode
            && c.GatewayName == newer.GatewayName && c.Label == newer.Label && c.IsActive);
        if (newer.EffectiveFrom is { } begins && begins > now)
        {
            await older.Where(c => c.EffectiveTo == null || c.EffectiveTo > begins)
                .ExecuteUpdateAsync(c => c.SetProperty(o => o.EffectiveTo, begins).SetProperty(o => o.UpdatedAt, now), ct);
        }
        else
        {
            await older.ExecuteUpdateAsync(c => c.SetProperty(o => o.IsActive, false).SetProperty(o => o.UpdatedAt, now), ct);
        }
    }

    private async Task<IReadOnlyList<OpenedCredential>> ReadAsync(CancellationToken ct)
    {
        var rows = await db.GatewayCredentials
            .Join(db.Gateways, c => c.GatewayName, g => g.Name, (c, g) => new { Row = c, g.Driver, g.IsActive })
            .ToListAsync(ct);
        return accounts.Put(scope.Current, rows.Select(row => (row.Row, row.Driver, row.IsActive)));
    }

    private GatewayRoute Route(OpenedCredential credential) =>
        new(credential.Account, gateways.FirstOrDefault(gateway => gateway.Driver == credential.Account.Driver)
            ?? throw new InvalidOperationException($"This build has no driver '{credential.Account.Driver}'."), credential.Row.GatewayName);

    private StripeError NotConfigured() => StripeError.Invalid(
        $"No payment gateway is set up for this project in {(scope.Current.Livemode ? "live" : "test")} mode. An operator sets one up with the command 'gateways set'.",
        code: NotConfiguredCode);

    private static OpenedCredential? Best(IEnumerable<OpenedCredential> credentials, DateTimeOffset now) =>
        credentials.Where(c => c.Takes(now)).OrderByDescending(c => c.Row.Priority).ThenByDescending(c => c.Row.CreatedAt).FirstOrDefault();

    private static OpenedCredential? Find(IEnumerable<OpenedCredential> credentials, Guid id) => credentials.FirstOrDefault(c => c.Account.CredentialId == id);
}

public static class GatewayTables
{
    extension(PayDb db)
    {
        public DbSet<Gateway> Gateways => db.Set<Gateway>();
        public DbSet<GatewayCredential> GatewayCredentials => db.Set<GatewayCredential>();
        public DbSet<GatewayEvent> GatewayEvents => db.Set<GatewayEvent>();
    }
}
