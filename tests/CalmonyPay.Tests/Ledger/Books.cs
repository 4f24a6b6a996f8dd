using CalmonyPay.Ledger;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Ledger;

/// <summary>Books through the service, as the room that takes payments does: in its own scope and transaction.</summary>
internal static class Books
{
    public static readonly DateTimeOffset Tomorrow = DateTimeOffset.UtcNow.AddDays(1);

    public static Money Gbp(long minor) => new(minor, Currency.Of("gbp"));

    public static string NewId(string prefix) => PayId.New(prefix, DateTimeOffset.UtcNow);

    public static async Task<T> BookAsync<T>(this PayApi api, Func<LedgerService, Task<T>> work, Guid? project = null)
    {
        await using var scope = api.Worker(project ?? api.ProjectA);
        var done = await work(scope.ServiceProvider.GetRequiredService<LedgerService>());
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        await db.SaveChangesAsync();
        await db.CommitAsync(CancellationToken.None);
        return done;
    }

    public static Task<T> BookAsync<T>(this PayApi api, Func<LedgerService, T> work, Guid? project = null) =>
        api.BookAsync(ledger => Task.FromResult(work(ledger)), project);

    public static Task SettleAsync(this PayApi api, BalanceTransaction charge) => api.BookAsync(async ledger =>
    {
        await ledger.SettleAsync(charge.Id, CancellationToken.None);
        return true;
    });

    public static Task<BalanceTransaction?> FailAsync(this PayApi api, BalanceTransaction charge) =>
        api.BookAsync(ledger => ledger.ChargeFailedAsync(charge.Id, CancellationToken.None));

    /// <summary>What /v1/balance says of one currency, minor units; zero where it does not name it.</summary>
    public static async Task<(long Pending, long Available)> BalanceAsync(this ApiClient client, string currency)
    {
        var balance = (await client.GetAsync("/v1/balance")).Ok();
        return (Of("pending"), Of("available"));

        long Of(string side) => balance.List(side).Where(part => part.GetProperty("currency").GetString() == currency).Sum(part => part.GetProperty("amount").GetInt64());
    }
}
