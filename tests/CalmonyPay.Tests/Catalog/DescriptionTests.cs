using System.Text.Json;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Catalog;

/// <summary>The description of the API knows what the catalogue's calls take.</summary>
public sealed class DescriptionTests(PayApi api) : IClassFixture<PayApi>
{
    [Theory]
    [InlineData("/v1/products", "id name default_price_data images marketing_features package_dimensions tax_details url metadata")]
    [InlineData("/v1/prices", "currency product product_data recurring tiers tiers_mode transform_quantity custom_unit_amount currency_options unit_amount unit_amount_decimal lookup_key transfer_lookup_key")]
    [InlineData("/v1/plans", "id amount amount_decimal interval interval_count product tiers transform_usage trial_period_days")]
    [InlineData("/v1/coupons", "id percent_off amount_off currency duration duration_in_months redeem_by max_redemptions applies_to currency_options")]
    [InlineData("/v1/promotion_codes", "promotion coupon code customer restrictions expires_at")]
    [InlineData("/v1/tax_rates", "display_name inclusive percentage country tax_type")]
    [InlineData("/v1/customers", "coupon promotion_code")]
    public async Task Every_parameter_is_described(string path, string names)
    {
        using var http = new HttpClient { BaseAddress = api.A.Url };
        using var described = JsonDocument.Parse(await http.GetStringAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative)));
        var form = described.RootElement.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody").GetProperty("content").EnumerateObject().First().Value;
        Assert.Empty(names.Split(' ').Except(form.GetProperty("schema").GetProperty("properties").EnumerateObject().Select(property => property.Name)));
    }
}
