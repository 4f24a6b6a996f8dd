using CalmonyPay.Invoices.Engine;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions;
using CalmonyPay.Tests.Platform.Data;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace CalmonyPay.Tests.Subscriptions;

/// <summary>What a renewal costs is its round trips to the database, so they are counted on the wire.</summary>
public sealed class RenewalCostTests(RoundTripTests.Tapped api, ITestOutputHelper output) : IClassFixture<RoundTripTests.Tapped>
{
    [Fact]
    public async Task A_renewal_from_its_draft_to_its_payment_stays_within_its_round_trips()
    {
        var (price, due) = (await api.A.PriceAsync(), BillingSteps.NewYear.AddMonths(1));
        var (drafts, payments) = (new List<int>(), new List<int>());
        for (var run = 0; run < 4; run++)
        {
            var clock = await api.A.ClockAsync();
            var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(clock: clock), price)).Ok();
            await api.SqlAsync("update pay_subscriptions set upcoming_told = current_period_end where id = $1", made.Id);
            drafts.Add(await CountAsync(clock, due, services => services.GetRequiredService<SubscriptionSteps>().StepAsync(made.Id, CancellationToken.None)));
            var invoice = (await api.A.InvoicesAsync(made.Id))[1];
            payments.Add(await CountAsync(clock, due.AddHours(1), services => services.GetRequiredService<InvoiceSteps>().StepAsync(invoice.Id, CancellationToken.None)));
            Assert.Equal("paid", (await api.A.GetAsync($"/v1/invoices/{invoice.Id}")).Ok().Text("status"));
        }
        output.WriteLine($"Draft: {drafts.Min()} round trips; finalisation, charge and payment: {payments.Min()}.");
        Assert.InRange(drafts.Min(), 1, 12);
        Assert.InRange(payments.Min(), 1, 50);
    }

    private async Task<int> CountAsync(string clock, DateTimeOffset now, Func<IServiceProvider, Task> step)
    {
        await using var scope = api.Services.CreateAsyncScope();
        // The application's login, because the worker's is never quiet.
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new(api.ProjectA, false));
        scope.ServiceProvider.GetRequiredService<ScopeTime>().Enter(clock, now);
        var before = api.Traffic.RoundTrips;
        await step(scope.ServiceProvider);
        return api.Traffic.RoundTrips - before;
    }
}
