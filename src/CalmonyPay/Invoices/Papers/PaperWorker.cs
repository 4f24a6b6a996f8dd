using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Invoices.Papers;

/// <summary>
/// Renders the PDFs of invoices that have just been finalised, one after the other, so that a run of renewals keeps its
/// processors for renewals. Whoever asks for a PDF sooner has it rendered at once.
/// </summary>
public sealed class PaperWorker(IServiceScopeFactory scopes, PayDbPools pools, TimeProvider clock, ILogger<PaperWorker> log) : Rounds(clock, log)
{
    private const int MostAtOnce = 20;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static readonly LeasedWork Blank = LeasedWork.Free("pay_invoice_papers", "claimed_until", "pdf is null", "created_at");

    protected override TimeSpan Every => TimeSpan.FromSeconds(1);

    protected override async Task RoundAsync(CancellationToken ct)
    {
        for (var blank = await ClaimAsync(ct); blank.Count > 0; blank = await ClaimAsync(ct))
        {
            foreach (var (tenant, id) in blank)
            {
                ct.ThrowIfCancellationRequested();
                await using var scope = scopes.CreateWorkerScope(tenant);
                await scope.ServiceProvider.GetRequiredService<ProjectSecretLoader>().LoadAsync(tenant.ProjectId);
                await scope.ServiceProvider.GetRequiredService<InvoicePapers>().PdfAsync(id, ct);
            }
        }
    }

    private Task<List<(Tenant Tenant, string Id)>> ClaimAsync(CancellationToken ct) => Blank.ClaimAsync(pools, Clock.GetUtcNow(), Lease, MostAtOnce, ct);
}
