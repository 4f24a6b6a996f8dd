using System.Globalization;
using System.Text.RegularExpressions;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Billing;

/// <summary>Plays a case over the API, on a clock of its own, and compares the books.</summary>
internal sealed partial class CaseRun(ApiClient api, BillingCase scene)
{
    private readonly Dictionary<string, string> ids = [];
    private readonly Dictionary<string, string> names = [];

    public async Task RunAsync()
    {
        ids["clock"] = (await api.PostAsync("/v1/test_helpers/test_clocks", Form([$"frozen_time={Seconds(scene.Start)}"]))).Ok().Id;
        string[] card = scene.Card is { } pm ? [$"payment_method={pm}", $"invoice_settings[default_payment_method]={pm}"] : [];
        await MakeAsync("customer", "/v1/customers", ["test_clock={clock}", "name=Ada", .. card]);
        foreach (var step in scene.Steps) await step(this);
        var (expected, actual) = (LedgerText.Plain(scene.Books), await LedgerText.OfAsync(api, ids["customer"], names));
        if (!expected.SequenceEqual(LedgerText.Plain(actual)))
            throw new Xunit.Sdk.XunitException($"{scene.Name}\nThe books should be\n{string.Join('\n', expected)}\nand they are\n{actual}");
    }

    public async Task PriceAsync(string product, string every, decimal? amount, params string[] more)
    {
        List<string> form = [$"product_data[name]={product}", .. more];
        if (!more.Any(m => m.StartsWith("currency=", StringComparison.Ordinal))) form.Add("currency=gbp");
        if (amount is { } unit) form.Add($"unit_amount_decimal={unit.ToString(CultureInfo.InvariantCulture)}");
        if (every != "once")
        {
            var words = every.Split(' ');
            form.Add($"recurring[interval]={words[^1].TrimEnd('s')}");
            if (words.Length > 1) form.Add($"recurring[interval_count]={words[0]}");
        }
        var price = (await api.PostAsync("/v1/prices", Form(form))).Ok();
        (ids[product], ids[$"product:{product}"], names[price.Id]) = (price.Id, price.Text("product")!, product);
    }

    public async Task MeteredAsync(string product, string every, decimal? amount, params string[] more)
    {
        var meter = $"{product}_{Guid.NewGuid():N}";
        ids[$"event:{product}"] = meter;
        await MakeAsync($"meter:{product}", "/v1/billing/meters", "display_name=Use", $"event_name={meter}", "default_aggregation[formula]=sum");
        await PriceAsync(product, every, amount, ["recurring[usage_type]=metered", $"recurring[meter]={ids[$"meter:{product}"]}", .. more]);
    }

    public async Task MakeAsync(string known, string path, params string[] parameters) => ids[known] = (await api.PostAsync(Of(path), Form(parameters))).Ok().Id;

    /// <summary>Knows invoices as well, by their order: <c>{invoice:1}</c>.</summary>
    public async Task PostAsync(string path, params string[] parameters)
    {
        if (parameters.Append(path).Any(text => text.Contains("{invoice:", StringComparison.Ordinal)))
            foreach (var (invoice, i) in (await LedgerText.InvoicesAsync(api, ids["customer"])).Select((invoice, i) => (invoice, i))) ids[$"invoice:{i + 1}"] = invoice.GetProperty("id").GetString()!;
        (await api.PostAsync(Of(path), Form(parameters))).Ok();
    }

    public Task SubscribeAsync(string items, string[] more)
    {
        List<string> form = ["customer={customer}"];
        foreach (var (item, i) in items.Split(',', StringSplitOptions.TrimEntries).Select((item, i) => (item, i))) form.AddRange(ItemOf(item, i));
        return MakeAsync("sub", "/v1/subscriptions", [.. form, .. more]);
    }

    public async Task ChangeAsync(string changes, string[] more)
    {
        var items = (await api.GetAsync($"/v1/subscriptions/{ids["sub"]}")).Ok().List("items.data").ToDictionary(
            item => names[item.GetProperty("price").GetProperty("id").GetString()!], item => item.GetProperty("id").GetString()!);
        var form = new List<string>();
        foreach (var (change, i) in changes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select((change, i) => (change, i)))
        {
            if (change[0] == '+') form.AddRange(ItemOf(change[1..].Trim(), i));
            else if (change[0] == '-') form.AddRange([$"items[{i}][id]={items[change[1..].Trim()]}", $"items[{i}][deleted]=true"]);
            else if (change.Split('>', StringSplitOptions.TrimEntries) is [var from, var to]) form.AddRange([$"items[{i}][id]={items[from]}", .. ItemOf(to, i)]);
            else form.AddRange([$"items[{i}][id]={items[change.Split('×', StringSplitOptions.TrimEntries)[0]]}", .. ItemOf(change, i)]);
        }
        (await api.PostAsync($"/v1/subscriptions/{ids["sub"]}", Form([.. form, .. more]))).Ok();
    }

    public async Task CancelAsync(string[] more) => (await api.DeleteAsync($"/v1/subscriptions/{ids["sub"]}?{string.Join('&', more)}")).Ok();

    public async Task UseAsync(string product, decimal value, DateTimeOffset at) => (await api.PostAsync("/v1/billing/meter_events", Form(
        [$"event_name={ids[$"event:{product}"]}", "payload[stripe_customer_id]={customer}", $"payload[value]={value.ToString(CultureInfo.InvariantCulture)}", $"timestamp={Seconds(at)}"]))).Ok();

    public async Task AdvanceAsync(DateTimeOffset to)
    {
        (await api.PostAsync($"/v1/test_helpers/test_clocks/{ids["clock"]}/advance", Form([$"frozen_time={Seconds(to)}"]))).Ok();
        for (var tries = 0; ; tries++)
        {
            var status = (await api.GetAsync($"/v1/test_helpers/test_clocks/{ids["clock"]}")).Ok().Text("status");
            if (status == "ready") return;
            if (status != "advancing" || tries > 1200) throw new Xunit.Sdk.XunitException($"{scene.Name}: the clock is {status} on its way to {to:O}.");
            await Task.Delay(50);
        }
    }

    public async Task ToldAsync(string type, string[] moments)
    {
        var told = (await api.GetAsync($"/v1/events?type={type}&object_id={ids["sub"]}&limit=100")).Ok().List();
        Assert.Equal(moments, told.Select(e => LedgerText.Date(e.GetProperty("created").GetInt64())).Order());
    }

    public async Task NumberedAsync(string[] years) =>
        Assert.Equal(years, (await LedgerText.InvoicesAsync(api, ids["customer"])).Select(invoice => invoice.GetProperty("number").GetString()!.Split('-')[1]));

    private IEnumerable<string> ItemOf(string item, int i) => item.Split('×', StringSplitOptions.TrimEntries) is [var price, var quantity]
        ? [$"items[{i}][price]={ids[price]}", $"items[{i}][quantity]={quantity}"]
        : [$"items[{i}][price]={ids[item]}"];

    private Form Form(IEnumerable<string> parameters)
    {
        var form = new Form();
        foreach (var parameter in parameters)
        {
            var at = parameter.IndexOf('=', StringComparison.Ordinal);
            var value = Of(parameter[(at + 1)..]);
            form[parameter[..at]] = BillingCase.Moment(value) is { } moment ? Seconds(moment) : value;
        }
        return form;
    }

    private string Of(string text) => Known().Replace(text, match => ids[match.Groups[1].Value]);

    private static string Seconds(DateTimeOffset moment) => moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Known();
}
