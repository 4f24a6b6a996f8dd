using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Catalog.Products;
using CalmonyPay.Catalog.TaxRates;

namespace CalmonyPay.Catalog;

public static class CatalogRoom
{
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services.AddProducts().AddPrices().AddCoupons().AddTaxRates();

    public static void MapCatalog(this IEndpointRouteBuilder v1)
    {
        v1.MapProducts();
        v1.MapPrices();
        v1.MapPlans();
        v1.MapCoupons();
        v1.MapPromotionCodes();
        v1.MapTaxRates();
    }
}
