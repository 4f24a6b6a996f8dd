using System.Globalization;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Crash;

/// <summary>What merchants do in a crash run: payments of every kind, each chosen by the seed and its number.</summary>
internal sealed class ShopDay(CrashPlan plan, Merchant merchant)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private const int MostTries = 4;
    private string? customer, savedCard;

    /// <summary>A customer with a card on file, for charges off session.</summary>
    public async Task OpenAsync()
    {
        customer = (await merchant.PostAsync("/v1/customers", new() { ["email"] = "crash@example.com" }, "open-customer")).Ok().Id;
        savedCard = (await merchant.PostAsync("/v1/payment_methods/pm_card_mastercard/attach", new() { ["customer"] = customer }, "open-card")).Ok().Id;
    }

    /// <summary>One payment from its beginning to wherever it ends.</summary>
    public async Task PayAsync(int number)
    {
        var dice = new Random(plan.Seed * 31 + number);
        var kind = dice.Next(100);
        var amount = dice.Next(100, 9_999);
        var name = $"p{number}";
        var form = new Form { ["amount"] = Text(amount), ["currency"] = "gbp", ["metadata[order_id]"] = name };
        var held = kind is >= 40 and < 70;
        if (held) form["capture_method"] = "manual";
        Pay(form, dice.Next(10));

        Reply reply;
        if (kind < 90)
        {
            form["confirm"] = "true";
            reply = await merchant.PostAsync("/v1/payment_intents", form, name);
        }
        else
        {
            var created = (await merchant.PostAsync("/v1/payment_intents", new() { ["amount"] = Text(amount), ["currency"] = "gbp", ["metadata[order_id]"] = name }, name)).Ok();
            reply = await merchant.PostAsync($"/v1/payment_intents/{created.Id}/confirm", new() { ["payment_method"] = "pm_card_visa" }, name + "-confirm");
        }

        var intent = await SettledAsync(IntentOf(reply));
        for (var tries = 1; intent.Text("status") == "requires_payment_method" && tries < MostTries; tries++)
        {
            await merchant.PostAsync($"/v1/payment_intents/{intent.Id}/confirm", new() { ["payment_method"] = "pm_card_visa" }, $"{name}-again{tries}");
            intent = await SettledAsync(intent.Id);
        }
        if (intent.Text("status") == "succeeded" && dice.Next(3) == 0) await RefundAsync(intent, dice, name);
        if (intent.Text("status") != "requires_capture") return;
        if (kind < 60)
        {
            var part = kind < 50 ? intent.Number("amount") : Math.Max(1, intent.Number("amount") / 2);
            await merchant.PostAsync($"/v1/payment_intents/{intent.Id}/capture", new() { ["amount_to_capture"] = Text(part) }, name + "-capture");
        }
        else
        {
            await merchant.PostAsync($"/v1/payment_intents/{intent.Id}/cancel", [], name + "-cancel");
        }
        await SettledAsync(intent.Id);
    }

    /// <summary>All of it, or a part and then perhaps another.</summary>
    private async Task RefundAsync(Reply intent, Random dice, string name)
    {
        var all = intent.Number("amount_received");
        var part = dice.Next(3) == 0 ? all : all / 3;
        await Task.Delay(dice.Next(4_000));        // before or after the gateway has settled
        for (var times = part == all ? 1 : dice.Next(1, 3); times > 0; times--)
            await merchant.PostAsync("/v1/refunds", new() { ["payment_intent"] = intent.Id, ["amount"] = Text(part) }, $"{name}-refund{times}");
    }

    private void Pay(Form form, int with)
    {
        if (with < 4)
        {
            form["payment_method"] = "pm_card_visa";
        }
        else if (with < 6)
        {
            form["payment_method_data[type]"] = "card";
            form["payment_method_data[card][number]"] = "5555555555554444";
            form["payment_method_data[card][exp_month]"] = "12";
            form["payment_method_data[card][exp_year]"] = "2034";
            form["payment_method_data[card][cvc]"] = "123";
        }
        else if (with == 6)
        {
            form["payment_method"] = "pm_card_chargeDeclined";
        }
        else
        {
            form["customer"] = customer!;
            form["payment_method"] = savedCard!;
            if (with == 9) form["off_session"] = "true";
        }
    }

    /// <summary>The intent as soon as it is not <c>processing</c> any more.</summary>
    private async Task<Reply> SettledAsync(string id)
    {
        for (var until = DateTime.UtcNow + Patience; ; await Task.Delay(250))
        {
            var intent = (await merchant.GetAsync($"/v1/payment_intents/{id}")).Ok();
            if (intent.Text("status") != "processing") return intent;
            if (DateTime.UtcNow > until) throw new TimeoutException($"{id} is still processing.");
        }
    }

    private static string IntentOf(Reply reply) => reply.Code switch
    {
        200 => reply.Id,
        402 => reply.Text("error.payment_intent.id")!,
        _ => throw new Xunit.Sdk.XunitException($"Neither paid nor declined: {reply.Code} {reply.Body}"),
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
