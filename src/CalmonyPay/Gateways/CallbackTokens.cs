using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Tenancy;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CalmonyPay.Gateways;

/// <summary>What a callback's address says: whose attempt it is, and with which credential to check the signature.</summary>
/// <param name="AttemptId">Our key of the order (<c>ch_…</c>, <c>re_…</c>, <c>pm_…</c>).</param>
public sealed record CallbackSubject(Tenant Tenant, Guid CredentialId, string AttemptId);

/// <summary>
/// Makes and opens the addresses that gateways call. The token is encrypted and authenticated with the key ring, so that ids
/// alone find nothing, and names its key, so that addresses given out before a rotation still open.
/// </summary>
public sealed class CallbackTokens(Keyring keyring, IConfiguration configuration, IServiceProvider services)
{
    public const string Path = "/gateway/callbacks";

    private const string Purpose = "gateway.callback";
    private const int GuidSize = 16;
    private const int Head = GuidSize + 1 + GuidSize;

    /// <summary>
    /// The address for one attempt, under <c>CalmonyPay:PublicUrl</c>, or the host's own address where none is set. Null if
    /// there is neither: the host does not listen.
    /// </summary>
    public Uri? UrlOf(CallbackSubject subject) =>
        (configuration["CalmonyPay:PublicUrl"] ?? OwnAddress()) is { Length: > 0 } root ? new($"{root.TrimEnd('/')}{Path}/{Make(subject)}") : null;

    public string Make(CallbackSubject subject)
    {
        var plain = new byte[Head + Encoding.UTF8.GetByteCount(subject.AttemptId)];
        subject.Tenant.ProjectId.TryWriteBytes(plain);
        plain[GuidSize] = subject.Tenant.Livemode ? (byte)1 : (byte)0;
        subject.CredentialId.TryWriteBytes(plain.AsSpan(GuidSize + 1));
        Encoding.UTF8.GetBytes(subject.AttemptId, plain.AsSpan(Head));
        return Base64Url.EncodeToString(keyring.Encrypt(plain, Purpose));
    }

    /// <returns>Null for whatever is no token of ours.</returns>
    public CallbackSubject? Open(string token)
    {
        try
        {
            var plain = keyring.Decrypt(Base64Url.DecodeFromChars(token), Purpose);
            return new(
                new(new Guid(plain.AsSpan(0, GuidSize)), plain[GuidSize] == 1),
                new Guid(plain.AsSpan(GuidSize + 1, GuidSize)),
                Encoding.UTF8.GetString(plain.AsSpan(Head)));
        }
        catch (Exception error) when (error is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Right where everything is on one machine. An address that listens everywhere is called by the loopback's name.</summary>
    private string? OwnAddress()
    {
        if (services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } listening) return null;
        var address = BindingAddress.Parse(listening);
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";
    }
}
