using System.Security.Cryptography;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CalmonyPay.Platform.Idempotency;

/// <summary>A key that this request holds while it works.</summary>
/// <param name="Id">The row.</param>
/// <param name="RecoveryPoint">Where an earlier holder, which died, had got to; null on the first try.</param>
/// <param name="LeaseUntil">Until when this holder is trusted to be at work.</param>
public sealed record IdempotencyClaim(Guid Id, string? RecoveryPoint, DateTimeOffset LeaseUntil);

/// <summary>Keeps and finds answers under idempotency keys. First write wins; the unique key of the table decides.</summary>
public sealed class IdempotencyKeys(PayDb db, Keyring keyring, RequestInfo request, TimeProvider clock)
{
    public const string Purpose = "idempotency.answer";

    /// <summary>Adds the answer to the save that does the work.</summary>
    public void Keep(string key, byte[] fingerprint, Answer answer)
    {
        var now = clock.GetUtcNow();
        db.Add(new IdempotencyKey
        {
            Id = Guid.CreateVersion7(now),
            Key = key,
            Fingerprint = fingerprint,
            RequestId = request.Id,
            ResponseStatus = answer.Status,
            ResponseBody = keyring.Encrypt(answer.Body, Purpose),
            CreatedAt = now,
            ExpiresAt = now + IdempotencyKey.Lifetime,
        });
    }

    /// <summary>The answer given before under this key; null if there is none (an expired one is removed on the way).</summary>
    /// <exception cref="StripeError">400 <c>idempotency_error</c> for other parameters, 409 for a twin in flight.</exception>
    public async Task<Answer?> FindAsync(string key, byte[] fingerprint, CancellationToken ct)
    {
        var row = await db.Set<IdempotencyKey>().SingleOrDefaultAsync(k => k.Key == key, ct);
        if (row is null) return null;
        if (row.ExpiresAt <= clock.GetUtcNow())
        {
            await RemoveAsync(row.Id, ct);
            return null;
        }
        return AnswerOf(row, fingerprint) ?? throw InFlight(key);
    }

    /// <summary>Takes the key before work that calls a gateway: a new claim, a dead holder's claim, or the answer given before.</summary>
    public async Task<(IdempotencyClaim? Claim, Answer? Earlier)> ClaimAsync(string key, byte[] fingerprint, TimeSpan lease, CancellationToken ct)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var now = clock.GetUtcNow();
            var mine = new IdempotencyKey
            {
                Id = Guid.CreateVersion7(now),
                Key = key,
                Fingerprint = fingerprint,
                RequestId = request.Id,
                LeaseUntil = now + lease,
                CreatedAt = now,
                ExpiresAt = now + IdempotencyKey.Lifetime,
            };
            db.Add(mine);
            try
            {
                await db.SaveChangesAsync(ct);
                return (new(mine.Id, null, now + lease), null);
            }
            catch (DbUpdateException taken) when (taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                db.ChangeTracker.Clear();
            }

            var row = await db.Set<IdempotencyKey>().SingleOrDefaultAsync(k => k.Key == key, ct);
            if (row is null) continue;
            if (row.ExpiresAt <= now)
            {
                await RemoveAsync(row.Id, ct);
                continue;
            }
            if (AnswerOf(row, fingerprint) is { } earlier) return (null, earlier);
            var took = await db.Set<IdempotencyKey>()
                .Where(k => k.Id == row.Id && k.ResponseStatus == null && k.LeaseUntil < now)
                .ExecuteUpdateAsync(k => k.SetProperty(r => r.LeaseUntil, now + lease), ct);
            return took == 1 ? (new(row.Id, row.RecoveryPoint, now + lease), null) : throw InFlight(key);
        }
        throw InFlight(key);
    }

    /// <summary>Notes how far the work has got, in the transaction that got it there.</summary>
    /// <exception cref="StripeError">409: a retry has taken the claim over meanwhile, so this work must not be committed.</exception>
    public async Task ReachAsync(IdempotencyClaim claim, string recoveryPoint, CancellationToken ct)
    {
        var mine = claim.LeaseUntil;
        var noted = await db.Set<IdempotencyKey>().Where(k => k.Id == claim.Id && k.LeaseUntil == mine && k.ResponseStatus == null)
            .ExecuteUpdateAsync(k => k.SetProperty(r => r.RecoveryPoint, recoveryPoint), ct);
        if (noted == 0) throw InFlight("taken over by a retry");
    }

    /// <summary>Lets go of a claim whose work is not done: a retry may resume it at once.</summary>
    public async Task LetGoAsync(IdempotencyClaim claim, CancellationToken ct)
    {
        var (mine, now) = (claim.LeaseUntil, clock.GetUtcNow());
        await db.Set<IdempotencyKey>().Where(k => k.Id == claim.Id && k.LeaseUntil == mine).ExecuteUpdateAsync(k => k.SetProperty(r => r.LeaseUntil, now), ct);
    }

    /// <summary>The same for a claim whose holder died, when a worker has gone on with its work.</summary>
    public async Task LetGoAsync(Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.Set<IdempotencyKey>().Where(k => k.Id == id && k.ResponseStatus == null).ExecuteUpdateAsync(k => k.SetProperty(r => r.LeaseUntil, now), ct);
    }

    /// <summary>Completes a claim; the first completion stands.</summary>
    /// <returns>False if it was completed before, or given back.</returns>
    public async Task<bool> CompleteAsync(Guid id, Answer answer, CancellationToken ct)
    {
        var body = keyring.Encrypt(answer.Body, Purpose);
        return await db.Set<IdempotencyKey>().Where(k => k.Id == id && k.ResponseStatus == null).ExecuteUpdateAsync(
            k => k.SetProperty(r => r.ResponseStatus, answer.Status).SetProperty(r => r.ResponseBody, body).SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null), ct) == 1;
    }

    /// <summary>Gives a key back when no work began under it, so that a corrected request may use it.</summary>
    public async Task ReleaseAsync(IdempotencyClaim claim, CancellationToken ct)
    {
        var mine = claim.LeaseUntil;
        await db.Set<IdempotencyKey>().Where(k => k.Id == claim.Id && k.LeaseUntil == mine && k.ResponseStatus == null && k.RecoveryPoint == null).ExecuteDeleteAsync(ct);
    }

    private async Task RemoveAsync(Guid id, CancellationToken ct) =>
        await db.Set<IdempotencyKey>().Where(k => k.Id == id).ExecuteDeleteAsync(ct);

    private Answer? AnswerOf(IdempotencyKey row, byte[] fingerprint)
    {
        if (!CryptographicOperations.FixedTimeEquals(row.Fingerprint, fingerprint))
        {
            throw new StripeError(400, "idempotency_error", null,
                $"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{row.Key}' if you meant to execute a different request.");
        }
        return row.ResponseStatus is { } status ? new(status, keyring.Decrypt(row.ResponseBody, Purpose)) { Replayed = true } : null;
    }

    private static StripeError InFlight(string key) => new(409, "idempotency_error", "idempotency_key_in_use",
        $"There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): {key}. Please try again later.")
    { RetryAfterSeconds = 1 };
}
