using System.Text.Json;

namespace CalmonyPay.Tests.Platform.Swagger;

/// <summary>The API explorer: open to all, complete, and true.</summary>
public sealed class ExplorerTests(PayApi api) : IClassFixture<PayApi>
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task A_form_shows_the_parameters_that_the_endpoint_reads()
    {
        var paths = (await DescriptionAsync()).GetProperty("paths");

        var form = paths.GetProperty("/v1/payment_intents").GetProperty("post").GetProperty("requestBody").GetProperty("content")
            .GetProperty("application/x-www-form-urlencoded").GetProperty("schema").GetProperty("properties");
        foreach (var name in new[] { "amount", "currency", "customer", "confirm", "capture_method", "payment_method", "metadata", "shipping", "expand" })
            Assert.True(form.TryGetProperty(name, out _), name);
        var data = form.GetProperty("payment_method_data").GetProperty("properties");
        Assert.True(data.GetProperty("billing_details").GetProperty("properties").TryGetProperty("email", out _));
        Assert.True(data.GetProperty("card").GetProperty("properties").TryGetProperty("cvc", out _));
        Assert.False(form.TryGetProperty("fields", out _)); // a part of our record, which no client ever sends

        var query = paths.GetProperty("/v1/customers").GetProperty("get").GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString());
        Assert.Equal(["limit", "starting_after", "ending_before", "email", "test_clock", "created", "expand[]"], query);
    }

    [Fact]
    public async Task What_a_card_element_adds_to_a_confirmation_is_shown_there_alone()
    {
        var paths = (await DescriptionAsync()).GetProperty("paths");
        JsonElement Form(string path) => paths.GetProperty(path).GetProperty("post").GetProperty("requestBody").GetProperty("content")
            .GetProperty("application/x-www-form-urlencoded").GetProperty("schema").GetProperty("properties");
        foreach (var resource in (string[])["/v1/payment_intents", "/v1/setup_intents"])
        {
            Assert.Equal(["time_zone", "screen"], Form(resource + "/{intent}/confirm").GetProperty("browser").GetProperty("properties").EnumerateObject().Select(p => p.Name));
            Assert.False(Form(resource).TryGetProperty("browser", out _));
        }
    }

    [Fact]
    public async Task Every_endpoint_is_there_and_our_own_are_marked()
    {
        var paths = (await DescriptionAsync()).GetProperty("paths");
        Assert.True(paths.GetProperty("/readyz").GetProperty("get").GetProperty("x-calmonypay").GetBoolean());
        Assert.False(paths.GetProperty("/v1/customers").GetProperty("post").TryGetProperty("x-calmonypay", out _));
        Assert.True(paths.EnumerateObject().Count() > 20);
    }

    [Fact]
    public async Task The_page_fetches_nothing_from_elsewhere()
    {
        var page = await Http.GetStringAsync(new Uri(api.A.Url, "/swagger/index.html"));
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    private async Task<JsonElement> DescriptionAsync() =>
        JsonDocument.Parse(await Http.GetStringAsync(new Uri(api.A.Url, "/swagger/v1/swagger.json"))).RootElement;
}
