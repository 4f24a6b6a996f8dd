using CalmonyPay.Checkout.Page;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>What a host does for its first shopper.</summary>
public sealed class PageWarmUpTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_page_is_shown_to_nobody_and_leaves_no_trace()
    {
        var warmUp = api.Services.GetServices<IHostedService>().OfType<PageWarmUp>().Single();
        await warmUp.ShowAsync(CancellationToken.None); // no session yet
        var session = (await api.A.SessionAsync()).Ok();
        var before = await TraceAsync();
        await warmUp.ShowAsync(CancellationToken.None);
        Assert.Equal(before, await TraceAsync());
        Assert.Equal("open", (await api.A.SeeAsync(session.Id)).Text("status"));
    }

    /// <summary>The version of the session's row, and what was told.</summary>
    private async Task<string> TraceAsync() =>
        string.Join(' ', (await api.SqlAsync("select (select string_agg(xmin::text, ' ') from pay_checkout_sessions), (select count(*) from pay_events)"))[0]);
}
