using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Platform.Crypto;

/// <summary>Each project's own random secret, decrypted, in memory: put here by whoever brings a project into scope.</summary>
public sealed class ProjectSecretCache
{
    private readonly ConcurrentDictionary<Guid, byte[]> secrets = new();

    public bool Knows(Guid project) => secrets.ContainsKey(project);

    public void Put(Guid project, byte[] secret) => secrets[project] = secret;

    /// <exception cref="InvalidOperationException">The project was brought into scope without its secret.</exception>
    public byte[] Of(Guid project) => secrets.TryGetValue(project, out var secret) ? secret : throw new InvalidOperationException("The project's secret has not been loaded.");
}

/// <summary>
/// What is derived from the project's secret by HMAC-SHA256. Derived rather than stored, so that there is one secret to
/// keep and to rotate, and no column to leak.
/// </summary>
public sealed class ProjectSecrets(TenantScope scope, ProjectSecretCache cache)
{
    /// <summary>An intent's client secret: its id, <c>_secret_</c> and 24 characters.</summary>
    public string ClientSecretOf(string id) => $"{id}_secret_{PayId.TextOf(Mac("client-secret", Encoding.UTF8.GetBytes(id)), 24)}";

    /// <summary>True if the client secret is that of the object; compared in constant time.</summary>
    public bool IsClientSecretOf(string id, string claimed) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ClientSecretOf(id)), Encoding.UTF8.GetBytes(claimed));

    /// <summary>16 characters that are the same for the same card number within this project and tell nothing about it elsewhere.</summary>
    public string CardFingerprintOf(ReadOnlySpan<byte> cardNumber) => PayId.TextOf(Mac("card-fingerprint", cardNumber), 16);

    /// <summary>A MAC for tokens and fingerprints of our own.</summary>
    /// <param name="purpose">Keeps one use from standing for another.</param>
    public byte[] Mac(string purpose, ReadOnlySpan<byte> data)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, cache.Of(scope.Current.ProjectId));
        hmac.AppendData(Encoding.UTF8.GetBytes(purpose));
        hmac.AppendData([0]);
        hmac.AppendData(data);
        return hmac.GetHashAndReset();
    }
}
