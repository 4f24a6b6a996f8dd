using System.Text.Json;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.EntityFrameworkCore.ValueGeneration;
using Npgsql;

namespace CalmonyPay.Platform.Data;

/// <summary>
/// The database, seen by one project in one mode. Rooms bring their own tables (<c>IEntityTypeConfiguration</c>); what is
/// the same for all stands here: snake_case names, the key <c>(project_id, id)</c>, the filters, the stamping of new rows.
/// </summary>
public sealed class PayDb(DbContextOptions<PayDb> options) : DbContext(options)
{
    /// <summary>More new rows than this in one save is a job for a batch of its own.</summary>
    public const int MostRowsASave = 900;

    private readonly Dictionary<string, Func<StripeError>> taken = [];
    private TenantScope? scope;
    private (Guid Transaction, ScopeStatement Scope)? told;

    /// <exception cref="InvalidOperationException">The context was not given a scope: it came from the pool by another door than <see cref="PayDbPools"/>.</exception>
    public TenantScope Scope => scope ?? throw new InvalidOperationException("This context has no tenant scope.");

    /// <summary>The project that queries are filtered to.</summary>
    public Guid ProjectId => Scope.Current.ProjectId;

    /// <summary>The mode that queries are filtered to.</summary>
    public bool Livemode => Scope.Current.Livemode;

    /// <summary>Called once when the next commit has gone through; forgotten with what was not saved.</summary>
    public Action? AfterCommit { get; set; }

    internal void Enter(TenantScope entered)
    {
        (scope, told, AfterCommit) = (entered, null, null);
        taken.Clear();
        // A save that fails ends its transaction (ForgetAsync), so nothing would go back to a savepoint; each would be a round trip more.
        Database.AutoSavepointsEnabled = false;
    }

    /// <summary>
    /// Says what the client did if a save of this piece of work finds that another was first: a unique index decides without
    /// a look ahead, and its refusal is no failure of ours. Forgotten with what was not saved.
    /// </summary>
    /// <param name="index">The unique index or key, by its name in the database.</param>
    /// <param name="refusal">The error that the client gets.</param>
    public void WhenTaken(string index, Func<StripeError> refusal) => taken[index] = refusal;

    /// <summary>Whether the open transaction knows the scope: <c>set_config(…, true)</c> lasts until its end. Without a transaction each statement brings it along.</summary>
    internal bool ScopeIsTold => told is { } sent && Database.CurrentTransaction?.TransactionId == sent.Transaction && ScopeStatement.Of(Scope) == sent.Scope;

    /// <summary>Called when the scope has travelled, perhaps inside an open transaction.</summary>
    internal void ScopeSent() => told = Database.CurrentTransaction is { } open ? (open.TransactionId, ScopeStatement.Of(Scope)) : null;

    /// <summary>
    /// Locks one row until the transaction ends and reads it as it is now. Opens the transaction if none is open; the
    /// caller (or the request's filter) commits it.
    /// </summary>
    /// <returns>The row, tracked; null if the project has no such row.</returns>
    public async Task<T?> LockAsync<T>(string id, CancellationToken ct) where T : class, IProjectOwned
    {
        if (Database.CurrentTransaction is null) await Database.BeginTransactionAsync(ct);
        var queries = this.Queries<RowQueries<T>>();
        // What this context had read before the lock would keep its old values; whoever holds that object shall see the row as it is now.
        var known = Entries<T>().FirstOrDefault(e => (string)e.Property("Id").CurrentValue! == id);
        known?.DetectChanges();
        if (known is not { State: EntityState.Unchanged }) return await queries.Lock(this, id, ct);
        if (await queries.LockAgain(this, id, ct) is not { } now)
        {
            known.State = EntityState.Detached;
            return null;
        }
        known.OriginalValues.SetValues(now);
        known.CurrentValues.SetValues(now);
        return known.Entity;
    }

    /// <summary>Reads one row by its id, as the filters leave it and not tracked: a query for the paths that are run often.</summary>
    /// <returns>Null if the project has no such row.</returns>
    public Task<T?> ReadAsync<T>(string id, CancellationToken ct) where T : class, IProjectOwned => this.Queries<RowQueries<T>>().Read(this, id, ct);

    /// <summary>The objects of a kind that this context tracks, changed or not.</summary>
    public IEnumerable<T> Tracked<T>() where T : class => Entries<T>().Select(entry => entry.Entity);

