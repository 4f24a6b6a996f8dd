using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Tests.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Billing;

/// <summary>How the merchant of a case bills; each way is a project of its own.</summary>
internal enum Merchant
{
    /// <summary>British, with nothing set: tax is rounded as HMRC has it, and what cannot be charged ends.</summary>
    British,

    /// <summary>Tax is rounded on each line; what cannot be charged stays, unpaid. Its year is that of Auckland.</summary>
    ByLine,

    /// <summary>Tax is rounded once an invoice; what cannot be charged stays past due.</summary>
    ByInvoice,
}

/// <summary>One host with the three merchants of the golden table.</summary>
public sealed class GoldenApi : PayApi
{
    private const int SideBySide = 5;

    private readonly Dictionary<Merchant, ApiClient> merchants = [];
    private readonly Dictionary<string, Task> begun = [];

    internal ApiClient this[Merchant merchant] => merchants[merchant];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        merchants[Merchant.British] = A;
        merchants[Merchant.ByLine] = B;
        await BillAsync(ProjectB, BillingSettings.Default with { TaxRounding = TaxRounding.Line, AfterRetries = AfterRetries.MarkUnpaid }, "Pacific/Auckland");
        await using var scope = Worker();
        var third = await scope.ServiceProvider.GetRequiredService<Projects>().CreateAsync("C", "GB", "gbp", "Europe/London", CancellationToken.None);
        await TestGateway.SetAsync(this, third.Id);
        await BillAsync(third.Id, BillingSettings.Default with { TaxRounding = TaxRounding.Invoice, AfterRetries = AfterRetries.LeavePastDue }, "Europe/London");
        await using var issuing = Worker();
        var key = (await issuing.ServiceProvider.GetRequiredService<ApiKeys>().IssueAsync(third.Id, ApiKeyType.Secret, ApiKeyEnv.Test, null, null, null, CancellationToken.None)).Raw;
        Leaks.Secret("a secret key", key);
        merchants[Merchant.ByInvoice] = new(A.Url, key);
        // The cases are many and all of one minute: the limit of requests a second is not what they are about.
        await SqlAsync("update pay_api_keys set rate_limit = 100000");
    }

    public override async Task DisposeAsync()
    {
        await Task.WhenAll(begun.Values.ToArray()).ContinueWith(_ => { }, TaskScheduler.Default);
        if (merchants.TryGetValue(Merchant.ByInvoice, out var third)) third.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>Runs a case, and begins the ones that come next, so that several clocks go side by side while each stays a test of its own.</summary>
    internal Task RunAsync(BillingCase wanted, IEnumerable<BillingCase> table)
    {
        Begin(wanted);
        foreach (var next in table.Where(other => !begun.ContainsKey(other.Name)).Take(Math.Max(0, SideBySide - begun.Values.Count(task => !task.IsCompleted)))) Begin(next);
        return begun[wanted.Name];
    }

    private void Begin(BillingCase one)
    {
        if (!begun.ContainsKey(one.Name)) begun[one.Name] = Task.Run(() => new CaseRun(this[one.Merchant], one).RunAsync());
    }

    private async Task BillAsync(Guid id, BillingSettings settings, string zone)
    {
        await using var scope = Worker();
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        await db.Set<Project>().Where(p => p.Id == id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Billing, settings).SetProperty(x => x.TimeZone, zone));
    }
}
