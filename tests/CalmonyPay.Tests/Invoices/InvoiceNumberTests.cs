using CalmonyPay.Accounts;
using CalmonyPay.Invoices;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Invoices;

public sealed class InvoiceNumberTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task Concurrent_finalisations_with_rollbacks_leave_no_gap_and_no_repeat()
    {
        var customers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => api.A.CustomerAsync(null)));
        var drafts = new List<string>();
        for (var i = 0; i < 32; i++) drafts.Add((await api.A.DraftAsync(customers[i % 4], null, 100 + i)).Id);
        var random = new Random(5);
        var rollBack = drafts.Select(_ => random.Next(3)).ToList();
        await Task.WhenAll(drafts.Select(async (draft, i) =>
        {
            for (var n = 0; n < rollBack[i]; n++) await FinalizeAsync(draft, commit: false);
            await FinalizeAsync(draft, commit: true);
        }));

        var year = TimeProvider.System.GetUtcNow().Year;
        var numbers = (await api.SqlAsync("select number from pay_invoices where project_id = $1 and not livemode and number is not null order by number", api.ProjectA)).Select(row => (string)row[0]!);
        Assert.Equal(Enumerable.Range(1, 32).Select(n => $"INV-{year}-{n:0000}"), numbers);
        var audit = (await api.A.GetAsync("/v1/invoices/sequence_audit")).Ok();
        Assert.Equal((32L, 32L, true, false), (audit.Number("last"), audit.Number("count"), audit.Flag("complete"), audit.Flag("livemode")));
        Assert.Empty(audit.List("missing"));
    }

    [Fact]
    public async Task The_audit_names_what_is_missing_and_counts_what_became_void()
    {
        var customer = (await api.B.PostAsync("/v1/customers")).Ok().Id;
        var open = new List<Reply>();
        for (var i = 0; i < 4; i++) open.Add(await api.B.OpenAsync(customer, null, 500));
        (await api.B.PostAsync($"/v1/invoices/{open[0].Id}/void")).Ok();
        (await api.B.PostAsync($"/v1/invoices/{open[1].Id}/mark_uncollectible")).Ok();
        Assert.True((await api.B.GetAsync("/v1/invoices/sequence_audit")).Ok().Flag("complete"));
        await api.SqlAsync("update pay_invoices set number = number || '9' where id = $1", open[2].Id);
        var year = TimeProvider.System.GetUtcNow().Year;
        var audit = (await api.B.GetAsync($"/v1/invoices/sequence_audit?year={year}")).Ok();
        Assert.False(audit.Flag("complete"));
        Assert.Equal($"INV-{year}-0003", audit.Text("missing[0]"));
        Assert.Equal(0, (await api.B.GetAsync("/v1/invoices/sequence_audit?year=1999")).Ok().Number("last"));
        (await api.B.GetAsync("/v1/invoices/sequence_audit?year=now")).Fails(400, param: "year");
    }

    [Theory]
    [InlineData("Europe/Paris", "INV-2027-0001")]
    [InlineData("America/New_York", "INV-2026-0001")]
    public async Task The_year_is_that_of_the_projects_time_zone(string zone, string expected)
    {
        await using var worker = api.Worker();
        var project = (await worker.ServiceProvider.GetRequiredService<Projects>().CreateAsync(zone, "FR", "eur", zone, CancellationToken.None)).Id;
        await using var scope = api.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new(project, Livemode: true));
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        Assert.Equal(expected, await scope.ServiceProvider.GetRequiredService<InvoiceNumbers>().NextAsync(new(2026, 12, 31, 23, 30, 0, TimeSpan.Zero), CancellationToken.None));
    }

    /// <summary>Finalises as a request does, and commits, or loses everything just before.</summary>
    private async Task FinalizeAsync(string id, bool commit)
    {
        await using var scope = api.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<TenantScope>().Enter(new(api.ProjectA, Livemode: false));
        await services.GetRequiredService<ProjectSecretLoader>().LoadAsync(api.ProjectA);
        var db = services.GetRequiredService<PayDb>();
        await services.GetRequiredService<InvoiceService>().FinalizeAsync(id, new(null), CancellationToken.None);
        await db.SaveChangesAsync();
        if (commit) await db.CommitAsync(CancellationToken.None);
        else await db.ForgetAsync();
    }
}
