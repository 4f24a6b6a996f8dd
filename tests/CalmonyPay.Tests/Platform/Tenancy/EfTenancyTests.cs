using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CalmonyPay.Tests.Platform.Tenancy;

/// <summary>A query that has lost its filters, or a save with the wrong project in it, still stays at home.</summary>
public sealed class EfTenancyTests(Neighbourhood api) : IClassFixture<Neighbourhood>
{
    public static TheoryData<Type> Owned => [.. typeof(PayDb).Assembly.GetTypes().Where(type => type.IsClass && typeof(IProjectOwned).IsAssignableFrom(type))];

    [Theory]
    [MemberData(nameof(Owned))]
    public async Task A_query_without_filters_sees_one_s_own_rows_alone(Type entity)
    {
        await using var scope = api.Request(api.ProjectB);
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        Assert.Equal(0, await (Task<int>)Generic(nameof(CountForeignAsync), entity).Invoke(this, [db])!);
    }

    [Theory]
    [MemberData(nameof(Owned))]
    public async Task A_delete_without_filters_reaches_no_row_of_the_neighbour(Type entity)
    {
        await using var scope = api.Request(api.ProjectB);
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        Assert.Equal(0, await (Task<int>)Generic(nameof(DeleteForeignAsync), entity).Invoke(this, [db])!);
    }

    [Fact]
    public async Task A_row_with_the_neighbour_s_project_in_it_is_not_saved()
    {
        await using var scope = api.Request(api.ProjectB);
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        var now = TimeProvider.System.GetUtcNow();
        var smuggled = new Customer { Id = PayId.New("cus", now), CreatedAt = now };
        db.Add(smuggled);
        db.Entry(smuggled).Property(customer => customer.ProjectId).CurrentValue = api.ProjectA;
        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Assert.IsType<PostgresException>(refused.InnerException).SqlState);
    }

    [Fact]
    public async Task A_lock_finds_no_row_of_the_neighbour()
    {
        var ours = (string)(await api.SqlAsync("select id from pay_customers where project_id = $1 and not livemode limit 1", api.ProjectA))[0][0]!;
        await using var scope = api.Request(api.ProjectB);
        Assert.Null(await scope.ServiceProvider.GetRequiredService<PayDb>().LockAsync<Customer>(ours, CancellationToken.None));
    }

    [Fact]
    public async Task A_context_without_a_scope_throws_rather_than_show_anything()
    {
        await using var scope = api.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.Set<Customer>().ToListAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.Set<Customer>().IgnoreQueryFilters().ToListAsync());
    }

    [Fact]
    public void A_scope_is_entered_for_one_project_only()
    {
        var scope = new TenantScope();
        scope.Enter(new(api.ProjectA, false));
        scope.Enter(new(api.ProjectA, false));
        Assert.Throws<InvalidOperationException>(() => scope.Enter(new(api.ProjectB, false)));
        Assert.Throws<InvalidOperationException>(() => scope.Enter(new(api.ProjectA, true)));
    }

    /// <summary>Contexts are pooled: what one request left must not be the next one's.</summary>
    [Fact]
    public async Task A_context_from_the_pool_has_forgotten_whose_it_was()
    {
        for (var round = 0; round < 20; round++)
        {
            var project = round % 2 == 0 ? api.ProjectA : api.ProjectB;
            await using var scope = api.Request(project);
            Assert.DoesNotContain(await OwnersAsync(scope.ServiceProvider.GetRequiredService<PayDb>()), other => other != project);
        }
    }

    /// <summary>Only the first statement of a transaction brings the scope along.</summary>
    [Fact]
    public async Task Every_statement_of_a_transaction_sees_one_s_own_rows_alone()
    {
        for (var round = 0; round < 20; round++)
        {
            var project = round % 2 == 0 ? api.ProjectA : api.ProjectB;
            await using var scope = api.Request(project);
            var db = scope.ServiceProvider.GetRequiredService<PayDb>();
            foreach (var committed in (bool[])[true, false])
            {
                await db.Database.BeginTransactionAsync();
                var now = TimeProvider.System.GetUtcNow();
                db.Add(new Customer { Id = PayId.New("cus", now), CreatedAt = now });
                await db.SaveChangesAsync();
                for (var statement = 0; statement < 3; statement++) Assert.Equal([project], await OwnersAsync(db));
                if (committed) await db.CommitAsync(CancellationToken.None);
                else await db.ForgetAsync();
            }
            Assert.Equal([project], await OwnersAsync(db));
        }
    }

    [Fact]
    public async Task A_worker_that_enters_a_project_within_a_transaction_sees_only_that_from_then_on()
    {
        foreach (var client in (ApiClient[])[api.A, api.B]) (await client.PostAsync("/v1/customers", new() { ["name"] = "Ada" })).Ok();
        await using var scope = api.Services.GetRequiredService<IServiceScopeFactory>().CreateWorkerScope(null);
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        await db.Database.BeginTransactionAsync();
        Assert.Equal(new[] { api.ProjectA, api.ProjectB }.Order(), (await OwnersAsync(db)).Order());
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new(api.ProjectB, false));
        Assert.Equal([api.ProjectB], await OwnersAsync(db));
    }

    private static Task<List<Guid>> OwnersAsync(PayDb db) => db.Set<Customer>().IgnoreQueryFilters().Select(customer => customer.ProjectId).Distinct().ToListAsync();

    private Task<int> CountForeignAsync<T>(PayDb db) where T : class, IProjectOwned =>
        db.Set<T>().IgnoreQueryFilters().CountAsync(row => row.ProjectId == api.ProjectA);

    private Task<int> DeleteForeignAsync<T>(PayDb db) where T : class, IProjectOwned =>
        db.Set<T>().IgnoreQueryFilters().Where(row => row.ProjectId == api.ProjectA).ExecuteDeleteAsync();

    private static System.Reflection.MethodInfo Generic(string name, Type entity) =>
        typeof(EfTenancyTests).GetMethod(name, System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.MakeGenericMethod(entity);
}
