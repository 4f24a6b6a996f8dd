using System.Globalization;
using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Benchmarks;

/// <summary>A project with a key and its payment intents, ids in the order of age as the server makes them.</summary>
/// <param name="Project">Its id.</param>
/// <param name="Key">A secret test key without a rate limit to speak of.</param>
/// <param name="IdStart">What all seeded ids begin with; a number of 18 digits follows, from <see cref="First"/> on.</param>
internal sealed record Seed(DatabaseLogins Logins, string Project, string Key, long Intents, string IdStart)
{
    public const string EncryptionKeys = "bench:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    public const long First = 100_000_000_000_000_000;
    private const int Unlimited = 1_000_000;

    /// <summary>What a host over this database is configured with.</summary>
    public static Dictionary<string, string?> Configuration(DatabaseLogins logins) => new()
    {
        ["ConnectionStrings:CalmonyPay"] = logins.Owner,
        ["CalmonyPay:Encryption:Keys"] = EncryptionKeys,
        ["CalmonyPay:Log:Level"] = "Warning",
    };

    public string Id(long number) => IdStart + (First + number).ToString(CultureInfo.InvariantCulture);

    public static async Task<Seed> PlantAsync(DatabaseLogins logins, long intents, CancellationToken ct)
    {
        var (project, key) = await ProjectAsync(logins, ct);
        var start = PayId.Floor("pi", DateTimeOffset.UtcNow.AddDays(-30))[..9];
        await Cluster.ExecuteAsync(logins.Owner, $$"""
            insert into pay_payment_intents (
                id, project_id, livemode, status, amount, currency, amount_capturable, amount_received, capture_method, confirmation_method,
                off_session, automatic_payment_methods, metadata, order_reference, created_at, event_sequence)
            select '{{start}}' || ({{First}} + n), '{{project}}', false, 'requires_payment_method', 100 + n % 100000, 'gbp', 0, 0, 'automatic_async', 'automatic',
                false, '{"enabled": true, "allow_redirects": "always"}', jsonb_build_object('order_id', n::text), n::text, now() - interval '30 days' + n * interval '1 millisecond', 1
            from generate_series(0, {{intents - 1}}) n
            """, ct);
        await Cluster.ExecuteAsync(logins.Owner, "vacuum analyze", ct);
        await Cluster.ExecuteAsync(logins.Owner, "checkpoint", ct);
        return new(logins, project.ToString(), key, intents, start);
    }

    private static async Task<(Guid Project, string Key)> ProjectAsync(DatabaseLogins logins, CancellationToken ct)
    {
        await using var host = PayHost.Build([], builder => builder.Configuration.AddInMemoryCollection(Configuration(logins)));
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(null);
        var project = await scope.ServiceProvider.GetRequiredService<Projects>().CreateAsync("bench", "GB", "gbp", "Europe/London", ct);
        var (_, raw) = await scope.ServiceProvider.GetRequiredService<ApiKeys>().IssueAsync(project.Id, ApiKeyType.Secret, ApiKeyEnv.Test, null, null, Unlimited, ct);
        return (project.Id, raw);
    }
}
