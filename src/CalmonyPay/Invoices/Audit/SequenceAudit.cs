using System.Globalization;
using System.Text.Json;
using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices.Audit;

/// <param name="Year">Null: the year that it is in the project's time zone.</param>
public sealed record SequenceAuditParams(int? Year) : IParams<SequenceAuditParams>
{
    public static SequenceAuditParams Read(Params p) => new((int?)p.Long("year", 1970, 9999));
}

/// <summary>What the numbers of a year's invoices prove, in the mode of the key.</summary>
/// <param name="Last">The last number that was given; 0 if none was.</param>
/// <param name="Count">How many invoices have a number.</param>
/// <param name="Missing">Numbers up to the last that no invoice has, a hundred at most.</param>
/// <param name="Repeated">Numbers that more than one invoice has, a hundred at most.</param>
public sealed record SequenceAuditResponse(bool Livemode, int Year, int Last, int Count, IReadOnlyList<string> Missing, IReadOnlyList<string> Repeated)
{
    public string Object => "invoice_sequence_audit";

    /// <summary>Every number from 1 to the last is there, once.</summary>
    public bool Complete => Missing.Count == 0 && Repeated.Count == 0 && Count == Last;
}

/// <summary>
/// Proves that invoice numbers run without a gap: the counter of a year against the invoices themselves, whatever became of them, in one statement
/// that reads the index of numbers and no row.
/// </summary>
public sealed class SequenceAudit(PayDb db, ProjectBilling billing, ScopeTime time)
{
    private const int MostShown = 100;

    public async Task<SequenceAuditResponse> OfAsync(int? asked, CancellationToken ct)
    {
        var year = asked ?? TimeZoneInfo.ConvertTime(time.Now, (await billing.ReadAsync(ct)).Zone).Year;
        var name = year.ToString("0000", CultureInfo.InvariantCulture);
        // Behind the year's dash comes the point, byte by byte: the range holds the year's numbers and no other.
        var (from, until) = ($"INV-{name}-", $"INV-{name}.");
#pragma warning disable EF1002 // the column's name is one of two
        var found = await db.Database.SqlQueryRaw<string>(
            $$"""
            with numbers as materialized (
                select substr(number, 10)::int as n from pay_invoices where project_id = {0} and livemode = {1} and number >= {2} and number < {3}),
            counter as (
                select greatest(coalesce((select ({{(db.Livemode ? "live" : "test")}} ->> {4}::text)::int from pay_invoice_sequences where project_id = {0}), 0), coalesce((select max(n) from numbers), 0)) as last)
            select jsonb_build_object(
                'last', (select last from counter),
                'count', (select count(*) from numbers),
                'missing', (select coalesce(jsonb_agg(n), '[]') from (
                    select g.n from counter, generate_series(1, last) g(n) left join numbers on numbers.n = g.n where numbers.n is null order by 1 limit {5}) missing),
                'repeated', (select coalesce(jsonb_agg(n), '[]') from (select n from numbers group by n having count(*) > 1 order by n limit {5}) repeated))::text as "Value"
            """, db.ProjectId, db.Livemode, from, until, name, MostShown).ToListAsync(ct);
#pragma warning restore EF1002
        var seen = JsonSerializer.Deserialize<Seen>(found.Single(), PayJson.Options)!;
        return new(db.Livemode, year, seen.Last, seen.Count, Named(seen.Missing), Named(seen.Repeated));

        IReadOnlyList<string> Named(IReadOnlyList<int> numbers) => [.. numbers.Select(number => InvoiceNumbers.Of(name, number))];
    }

    private sealed record Seen(int Last, int Count, IReadOnlyList<int> Missing, IReadOnlyList<int> Repeated);
}

public static class SequenceAuditEndpoints
{
    public static IServiceCollection AddSequenceAudit(this IServiceCollection services) => services.AddScoped<SequenceAudit>();

    public static void MapSequenceAudit(this IEndpointRouteBuilder v1) =>
        // Ours, not Stripe's: in Stripe nobody can ask.
        v1.MapGroup("/invoices").WithTags("Invoices").MapGet("/sequence_audit", async (SequenceAuditParams audit, SequenceAudit sequence, CancellationToken ct) => TypedResults.Ok(await sequence.OfAsync(audit.Year, ct)))
            .WithSummary("CalmonyPay's own: proves that a year's invoice numbers have no gap and no repeat");
}
