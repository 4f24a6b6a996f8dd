using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Accounts;

/// <summary>Where the tax of an invoice is rounded.</summary>
[PgEnum("pay_tax_rounding")]
public enum TaxRounding
{
    /// <summary>Each line's, to the nearest minor unit, halves away from zero.</summary>
    Line,

    /// <summary>Each rate's sum over the invoice, to the nearest minor unit; the lines show their shares.</summary>
    Invoice,

    /// <summary>
    /// As HMRC has it for invoices (VAT Notice 700, 17.5): each rate's sum over the invoice; UK VAT on prices without VAT drops the
    /// fraction of a penny, on prices that contain VAT it is rounded to the nearest.
    /// </summary>
    Hmrc,
}

/// <summary>What becomes of a subscription whose invoice could not be charged, once the last retry has failed.</summary>
[PgEnum("pay_after_retries")]
public enum AfterRetries { Cancel, MarkUnpaid, LeavePastDue }

/// <summary>How a project bills. Set by the command <c>projects billing</c>.</summary>
/// <param name="TaxRounding">Null: as HMRC has it in the United Kingdom, by line elsewhere.</param>
/// <param name="RetryAfterDays">Days from each failed charge of an invoice to the next; the list's end is the end of retries.</param>
/// <param name="DaysUntilDue">Of a bill that is sent, where it does not say so itself.</param>
/// <param name="DraftMinutes">How long an invoice of a subscription waits as a draft, so that late items can join it.</param>
/// <param name="UpcomingDays">How long before a renewal <c>invoice.upcoming</c> is told; 0: never.</param>
public sealed record BillingSettings(TaxRounding? TaxRounding, IReadOnlyList<int> RetryAfterDays, AfterRetries AfterRetries, int DaysUntilDue, int DraftMinutes, int UpcomingDays)
{
    /// <summary>Stripe's own: three retries in a fortnight, then the subscription is cancelled; an hour as a draft.</summary>
    public static BillingSettings Default { get; } = new(null, [3, 5, 7], AfterRetries.Cancel, 30, 60, 7);
}

/// <summary>What billing asks of the project in scope; read once a scope.</summary>
public sealed class ProjectBilling(PayDb db)
{
    private Known? known;

    /// <param name="Zone">Decides the year of an invoice's number.</param>
    public sealed record Known(string Name, string? Email, Branding? Branding, string Country, string DefaultCurrency, TimeZoneInfo Zone, BillingSettings Settings)
    {
        /// <summary>The name that customers know it by.</summary>
        public string Seller => Branding?.DisplayName ?? Name;

        /// <summary>Where customers write to.</summary>
        public string? SellerEmail => Branding?.Email ?? Email;

        public TaxRounding TaxRounding => Settings.TaxRounding ?? (Country == "GB" ? Accounts.TaxRounding.Hmrc : Accounts.TaxRounding.Line);
    }

    public async Task<Known> ReadAsync(CancellationToken ct)
    {
        if (known is not null) return known;
        var project = await db.Set<Project>().Where(p => p.Id == db.ProjectId).Select(p => new { p.Name, p.Email, p.Branding, p.Country, p.DefaultCurrency, p.TimeZone, p.Billing }).SingleAsync(ct);
        return known = new(project.Name, project.Email, project.Branding, project.Country, project.DefaultCurrency, TimeZoneInfo.FindSystemTimeZoneById(project.TimeZone), project.Billing ?? BillingSettings.Default);
    }
}
