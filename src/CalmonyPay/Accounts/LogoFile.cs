using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Pages;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Accounts;

/// <summary>The logo of the project in scope, as a file of a hosted page.</summary>
public static class LogoFile
{
    /// <returns>The image; the not-found page where the project has none.</returns>
    public static async Task<IResult> LogoAsync(this HttpContext http, CancellationToken ct)
    {
        var db = http.RequestServices.GetRequiredService<PayDb>();
        return Of(await db.LogoImageAsync(ct));
    }

    /// <summary>Whether there is one to show.</summary>
    public static Task<bool> HasLogoAsync(this PayDb db, CancellationToken ct) => db.Set<ProjectLogo>().AnyAsync(l => l.ProjectId == db.ProjectId, ct);

    /// <summary>PNG or JPEG; null where there is none.</summary>
    public static Task<byte[]?> LogoImageAsync(this PayDb db, CancellationToken ct) => db.Set<ProjectLogo>().Where(l => l.ProjectId == db.ProjectId).Select(l => (byte[]?)l.Image).SingleOrDefaultAsync(ct);

    /// <param name="image">PNG or JPEG; null where there is none.</param>
    public static IResult Of(byte[]? image) => image is not null && ProjectLogo.ContentTypeOf(image) is { } type ? new ClosedFile(Results.File(image, type)) : HostedPage.NotFound();
}
