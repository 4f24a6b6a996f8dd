using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Subscriptions;
using CalmonyPay.Subscriptions.Requests;
using CalmonyPay.Tests.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Subscriptions;

/// <summary>A preview says what an invoice will say, and writes nothing.</summary>
public sealed class PreviewTests(PayApi api) : IClassFixture<PayApi>
{
    private static readonly DateTimeOffset HalfTime = Billing.NewYear.AddDays(15.5);

    [Fact]
    public async Task The_next_invoice_is_what_it_will_be()
    {
        var (clock, made) = await HalfAsync();
        var preview = await PreviewAsync(made, Nothing);
        await api.A.AdvanceAsync(clock, Billing.NewYear.AddMonths(1).AddHours(2));
        var real = (await api.A.InvoicesAsync(made.Id))[1];
        Assert.Equal(real.Lines(), preview.Lines.Select(line => $"{line.Description}: {line.Amount}"));
        Assert.Equal((real.Number("period_start"), real.Number("period_end")), (preview.PeriodStart.ToUnixTimeSeconds(), preview.PeriodEnd.ToUnixTimeSeconds()));
    }

    [Theory]
    [InlineData(ProrationBehavior.CreateProrations, 3000 + 1000)]
    [InlineData(ProrationBehavior.AlwaysInvoice, 1000)]
    [InlineData(ProrationBehavior.None, 3000)]
    public async Task A_change_shows_what_it_would_cost_and_is_not_made(ProrationBehavior behavior, long total)
    {
        var (_, made) = await HalfAsync();
        var items = new ItemParams("items[0]", made.Text("items.data[0].id"), null, null, 3, false, false, default, null, MetadataChange.Absent);
        var preview = await PreviewAsync(made, Nothing with { Items = [items], Fields = SubscriptionFields.None with { ProrationBehavior = behavior } });
        // Half a month: 500 back, 1500 more; and 3000 for February.
        Assert.Equal(total, preview.Total);
        Assert.Equal(1, (await api.A.ShownAsync(made.Id)).Number("quantity"));
        Assert.Single(await api.A.InvoicesAsync(made.Id));
        Assert.Empty((await api.A.GetAsync($"/v1/invoiceitems?customer={made.Text("customer")}")).Ok().List());
    }

    [Fact]
    public async Task An_end_now_shows_what_is_given_back()
    {
        var (_, made) = await HalfAsync();
        Assert.Equal(-500, (await PreviewAsync(made, Nothing, cancelNow: true)).Total);
        Assert.Equal("active", (await api.A.ShownAsync(made.Id)).Text("status"));
    }

    [Fact]
    public async Task A_subscription_that_is_not_there_yet_shows_its_first_invoice()
    {
        var customer = await api.A.PayerAsync(card: null);
        var item = new ItemParams("items[0]", null, await api.A.PriceAsync(), null, 2, false, false, default, null, MetadataChange.Absent);
        var preview = await PreviewAsync(null, customer, Nothing with { Items = [item] });
        Assert.Equal((2000, BillingReason.SubscriptionCreate), (preview.Total, preview.BillingReason));
        Assert.Empty((await api.A.GetAsync($"/v1/subscriptions?customer={customer}&status=all")).Ok().List());
    }

    private static SubscriptionUpdate Nothing => new([], false, null, false, default, null, SubscriptionFields.None);

    private Task<Invoice> PreviewAsync(Reply subscription, SubscriptionUpdate change, bool cancelNow = false) => PreviewAsync(subscription.Id, subscription.Text("customer")!, change, cancelNow);

    private async Task<Invoice> PreviewAsync(string? subscription, string customer, SubscriptionUpdate change, bool cancelNow = false)
    {
        await using var scope = api.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new(api.ProjectA, false));
        var owner = await scope.ServiceProvider.GetRequiredService<PayDb>().Set<Customer>().SingleAsync(c => c.Id == customer);
        return await scope.ServiceProvider.GetRequiredService<SubscriptionPreview>().PreviewAsync(new(subscription, null, change, cancelNow), owner, CancellationToken.None);
    }

    private async Task<(string Clock, Reply Made)> HalfAsync()
    {
        var clock = await api.A.ClockAsync();
        var made = (await api.A.SubscribeAsync(await api.A.PayerAsync(clock: clock), await api.A.PriceAsync())).Ok();
        await api.A.AdvanceAsync(clock, HalfTime);
        return (clock, made);
    }
}