    /// <summary>
    /// Saves. Pure inserts leave as one batch in one round trip, atomic by PostgreSQL's implicit transaction. Anything
    /// that changes a row needs an open transaction in which the row was locked, because an UPDATE that finds no row is
    /// no error to PostgreSQL and the event beside it would stay.
    /// </summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        ChangeTracker.AutoDetectChangesEnabled = false; // Entries() would look for changes each time it is asked
        try
        {
            if (ChangeTracker.Entries().Any(entry => entry.State != EntityState.Added)) ChangeTracker.DetectChanges();
            var inserts = ChangeTracker.Entries().Where(entry => entry.State == EntityState.Added).ToList();
            if (Scope.IsSet) inserts.ForEach(Stamp);
            if (!ChangeTracker.Entries().Any(entry => entry.State is EntityState.Modified or EntityState.Deleted))
                return await InsertAsync(inserts, acceptAllChangesOnSuccess, cancellationToken);

            if (Database.CurrentTransaction is null)
                throw new InvalidOperationException("A row is changed only inside a transaction that has locked it.");
            await SendScopeAsync(cancellationToken);
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        catch (DbUpdateException failure) when (RefusalOf(failure) is { } refusal)
        {
            throw refusal();
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    /// <summary>A new row knows its project and mode from here on, so that an answer made of it before the save says the same.</summary>
    public override EntityEntry<TEntity> Add<TEntity>(TEntity entity)
    {
        var entry = base.Add(entity);
        if (Scope.IsSet) Stamp(entry);
        return entry;
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save with SaveChangesAsync.");

    /// <summary>Commits the open transaction, if one is open.</summary>
    public async Task CommitAsync(CancellationToken ct)
    {
        if (Database.CurrentTransaction is { } transaction)
        {
            await transaction.CommitAsync(ct);
            await transaction.DisposeAsync();
            Committed();
        }
    }

    /// <summary>
    /// Ends one step of work outside a request: saves, commits the open transaction if there is one, and lets go of what was
    /// tracked, so that the next step reads and locks anew. (Requests are committed by their filter.)
    /// </summary>
    /// <exception cref="StripeError">What <see cref="WhenTaken"/> says of a name that another was first to take.</exception>
    public async Task SaveAndCommitAsync(CancellationToken ct = default)
    {
        await SaveChangesAsync(ct);
        await CommitAsync(ct);
        ChangeTracker.Clear();
    }

    /// <summary>Rolls the open transaction back and forgets every change that was not saved.</summary>
    public async Task ForgetAsync()
    {
        ChangeTracker.Clear();
        taken.Clear();
        AfterCommit = null;
        if (Database.CurrentTransaction is { } transaction) await transaction.DisposeAsync();
    }

    public override void Dispose()
    {
        scope = null;
        base.Dispose();
    }

    public override ValueTask DisposeAsync()
    {
        scope = null;
        return base.DisposeAsync();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PayDb).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().ToList())
        {
            if (typeof(IProjectOwned).IsAssignableFrom(entity.ClrType))
                typeof(PayDb).GetMethod(nameof(OwnedByProject), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
                    .MakeGenericMethod(entity.ClrType).Invoke(this, [modelBuilder]);
            PayNames.Apply(entity);
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveColumnType("timestamptz").HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Dictionary<string, string>>().HaveColumnType("jsonb").HaveConversion<MetadataConverter, MetadataComparer>();
    }

    private void OwnedByProject<T>(ModelBuilder builder) where T : class, IProjectOwned
    {
        var entity = builder.Entity<T>();
        if (entity.Metadata.FindPrimaryKey() is not { Properties.Count: > 1 })
        {
            entity.HasKey(nameof(IProjectOwned.ProjectId), "Id");
        }
        entity.Property(e => e.ProjectId).ValueGeneratedOnAdd().HasValueGenerator<ProjectIdGenerator>();
        entity.HasQueryFilter("project", e => e.ProjectId == ProjectId);
        entity.HasQueryFilter("mode", e => e.Livemode == Livemode);
    }

    private async Task<int> InsertAsync(List<EntityEntry> inserts, bool accept, CancellationToken ct)
    {
        if (inserts.Count == 0) return 0;
        if (inserts.Count > MostRowsASave) throw new InvalidOperationException($"A save takes {MostRowsASave} new rows at most.");
        await InsertBatch.ExecuteAsync(this, inserts, ct);
        if (Database.CurrentTransaction is null) Committed();
        if (accept) ChangeTracker.AcceptAllChanges();
        return inserts.Count;
    }

    /// <summary>Without looking for changes in all that is tracked, which <c>ChangeTracker.Entries</c> does each time it is asked.</summary>
    private List<EntityEntry<T>> Entries<T>() where T : class
    {
        ChangeTracker.AutoDetectChangesEnabled = false;
        var entries = ChangeTracker.Entries<T>().ToList();
        ChangeTracker.AutoDetectChangesEnabled = true;
        return entries;
    }

    private Func<StripeError>? RefusalOf(DbUpdateException failure) =>
        failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: { } index } ? taken.GetValueOrDefault(index) : null;

    private void Committed()
    {
        AfterCommit?.Invoke();
        AfterCommit = null;
    }

    private void Stamp(EntityEntry entry)
    {
        if (entry.Entity is not IProjectOwned owned) return;
        // EF thinks of a key that is also part of a foreign key as temporary until the principal is saved; it is not.
        if (entry.Property(nameof(IProjectOwned.ProjectId)) is { IsTemporary: true } project) project.CurrentValue = ProjectId;
        if (owned.Livemode != Livemode) entry.Property(nameof(IProjectOwned.Livemode)).CurrentValue = Livemode;
    }

    private async Task SendScopeAsync(CancellationToken ct)
    {
        if (ScopeIsTold) return;
        var sent = ScopeStatement.Of(Scope);
        await Database.ExecuteSqlRawAsync("select set_config('pay.project', {0}, true), set_config('pay.livemode', {1}, true)", [sent.Project, sent.Livemode], ct);
        ScopeSent();
    }

    private sealed class ProjectIdGenerator : ValueGenerator<Guid>
    {
        public override bool GeneratesTemporaryValues => false;
        public override Guid Next(EntityEntry entry) => ((PayDb)entry.Context).ProjectId;
    }

    /// <summary>PostgreSQL keeps microseconds; a value that is compared after a round trip must not have more.</summary>
    private sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(
        v => new DateTimeOffset(v.UtcTicks - v.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero), v => v);

    private sealed class MetadataConverter() : ValueConverter<Dictionary<string, string>, string>(
        v => JsonSerializer.Serialize(v, JsonSerializerOptions.Default),
        v => JsonSerializer.Deserialize<Dictionary<string, string>>(v, JsonSerializerOptions.Default)!);

    private sealed class MetadataComparer() : ValueComparer<Dictionary<string, string>>(
        (a, b) => a == b || (a != null && b != null && a.Count == b.Count && !a.Except(b).Any()),
        v => v.Count,
        v => new Dictionary<string, string>(v));
}
