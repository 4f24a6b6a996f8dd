using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Idempotency;

namespace CalmonyPay.PaymentMethods;

internal static class RunSaves
{
    /// <summary>Saves the work, and with it where a retry of the same request resumes, in one transaction.</summary>
    public static async Task SaveAsync(this GatewayRun run, IServiceProvider services, string kind, string id)
    {
        var db = services.GetRequiredService<PayDb>();
        if (db.Database.CurrentTransaction is null) await db.Database.BeginTransactionAsync();
        await db.SaveChangesAsync();
        await run.ReachAsync(services.GetRequiredService<IdempotencyKeys>(), kind, id);
        await db.CommitAsync(CancellationToken.None);
    }
}
