using System.Globalization;
using CalmonyPay.Accounts;
using CalmonyPay.PaymentIntents;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Monies;
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
        // Every other row is the first one's twin but for id, time and reference, whatever columns there are by now.
        await Cluster.ExecuteAsync(logins.Owner, $"""
            do $do$ declare columns text; twins text; begin
                select string_agg(attname, ', '), string_agg(case attname
                    when 'id' then $$'{start}' || ({First} + n)$$
                    when 'created_at' then $$now() - interval '30 days' + n * interval '1 millisecond'$$
                    when 'order_reference' then 'n::text'
                    else 't.' || attname end, ', ')
                into columns, twins
                from pg_attribute where attrelid = 'pay_payment_intents'::regclass and attnum > 0 and not attisdropped;
                execute format('insert into pay_payment_intents (%s) select %s from pay_payment_intents t, generate_series(0, {intents - 1}) n', columns, twins);
            end $do$
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
        await FirstAsync(host.Services, project.Id, ct);
        var (_, raw) = await scope.ServiceProvider.GetRequiredService<ApiKeys>().IssueAsync(project.Id, ApiKeyType.Secret, ApiKeyEnv.Test, null, null, Unlimited, ct);
        return (project.Id, raw);
    }

    private static async Task FirstAsync(IServiceProvider services, Guid project, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().EnterWorker(new(project, false));
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        var intent = PaymentIntent.For(new(1999, Currency.Of("gbp")), DateTimeOffset.UtcNow.AddDays(-31));
        intent.AutomaticPaymentMethods = new("always", true);
        intent.Metadata = new() { ["order_id"] = "6735" };
        intent.Description = "An order of three things";
        db.Add(intent);
        await db.SaveChangesAsync(ct);
    }
}
