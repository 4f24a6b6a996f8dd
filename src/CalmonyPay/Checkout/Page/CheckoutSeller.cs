using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Http;

namespace CalmonyPay.Checkout.Page;

/// <summary>The merchant, as the page shows it.</summary>
/// <param name="LogoUrl">On this server; null shows the name.</param>
/// <param name="AccentColor"><c>#rrggbb</c>; null is our own.</param>
/// <param name="BrandColor">Of the order's side of the page; null leaves it light.</param>
/// <param name="Country">ISO 3166-1 alpha-2: what addresses begin with.</param>
/// <param name="Zone">Days are counted there.</param>
public sealed record CheckoutSeller(string Name, string? Email, string? LogoUrl, string? AccentColor, string? BrandColor, string Country, TimeZoneInfo Zone)
{
    /// <summary>The project in scope.</summary>
    /// <param name="page">The page's path, whose logo is below it: <c>/checkout/…</c>.</param>
    public static async Task<CheckoutSeller> ReadAsync(string page, IServiceProvider services, CancellationToken ct)
    {
        var project = await services.GetRequiredService<ProjectBilling>().ReadAsync(ct);
        var hasLogo = await services.GetRequiredService<PayDb>().HasLogoAsync(ct);
        var logo = hasLogo ? $"{services.GetRequiredService<PublicUrl>().BelowPath}{page}/logo" : null;
        var branding = project.Branding;
        return new(project.Seller, project.SellerEmail, logo, branding?.AccentColor, branding?.BrandColor, project.Country, project.Zone);
    }
}
