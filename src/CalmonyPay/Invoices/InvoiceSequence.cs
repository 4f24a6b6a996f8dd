using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Invoices;

/// <summary>
/// The last invoice numbers of a project, of each year and mode. Counted up by an UPDATE in the transaction that finalises
/// the invoice, so that a number that was rolled back is given again and there are no gaps. The year is that of the
/// finalisation in the project's time zone.
/// </summary>
public sealed class InvoiceSequence
{
    public required Guid ProjectId { get; init; }

    /// <summary>By year (<c>"2026"</c>), the last number of live mode.</summary>
    public IReadOnlyDictionary<string, int> Live { get; set; } = new Dictionary<string, int>();

    /// <summary>By year, the last number of test mode.</summary>
    public IReadOnlyDictionary<string, int> Test { get; set; } = new Dictionary<string, int>();
}

public sealed class InvoiceSequenceMap : IEntityTypeConfiguration<InvoiceSequence>
{
    public void Configure(EntityTypeBuilder<InvoiceSequence> sequence)
    {
        sequence.ToTable("pay_invoice_sequences");
        sequence.HasKey(s => s.ProjectId);
        sequence.HasOne<Project>().WithMany().HasForeignKey(s => s.ProjectId);
        sequence.Property(s => s.Live).HasJson();
        sequence.Property(s => s.Test).HasJson();
    }
}
