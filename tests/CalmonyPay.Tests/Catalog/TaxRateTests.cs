using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Tests.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Catalog;

public sealed class TaxRateTests(PayApi api) : IClassFixture<PayApi>
{
    [Fact]
    public async Task A_tax_rate_is_made_shown_changed_and_listed()
    {
        var vat = (await api.A.PostAsync("/v1/tax_rates", new() { ["display_name"] = "VAT", ["inclusive"] = "true", ["percentage"] = "19.60", ["country"] = "fr", ["tax_type"] = "vat", ["jurisdiction"] = "FR" })).Ok();
        Assert.StartsWith("txr_", vat.Id);
        Assert.Equal((19.6m, "FR", "percentage", true), (vat["percentage"].GetDecimal(), vat.Text("country"), vat.Text("rate_type"), vat.Flag("active")));
        Assert.Equal(vat.Body, (await api.A.GetAsync($"/v1/tax_rates/{vat.Id}")).Ok().Body);
        var other = (await api.A.PostAsync("/v1/tax_rates", new() { ["display_name"] = "Sales", ["inclusive"] = "false", ["percentage"] = "0" })).Ok();
        var now = (await api.A.PostAsync($"/v1/tax_rates/{vat.Id}", new() { ["active"] = "false", ["jurisdiction"] = "", ["metadata[a]"] = "1" })).Ok();
        Assert.Equal((false, true, "VAT"), (now.Flag("active"), now.IsNull("jurisdiction"), now.Text("display_name")));
        (await api.A.PostAsync($"/v1/tax_rates/{vat.Id}", new() { ["percentage"] = "20" })).Fails(400, "parameter_unknown", "percentage");
        Assert.Equal([other.Id], Ids(await api.A.GetAsync("/v1/tax_rates?active=true")));
        Assert.Equal([vat.Id], Ids(await api.A.GetAsync("/v1/tax_rates?inclusive=true")));
        (await api.A.GetAsync("/v1/tax_rates/txr_none")).Fails(404, "resource_missing", "tax_rate");

        await using var scope = api.Worker(api.ProjectA);
        var service = scope.ServiceProvider.GetRequiredService<TaxRateService>();
        Assert.Equal([vat.Id, other.Id], (await service.LoadAsync([vat.Id, other.Id], "tax_rates", CancellationToken.None, known: [vat.Id])).Select(rate => rate.Id));
        Assert.Contains("inactive", (await Assert.ThrowsAsync<StripeError>(() => service.LoadAsync([vat.Id], "tax_rates", CancellationToken.None))).Message, StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<StripeError>(() => service.LoadAsync([other.Id, "txr_none"], "default_tax_rates", CancellationToken.None));
        Assert.Equal((400, "No such tax rate: 'txr_none'", "default_tax_rates"), (missing.Status, missing.Message, missing.Param));
    }

    [Theory]
    [InlineData("inclusive=true&percentage=1", "parameter_missing", "display_name")]
    [InlineData("display_name=x&percentage=1", "parameter_missing", "inclusive")]
    [InlineData("display_name=x&inclusive=true", "parameter_missing", "percentage")]
    [InlineData("display_name=x&inclusive=true&percentage=100.1", null, "percentage")]
    [InlineData("display_name=x&inclusive=true&percentage=-1", null, "percentage")]
    [InlineData("display_name=x&inclusive=true&percentage=1.23456", null, "percentage")]
    [InlineData("display_name=x&inclusive=true&percentage=1&country=zz", "country_code_invalid", "country")]
    [InlineData("display_name=x&inclusive=true&percentage=1&tax_type=tithe", null, "tax_type")]
    public async Task Mistakes_are_named(string sent, string? code, string param)
    {
        var form = new Form();
        foreach (var pair in sent.Split('&').Select(pair => pair.Split('=', 2))) form.Add(new(pair[0], pair[1]));
        (await api.A.PostAsync("/v1/tax_rates", form)).Fails(400, code, param);
    }

    private static IEnumerable<string?> Ids(Reply reply) => reply.Ok().List().Select(rate => rate.GetProperty("id").GetString());
}
