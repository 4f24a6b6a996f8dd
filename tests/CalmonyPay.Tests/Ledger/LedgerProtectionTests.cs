using CalmonyPay.Ledger;
using CalmonyPay.Platform.Data;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CalmonyPay.Tests.Ledger;

/// <summary>What the database refuses, whatever the code above it does.</summary>
public sealed class LedgerProtectionTests(PayApi api) : IClassFixture<PayApi>
{
    [Theory]
    [InlineData("update pay_ledger_entries set amount = amount + 1", "23001")]
    [InlineData("update pay_ledger_entries set account = 'gateway_fees'", "23001")]
    [InlineData("delete from pay_ledger_entries", "23001")]
    [InlineData("truncate pay_ledger_entries", "42501")]
    [InlineData("alter table pay_ledger_entries disable trigger all", "42501")]
    [InlineData("update pay_balance_transactions set net = 1, amount = 1, fee = 0", "23001")]
    [InlineData("update pay_balance_transactions set status = 'available', currency = 'usd'", "23001")]
    [InlineData("delete from pay_balance_transactions", "23001")]
    public async Task The_application_cannot_change_what_is_booked(string sql, string refusal)
    {
        await ChargeAsync();
        Assert.Equal(refusal, await RefusalAsync(sql));
    }

    [Fact]
    public async Task The_owner_cannot_empty_the_ledger_either()
    {
        await ChargeAsync();
        foreach (var sql in new[] { "truncate pay_ledger_entries", "truncate pay_balance_transactions cascade", "delete from pay_ledger_entries", "update pay_ledger_entries set amount = 1" })
            Assert.Equal("23001", (await Assert.ThrowsAsync<PostgresException>(() => api.SqlAsync(sql))).SqlState);
    }

    [Fact]
    public async Task What_is_available_never_becomes_pending_again()
    {
        var charge = await ChargeAsync();
        await api.SettleAsync(charge);
        Assert.Equal("23001", await RefusalAsync($"update pay_balance_transactions set status = 'pending' where id = '{charge.Id}'"));
        Assert.Equal("23001", await RefusalAsync($"update pay_balance_transactions set available_on = now() where id = '{charge.Id}'"));
    }

    [Theory]
    [InlineData("(1, 'merchant_available', 'gbp')")]
    [InlineData("(500, 'merchant_available', 'gbp'), (-499, 'gateway_clearing', 'gbp')")]
    [InlineData("(500, 'merchant_available', 'gbp'), (-500, 'gateway_clearing', 'usd')")]
    public async Task Entries_that_do_not_sum_to_zero_in_each_currency_are_refused_at_the_commit(string rows)
    {
        var charge = await ChargeAsync();
        var before = await api.A.BalanceAsync("gbp");

        Assert.Equal("23514", await RefusalAsync($"""
            insert into pay_ledger_entries (project_id, livemode, transaction_id, step, account, currency, amount, created_at)
            select '{api.ProjectA}', false, '{charge.Id}', 'settled', r.account::pay_ledger_account, r.currency, r.amount, now()
            from (values {rows}) r(amount, account, currency)
            """));

        Assert.Equal(before, await api.A.BalanceAsync("gbp"));
    }

    private Task<BalanceTransaction> ChargeAsync() => api.BookAsync(ledger => ledger.Charge(Books.NewId("ch"), Books.Gbp(5000), Books.Gbp(100), Books.Tomorrow, null));

    /// <summary>Runs SQL as the application, scoped to project A, and tells with which SQLSTATE it was refused.</summary>
    private async Task<string> RefusalAsync(string sql)
    {
        await using var connection = await api.Services.GetRequiredService<PayDbPools>().Application.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"begin; set local pay.project = '{api.ProjectA}'; set local pay.livemode = 'false'; {sql}; commit", connection);
        try
        {
            return (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState;
        }
        finally
        {
            command.CommandText = "rollback";
            await command.ExecuteNonQueryAsync();
        }
    }
}
