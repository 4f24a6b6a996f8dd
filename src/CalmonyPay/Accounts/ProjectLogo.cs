using System.Buffers.Binary;
using CalmonyPay.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Accounts;

/// <summary>A project's logo, in a table of its own so that reading a project stays cheap.</summary>
public sealed class ProjectLogo
{
    /// <summary>Bytes: it goes into every PDF and over every slow line.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>Pixels a side: a small file can unfold to a picture that fills a host's memory.</summary>
    private const int MostPixels = 4000;

    public required Guid ProjectId { get; init; }

    /// <summary>A PNG or JPEG.</summary>
    public required byte[] Image { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The image's type on the wire; null if it is neither PNG nor JPEG.</summary>
    public static string? ContentTypeOf(ReadOnlySpan<byte> image) =>
        image is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] ? "image/png"
        : image is [0xff, 0xd8, 0xff, ..] ? "image/jpeg"
        : null;

    /// <exception cref="OperatorException">It is too big, or no PNG or JPEG.</exception>
    public static void Check(byte[] image)
    {
        if (image.Length > MostBytes) throw new OperatorException($"The logo has {image.Length / 1024} KB; {MostBytes / 1024} are allowed.");
        if (ContentTypeOf(image) is null || SizeOf(image) is not { Width: > 0, Height: > 0 } size) throw new OperatorException("The logo has to be a PNG or a JPEG.");
        if (size.Width > MostPixels || size.Height > MostPixels) throw new OperatorException($"The logo has {size.Width} × {size.Height} pixels; {MostPixels} a side are allowed.");
    }

    /// <summary>Pixels, from the file's head.</summary>
    private static (int Width, int Height)? SizeOf(ReadOnlySpan<byte> image)
    {
        if (ContentTypeOf(image) == "image/png")
            return image.Length < 24 ? null : (BinaryPrimitives.ReadInt32BigEndian(image[16..]), BinaryPrimitives.ReadInt32BigEndian(image[20..]));

        // A JPEG is a chain of segments: FF, kind, length; the frame (C0 to CF, but for tables C4, C8, CC) says the size.
        for (var at = 2; at + 9 < image.Length && image[at] == 0xff; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(image[(at + 2)..]))
            if (image[at + 1] is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc))
                return (BinaryPrimitives.ReadUInt16BigEndian(image[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(image[(at + 5)..]));
        return null;
    }
}

public sealed class ProjectLogoMap : IEntityTypeConfiguration<ProjectLogo>
{
    public void Configure(EntityTypeBuilder<ProjectLogo> logo)
    {
        logo.ToTable("pay_project_logos", table => table.HasCheckConstraint("pay_project_logos_image_check", $"octet_length(image) <= {ProjectLogo.MostBytes}"));
        logo.HasKey(l => l.ProjectId);
        logo.HasOne<Project>().WithMany().HasForeignKey(l => l.ProjectId);
    }
}
