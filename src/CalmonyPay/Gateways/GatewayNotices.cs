using System.ComponentModel.DataAnnotations;
using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Gateways;

/// <summary>A gateway has told us of something. The signature was right; what it said is to be asked after, not believed.</summary>
/// <param name="EventId">The row in <c>pay_gateway_events</c>.</param>
/// <param name="CredentialId">Query with this one.</param>
/// <param name="AttemptId">Our key of the order that the callback's address was made for.</param>
/// <param name="Reference">Cardstream: <c>xref</c>, which may be another than the recorded one: a second transaction for the same order.</param>
/// <param name="Type">The gateway's action, such as <c>SALE</c>.</param>
public sealed record GatewayNotice(Guid EventId, Guid CredentialId, string AttemptId, string? Reference, string? Type);

/// <summary>
/// The bell for the rooms above, rung in a scope of its own (worker's role, the notice's project and mode) when the notice is
/// stored. It may ring again for the same notice; whoever is not meant returns, whoever throws is called again later.
/// </summary>
public interface IGatewayTold
{
    Task GatewayToldAsync(GatewayNotice notice, CancellationToken ct);
}

/// <summary>How notices are worked off.</summary>
public sealed record GatewayEventOptions
{
    /// <summary>How long one try may take before another host takes over.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>After the first failed try; doubles with each one more, up to <see cref="LongestPause"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")] public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(5);

    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")] public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Then the notice has failed, and an operator reads why.</summary>
    [Range(1, 1000)] public int MostTries { get; set; } = 12;

    /// <summary>How often the worker looks for notices that nobody is at work on.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")] public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Rings the bell for one notice and writes down how that went. Never throws.</summary>
public sealed partial class GatewayNotices(
    IServiceScopeFactory scopes, IOptions<GatewayEventOptions> options, TimeProvider clock, ILogger<GatewayNotices> log)
{
    private const int MostErrorCharacters = 500;

    /// <param name="tries">Which try this is, from 1.</param>
    public async Task TellAsync(Tenant tenant, GatewayNotice notice, int tries)
    {
        try
        {
            var error = await RingAsync(tenant, notice, tries);
            await using var scope = ScopeOf(tenant);
            var entry = scope.ServiceProvider.GetRequiredService<PayDb>().GatewayEvents.Where(e => e.Id == notice.EventId);
            var now = clock.GetUtcNow();
            if (error is null)
            {
                await entry.ExecuteUpdateAsync(e => e.SetProperty(x => x.Status, GatewayEventStatus.Processed)
                    .SetProperty(x => x.ProcessedAt, now).SetProperty(x => x.Error, (string?)null));
            }
            else
            {
                var status = tries < options.Value.MostTries ? GatewayEventStatus.Processing : GatewayEventStatus.Failed;
                await entry.ExecuteUpdateAsync(e => e.SetProperty(x => x.Status, status)
                    .SetProperty(x => x.Error, error).SetProperty(x => x.NextTryAt, now + Pause(tries)));
            }
        }
#pragma warning disable CA1031 // The row is still processing: the worker takes it over when the lease is up.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(failure, notice.EventId, notice.AttemptId, tries);
        }
    }

    private async Task<string?> RingAsync(Tenant tenant, GatewayNotice notice, int tries)
    {
        try
        {
            await using var scope = ScopeOf(tenant);
            await scope.ServiceProvider.GetRequiredService<ProjectSecretLoader>().LoadAsync(tenant.ProjectId);
            using var deadline = new CancellationTokenSource(options.Value.Lease);
            foreach (var told in scope.ServiceProvider.GetServices<IGatewayTold>()) await told.GatewayToldAsync(notice, deadline.Token);
            return null;
        }
#pragma warning disable CA1031 // Whatever a room could not do, it is asked again later.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(failure, notice.EventId, notice.AttemptId, tries);
            var text = CardDataFilter.OfText($"{failure.GetType().Name}: {failure.Message}");
            return text.Length > MostErrorCharacters ? text[..MostErrorCharacters] : text;
        }
    }

    private AsyncServiceScope ScopeOf(Tenant tenant)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(tenant);
        return scope;
    }

    private TimeSpan Pause(int tries)
    {
        var pause = options.Value.FirstPause * Math.Pow(2, Math.Min(tries - 1, 30));
        return pause < options.Value.LongestPause ? pause : options.Value.LongestPause;
    }

    [LoggerMessage(LogLevel.Warning, "Gateway event {NoticeId} about {AttemptId} was not worked off (try {Tries})")]
    private partial void LogFailed(Exception failure, Guid noticeId, string attemptId, int tries);
}
