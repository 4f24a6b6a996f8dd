using System.Globalization;
using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Invoices;

/// <summary>
/// Gives invoice numbers, <c>INV-YYYY-NNNN</c>, without a gap and never twice: the counter moves in the transaction that
/// finalises, so a number that was rolled back is the next one's. Live and test count apart; the year is that of the
/// finalisation in the project's time zone.
/// </summary>
public sealed class InvoiceNumbers(PayDb db, ProjectBilling billing)
{
    /// <summary>
    /// The next number. Ask for it last: from here to the commit no other invoice of the project can be finalised.
    /// </summary>
    /// <param name="now">The finalisation's time, in its customer's time.</param>
    public async Task<string> NextAsync(DateTimeOffset now, CancellationToken ct)
    {
        var project = await billing.ReadAsync(ct);
        var year = TimeZoneInfo.ConvertTime(now, project.Zone).Year.ToString("0000", CultureInfo.InvariantCulture);
        var mode = db.Livemode ? "live" : "test";
#pragma warning disable EF1002 // the column's name is one of two
        var numbers = await db.Database.SqlQueryRaw<int>(
            $$"""
            insert into pay_invoice_sequences as s (project_id, live, test)
            values ({0}, jsonb_build_object({{(db.Livemode ? "{1}::text, 1" : "")}}), jsonb_build_object({{(db.Livemode ? "" : "{1}::text, 1")}}))
            on conflict (project_id) do update set {{mode}} = jsonb_set(s.{{mode}}, array[{1}::text], to_jsonb(coalesce((s.{{mode}} ->> {1}::text)::int, 0) + 1))
            returning ({{mode}} ->> {1}::text)::int as "Value"
            """, db.ProjectId, year).ToListAsync(ct);
#pragma warning restore EF1002
        return Of(year, numbers.Single());
    }

    /// <summary>At least four digits; the ten thousandth of a year has five.</summary>
    public static string Of(string year, int number) => string.Create(CultureInfo.InvariantCulture, $"INV-{year}-{number:0000}");
}
