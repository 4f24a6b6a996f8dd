using CalmonyPay.Catalog.Prices;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Subscriptions;
using CalmonyPay.Subscriptions.Requests;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Subscriptions;

/// <summary>Whoever dies, and however many try: a subscription is made once, and a period is invoiced once.</summary>
public sealed class OnceTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task Two_hosts_renew_what_was_slept_through_in_order_and_once()
    {
        await api.StartHostAsync();
        var price = await api.A.PriceAsync();
        var made = new List<Reply>();
        for (var i = 0; i < 4; i++) made.Add((await api.A.SubscribeAsync(await api.A.PayerAsync(), price)).Ok());
        // All hosts slept for a hundred days, and find several renewals due at once.
        var cycle = new BillingCycle(DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddDays(-100).ToUnixTimeSeconds()), BillingInterval.Month, 1);
        var renewals = cycle.NumberAt(DateTimeOffset.UtcNow);
        await api.SqlAsync("""
            update pay_subscriptions set billing_cycle_anchor = $1, current_period_start = $1, current_period_end = $2, upcoming_told = $2, next_step_at = $2 where id = any(string_to_array($3, ','))
            """, cycle.StartOf(0), cycle.StartOf(1), string.Join(',', made.Select(m => m.Id)));
        foreach (var one in made)
        {
            for (var i = 0; i < 400 && (await api.A.ShownAsync(one.Id)).Number("current_period_end") < DateTimeOffset.UtcNow.ToUnixTimeSeconds(); i++) await Task.Delay(50);
            var invoices = await api.A.InvoicesAsync(one.Id);
            Assert.Equal(1 + renewals, invoices.Count);
            Assert.Equal(
                Enumerable.Range(1, (int)renewals).Select(n => cycle.StartOf(n).ToUnixTimeSeconds()), invoices[1..].Select(invoice => invoice.Number("lines.data[0].period.start")));
        }
    }

    [Fact]
    public async Task A_step_that_is_repeated_does_nothing_more()
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(clock: clock), await api.A.PriceAsync())).Ok();
        await api.A.AdvanceAsync(clock, Billing.NewYear.AddMonths(1));
        for (var i = 0; i < 3; i++)
        {
            await using var scope = Scope();
            await scope.ServiceProvider.GetRequiredService<SubscriptionSteps>().StepAsync(made.Id, CancellationToken.None);
        }
        Assert.Equal(2, (await api.A.InvoicesAsync(made.Id)).Count);
    }

    [Theory]
    [InlineData("pm_card_visa", "active")]
    [InlineData("pm_card_chargeCustomerFail", "incomplete")]
    public async Task A_retry_after_a_crash_behind_the_first_commit_charges_what_is_there(string card, string status)
    {
        var create = await CreateAsync(card);
        string id;
        await using (var scope = Scope())
        {
            // The host dies here: the subscription and its open invoice are written, and nothing was sent.
            id = (await scope.ServiceProvider.GetRequiredService<SubscriptionCreation>().OpenAsync(create, CancellationToken.None)).Row.Id;
            var db = scope.ServiceProvider.GetRequiredService<PayDb>();
            await db.SaveChangesAsync();
            await db.CommitAsync(CancellationToken.None);
        }
        for (var retry = 0; retry < 2; retry++)
        {
            await using var scope = Scope();
            var shown = (SubscriptionResponse)await scope.ServiceProvider.GetRequiredService<SubscriptionFlow>().CreateAsync(create, new GatewayRun { RecoveryPoint = id });
            Assert.Equal((id, status), (shown.Id, SnakeCase.Of(shown.Status)));
        }
        var invoice = Assert.Single(await api.A.InvoicesAsync(id));
        Assert.Equal(1, invoice.Number("attempt_count"));
        Assert.Single((await api.A.GetAsync($"/v1/subscriptions?customer={create.Customer}&status=all")).Ok().List());
    }

    private async Task<SubscriptionCreate> CreateAsync(string card) => new(
        await api.A.PayerAsync(card), null, [new("items[0]", null, await api.A.PriceAsync(), null, null, false, false, default, null, MetadataChange.Absent)], false, null, null, false, null, null, null, SubscriptionFields.None);

    private AsyncServiceScope Scope()
    {
        var scope = api.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(new(api.ProjectA, false));
        return scope;
    }
}
