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

    private const string Claim = """
        update pay_invoice_papers p set claimed_until = $1
        from (select project_id, id from pay_invoice_papers
              where pdf is null and (claimed_until is null or claimed_until < $2)
              order by created_at limit $3 for update skip locked) blank
        where p.project_id = blank.project_id and p.id = blank.id
        returning p.project_id, p.livemode, p.id
        """;

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

    private async Task<List<(Tenant Tenant, string Id)>> ClaimAsync(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        await using var command = pools.Worker.CreateCommand(Claim);
        command.Parameters.Add(new() { Value = (now + Lease).UtcDateTime });
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = MostAtOnce });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var claimed = new List<(Tenant, string)>();
        while (await reader.ReadAsync(ct)) claimed.Add((new(reader.GetGuid(0), reader.GetBoolean(1)), reader.GetString(2)));
        return claimed;
    }
}
