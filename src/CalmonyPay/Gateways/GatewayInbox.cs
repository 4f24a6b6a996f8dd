using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CalmonyPay.Gateways;

/// <summary>Writes down what a gateway told us, once, before anybody acts on it.</summary>
public sealed class GatewayInbox(PayDb db, GatewayCredentials credentials, IOptions<GatewayEventOptions> options, TimeProvider clock)
{
    /// <summary>Stores a callback, with its signature's verdict.</summary>
    /// <returns>Whether it is the gateway's, and what to tell the rooms above: null for what is not believed, or was told before.</returns>
    public async Task<(bool Genuine, GatewayNotice? Notice)> TakeAsync(CallbackSubject subject, byte[] body, Dictionary<string, string> headers, CancellationToken ct)
    {
        var route = await credentials.ByIdAsync(subject.CredentialId, ct);
        var text = Encoding.UTF8.GetString(body);
        var callback = route.Gateway.ReadCallback(route.Account, text);
        var reference = callback.Transaction?.Reference;
        var problem = !callback.SignatureValid ? "The signature is not the gateway's."
            : callback.Transaction?.AttemptId is { } attempt && attempt != subject.AttemptId ? "It speaks of another attempt than its address."
            : null;
        var now = clock.GetUtcNow();
        var entry = new GatewayEvent
        {
            Id = Guid.CreateVersion7(now),
            GatewayName = route.Name,
            CredentialId = subject.CredentialId,
            AttemptId = subject.AttemptId,
            EventType = Short(callback.Type),
            GatewayReference = reference,
            Headers = headers,
            Payload = CardDataFilter.OfForm(text),
            BodySha256 = SHA256.HashData(body),
            SignatureValid = callback.SignatureValid,
            Status = problem is null ? GatewayEventStatus.Processing : GatewayEventStatus.Failed,
            Error = problem,
            Tries = 1,
            NextTryAt = now + options.Value.Lease,
            CreatedAt = now,
        };
        db.Add(entry);
        var id = await SavedAsync(ct) ? entry.Id : problem is null ? await BelievedAtLastAsync(entry, ct) : null;
        return (callback.SignatureValid, problem is null && id is { } fresh ? NoticeOf(entry, fresh) : null);
    }

    private static GatewayNotice NoticeOf(GatewayEvent entry, Guid id) => new(id, entry.CredentialId, entry.AttemptId, entry.GatewayReference, entry.EventType);

    private async Task<bool> SavedAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException failure) when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            await db.ForgetAsync();
            return false;
        }
    }

    /// <summary>A repeat of what was not believed the first time, because an operator has corrected the secret since.</summary>
    private async Task<Guid?> BelievedAtLastAsync(GatewayEvent entry, CancellationToken ct)
    {
        var doubted = db.GatewayEvents.Where(e => e.BodySha256 == entry.BodySha256 && !e.SignatureValid);
        var revived = await doubted.ExecuteUpdateAsync(e => e
            .SetProperty(x => x.SignatureValid, true)
            .SetProperty(x => x.GatewayReference, entry.GatewayReference)
            .SetProperty(x => x.Status, GatewayEventStatus.Processing)
            .SetProperty(x => x.Error, (string?)null)
            .SetProperty(x => x.NextTryAt, entry.NextTryAt), ct);
        return revived == 0 ? null : await db.GatewayEvents.Where(e => e.BodySha256 == entry.BodySha256).Select(e => e.Id).SingleAsync(ct);
    }

    private static string? Short(string? type) => type is null ? null : CardDataFilter.OfText(type.Length > 64 ? type[..64] : type);
}
