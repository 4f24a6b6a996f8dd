using CalmonyPay.Platform.Pdf;
using CalmonyPay.Tests.Invoices;

namespace CalmonyPay.Tests.Platform.Pdf;

public sealed class PngTests
{
    [Fact]
    public void Every_colour_type_gives_its_colours_and_its_cover()
    {
        Check(Pictures.Png(2, 1, 0, 8, [0, 255]), [0, 0, 0, 255, 255, 255], null);
        Check(Pictures.Png(2, 1, 0, 1, [0b0100_0000]), [0, 0, 0, 255, 255, 255], null);
        Check(Pictures.Png(1, 1, 0, 16, [0x80, 0x00]), [127, 127, 127], null);
        Check(Pictures.Png(1, 2, 2, 8, [1, 2, 3, 4, 5, 6]), [1, 2, 3, 4, 5, 6], null);
        Check(Pictures.Png(2, 1, 3, 4, [0x10], ("PLTE", [9, 9, 9, 7, 8, 9]), ("tRNS", [0])), [7, 8, 9, 9, 9, 9], [255, 0]);
        Check(Pictures.Png(1, 1, 4, 8, [10, 128]), [10, 10, 10], [128]);
        Check(Pictures.Png(1, 1, 6, 8, [1, 2, 3, 0]), [1, 2, 3], [0]);
        Check(Pictures.Png(2, 1, 2, 8, [1, 2, 3, 4, 5, 6], ("tRNS", [0, 1, 0, 2, 0, 3])), [1, 2, 3, 4, 5, 6], [0, 255]);
    }

    [Fact]
    public void Whatever_is_damaged_is_refused_with_one_kind_of_error()
    {
        var whole = Pictures.Png(4, 4, 6, 8, new byte[64]);
        for (var length = 8; length < whole.Length - 16; length++) Assert.Throws<InvalidDataException>(() => PngReader.Read(whole[..length]));
        var random = new Random(4711);
        for (var i = 0; i < 2000; i++)
        {
            var mangled = (byte[])whole.Clone();
            mangled[random.Next(24, mangled.Length)] ^= (byte)(1 << random.Next(8)); // not the size, which is checked before
            try
            {
                PngReader.Read(mangled);
            }
            catch (InvalidDataException)
            {
                // what it may throw
            }
        }
    }

    private static void Check(byte[] file, byte[] colors, byte[]? cover)
    {
        var pixels = PngReader.Read(file);
        Assert.Equal(colors, pixels.Colors);
        Assert.Equal(cover, pixels.Cover);
    }
}
