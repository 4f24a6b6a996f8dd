using CalmonyPay.Accounts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Platform.Tenancy;

/// <summary>Two projects side by side, the first of which has a row in every table.</summary>
public sealed class Neighbourhood : PayApi
{
    /// <summary>Stands in what project A wrote, so that it would be recognised in any answer.</summary>
    public const string Mark = "belongs-to-project-a";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var customer = (await A.PostAsync("/v1/customers", new() { ["name"] = Mark, ["email"] = $"{Mark}@example.com", ["metadata[mark]"] = Mark }, "tenant-1")).Ok();
        var method = (await A.PostAsync("/v1/payment_methods", new() { ["type"] = "card", ["card[token]"] = "tok_visa", ["metadata[mark]"] = Mark })).Ok();
        (await A.PostAsync($"/v1/payment_methods/{method.Id}/attach", new() { ["customer"] = customer.Id })).Ok();
        (await A.PostAsync("/v1/tokens", new() { ["card[number]"] = "4242424242424242", ["card[exp_month]"] = "7", ["card[exp_year]"] = "2040", ["card[cvc]"] = "123" })).Ok();
        foreach (var capture in (string[])["automatic", "manual"])
            (await A.PostAsync("/v1/payment_intents", new()
            {
                ["amount"] = "4000",
                ["currency"] = "gbp",
                ["customer"] = customer.Id,
                ["payment_method"] = method.Id,
                ["confirm"] = "true",
                ["capture_method"] = capture,
                ["description"] = Mark,
            })).Ok();
        (await A.PostAsync("/v1/billing/meters", new() { ["display_name"] = Mark, ["event_name"] = Mark, ["default_aggregation[formula]"] = "sum" })).Ok();
        (await A.PostAsync("/v1/billing/meter_events", new()
        {
            ["event_name"] = Mark,
            ["identifier"] = Mark,
            ["payload[stripe_customer_id]"] = customer.Id,
            ["payload[value]"] = "7",
        })).Ok();
        // Served in some builds only; where they are, their tables have rows.
        foreach (var (path, form) in (IEnumerable<(string, Form)>)
        [
            ("/v1/setup_intents", new() { ["customer"] = customer.Id, ["payment_method"] = method.Id, ["confirm"] = "true", ["description"] = Mark }),
            ("/v1/charges", new() { ["amount"] = "3000", ["currency"] = "gbp", ["source"] = "tok_createDispute", ["description"] = Mark }),
        ])
            await A.PostAsync(path, form);
        if ((await A.GetAsync("/v1/charges?limit=100")).Ok().List().Select(charge => charge.GetProperty("id").GetString()).LastOrDefault() is { } charge)
            await A.PostAsync("/v1/refunds", new() { ["charge"] = charge, ["amount"] = "100", ["metadata[mark]"] = Mark });
        var price = await CatalogAsync(customer.Id);
        var subscription = (await A.PostAsync("/v1/subscriptions", new()
        {
            ["customer"] = customer.Id,
            ["items[0][price]"] = price,
            ["default_payment_method"] = method.Id,
            ["description"] = Mark,
        })).Ok();
        (await A.PostAsync("/v1/subscription_schedules", new() { ["from_subscription"] = subscription.Id, ["metadata[mark]"] = Mark })).Ok();
        await CheckoutAsync(customer.Id, price);
        await BilledAsync(customer.Id);
        (await A.PostAsync("/v1/billing_portal/configurations", new() { ["name"] = Mark, ["features[invoice_history][enabled]"] = "true", ["metadata[mark]"] = Mark })).Ok();
        (await A.PostAsync("/v1/billing_portal/sessions", new() { ["customer"] = customer.Id, ["return_url"] = $"https://{Mark}.example" })).Ok();
        await UnservedAsync(customer.Id);
    }

    /// <summary>What is sold on the hosted page: an open session, a way of shipping, a link.</summary>
    private async Task CheckoutAsync(string customer, string price)
    {
        (await A.PostAsync("/v1/shipping_rates", new() { ["display_name"] = Mark, ["fixed_amount[amount]"] = "500", ["fixed_amount[currency]"] = "gbp", ["metadata[mark]"] = Mark })).Ok();
        (await A.PostAsync("/v1/checkout/sessions", new()
        {
            ["mode"] = "subscription",
            ["customer"] = customer,
            ["line_items[0][price]"] = price,
            ["line_items[0][quantity]"] = "1",
            ["success_url"] = $"https://{Mark}.example",
            ["client_reference_id"] = Mark,
        })).Ok();
        (await A.PostAsync("/v1/payment_links", new() { ["line_items[0][price]"] = price, ["line_items[0][quantity]"] = "1", ["inactive_message"] = Mark, ["metadata[mark]"] = Mark })).Ok();
    }

    /// <summary>What is billed: an open invoice with a credit note, an item that waits, a move of the balance, a clock.</summary>
    private async Task BilledAsync(string customer)
    {
        (await A.PostAsync("/v1/test_helpers/test_clocks", new() { ["frozen_time"] = "1790000000", ["name"] = Mark })).Ok();
        (await A.PostAsync($"/v1/customers/{customer}/balance_transactions", new() { ["amount"] = "-100", ["currency"] = "gbp", ["description"] = Mark })).Ok();
        (await A.PostAsync("/v1/invoiceitems", new() { ["customer"] = customer, ["amount"] = "700", ["currency"] = "gbp", ["description"] = Mark })).Ok();
        var invoice = (await A.PostAsync("/v1/invoices", new() { ["customer"] = customer, ["currency"] = "gbp", ["description"] = Mark })).Ok();
        (await A.PostAsync("/v1/invoiceitems", new() { ["invoice"] = invoice.Id, ["amount"] = "1000", ["description"] = Mark })).Ok();
        (await A.PostAsync($"/v1/invoices/{invoice.Id}/finalize")).Ok();
        (await A.PostAsync("/v1/credit_notes", new() { ["invoice"] = invoice.Id, ["amount"] = "300", ["memo"] = Mark })).Ok();
    }

    private async Task<string> CatalogAsync(string customer)
    {
        var product = (await A.PostAsync("/v1/products", new() { ["name"] = Mark, ["metadata[mark]"] = Mark })).Ok();
        var price = (await A.PostAsync("/v1/prices", new() { ["product"] = product.Id, ["currency"] = "gbp", ["unit_amount"] = "1000", ["recurring[interval]"] = "month", ["nickname"] = Mark, ["metadata[mark]"] = Mark })).Ok();
        var coupon = (await A.PostAsync("/v1/coupons", new() { ["percent_off"] = "10", ["name"] = Mark, ["metadata[mark]"] = Mark })).Ok();
        (await A.PostAsync("/v1/promotion_codes", new() { ["promotion[type]"] = "coupon", ["promotion[coupon]"] = coupon.Id, ["customer"] = customer, ["metadata[mark]"] = Mark })).Ok();
        (await A.PostAsync("/v1/tax_rates", new() { ["display_name"] = Mark, ["inclusive"] = "false", ["percentage"] = "20", ["metadata[mark]"] = Mark })).Ok();
        (await A.PostAsync($"/v1/customers/{customer}", new() { ["coupon"] = coupon.Id })).Ok();
        return price.Id;
    }

    /// <summary>A scope as a request of this project has it.</summary>
    public AsyncServiceScope Request(Guid project, bool livemode = false)
    {
        var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(new(project, livemode));
        return scope;
    }

    /// <summary>Rows of the resources that have tables and no calls yet.</summary>
    private async Task UnservedAsync(string customer)
    {
        await using var scope = Request(ProjectA);
        var db = scope.ServiceProvider.GetRequiredService<PayDb>();
        var now = TimeProvider.System.GetUtcNow();
        var endpoint = new WebhookEndpoint { Id = PayId.New("we", now), Url = $"https://{Mark}.example", EnabledEvents = ["*"], SecretHash = new byte[32], SecretEncrypted = [1], CreatedAt = now };
        endpoint.Disable(null);
        var delivery = new WebhookDelivery
        {
            Id = Guid.CreateVersion7(now),
            WebhookEndpointId = endpoint.Id,
            EventId = PayId.New("evt", now),
            EventType = "customer.created",
            ObjectId = customer,
            ObjectSequence = 1,
            NextAttemptAt = now,
            CreatedAt = now,
        };
        db.AddRange(
            endpoint,
            delivery, new WebhookAttempt { Id = Guid.CreateVersion7(now), DeliveryId = delivery.Id, Number = 1, DurationMilliseconds = 1, Error = Mark, CreatedAt = now },
            new ProjectLogo { ProjectId = ProjectA, Image = [1], UpdatedAt = now });
        await db.SaveChangesAsync();
    }
}
