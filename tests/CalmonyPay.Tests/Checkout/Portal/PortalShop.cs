using CalmonyPay.Tests.Platform;
using CalmonyPay.Tests.Subscriptions;

namespace CalmonyPay.Tests.Checkout.Portal;

/// <summary>A customer who pays £10.00 a month for Gold, and may change to Platinum for £30.00 and to five of each.</summary>
internal sealed record PortalShop(string Customer, string Subscription, string Dearer, string Configuration)
{
    /// <param name="proration">Of a change.</param>
    /// <param name="clock">On which the customer lives; null: the world's.</param>
    /// <param name="subscribing">Parameters besides of the subscription.</param>
    public static async Task<PortalShop> OpenAsync(ApiClient api, string proration, string? clock = null, Form? subscribing = null)
    {
        var (price, dearer) = (await api.PriceAsync(), await api.PriceAsync(3000, product: "Platinum"));
        var customer = await api.PayerAsync(clock: clock);
        var subscription = (await api.SubscribeAsync(customer, price, subscribing)).Ok().Id;
        var form = new Form { ["features[subscription_update][enabled]"] = "true", ["features[subscription_update][proration_behavior]"] = proration };
        foreach (var feature in (string[])["payment_method_update", "subscription_cancel", "invoice_history"]) form[$"features[{feature}][enabled]"] = "true";
        foreach (var (i, update) in ((string[])["price", "quantity", "promotion_code"]).Index()) form[$"features[subscription_update][default_allowed_updates][{i}]"] = update;
        foreach (var (i, offered) in ((string[])[price, dearer]).Index())
        {
            var at = $"features[subscription_update][products][{i}]";
            form[$"{at}[product]"] = (await api.GetAsync($"/v1/prices/{offered}")).Ok().Text("product")!;
            form[$"{at}[prices][0]"] = offered;
            form[$"{at}[adjustable_quantity][enabled]"] = "true";
            form[$"{at}[adjustable_quantity][maximum]"] = "5";
        }
        return new(customer, subscription, dearer, (await api.PostAsync("/v1/billing_portal/configurations", form)).Ok().Id);
    }

    /// <summary>The address of a session.</summary>
    /// <param name="flow">What it is for, where it is for one thing.</param>
    public async Task<string> AddressAsync(ApiClient api, Form? flow = null)
    {
        Form form = [new("customer", Customer), new("configuration", Configuration), new("return_url", "https://shop.example/account"), .. flow ?? []];
        return (await api.PostAsync("/v1/billing_portal/sessions", form)).Ok().Text("url")!;
    }
}
