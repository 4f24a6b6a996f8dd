using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.PaymentMethods;

/// <summary>Parameters that name a card.</summary>
internal static class Cards
{
    public static Form Of(string number, string prefix = "card", string month = "12", string year = "2034", string? cvc = "123")
    {
        var form = new Form { [$"{prefix}[number]"] = number, [$"{prefix}[exp_month]"] = month, [$"{prefix}[exp_year]"] = year };
        if (cvc is not null) form[$"{prefix}[cvc]"] = cvc;
        return form;
    }

    public static Form Method(string number = "4242424242424242", string month = "12", string year = "2034", string? cvc = "123") =>
        Of(number, "card", month, year, cvc).With("type", "card");

    public static Form With(this Form form, string name, string value)
    {
        form[name] = value;
        return form;
    }

    public static async Task<Reply> CustomerAsync(this ApiClient client) => (await client.PostAsync("/v1/customers", new() { ["name"] = "Ada" })).Ok();

    public static async Task<Reply> AttachedAsync(this ApiClient client, string customer, string name = "pm_card_visa") =>
        (await client.PostAsync($"/v1/payment_methods/{name}/attach", new() { ["customer"] = customer })).Ok();

    public static async Task<string[]> EventsAsync(this ApiClient client, string id) =>
        [.. (await client.GetAsync($"/v1/events?object_id={id}")).Ok().List().Select(e => e.GetProperty("type").GetString()!)];
}
