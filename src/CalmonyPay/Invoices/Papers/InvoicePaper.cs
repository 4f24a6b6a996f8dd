using CalmonyPay.Invoices.Documents;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Invoices.Papers;

/// <summary>
/// An invoice or a credit note on paper. What is printed is fixed in the transaction that makes it final (the seller as the
/// branding said then; the rest stands in its row and never changes); the PDF is rendered once from that, a moment later, and kept.
/// </summary>
public sealed class InvoicePaper : IProjectOwned
{
    /// <summary>The invoice's id, or the credit note's.</summary>
    public required string Id { get; init; }

    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }

    /// <summary>Without the logo, which is the project's own when the PDF is rendered.</summary>
    public required InvoiceSeller Seller { get; init; }

    public byte[]? Pdf { get; set; }

    /// <summary>Wall time.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A host renders it, and nobody else tries before, wall time.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }
}

public sealed class InvoicePaperMap : IEntityTypeConfiguration<InvoicePaper>
{
    public void Configure(EntityTypeBuilder<InvoicePaper> paper)
    {
        paper.ToTable("pay_invoice_papers");
        paper.HasIndex(p => p.CreatedAt).HasFilter("pdf is null").HasDatabaseName("pay_invoice_papers_blank_idx");
        paper.Property(p => p.Seller).HasJson();
    }
}

public static class InvoicePaperTable
{
    extension(PayDb db)
    {
        public DbSet<InvoicePaper> InvoicePapers => db.Set<InvoicePaper>();
    }
}
