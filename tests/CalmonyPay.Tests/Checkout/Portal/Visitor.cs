using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Checkout.Portal;

/// <summary>A customer's browser in the portal: no script, no cookie. It follows redirects within the server only.</summary>
internal sealed class Visitor(Uri server) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server };

    public IHtmlDocument Page { get; private set; } = null!;
    public Uri Address { get; private set; } = server;
    public HttpStatusCode Status { get; private set; }
    public HttpResponseMessage Answer { get; private set; } = null!;

    /// <summary>What a customer types into the form of a new card.</summary>
    public static Form Card(string number) => new()
    {
        ["card[number]"] = number,
        ["card[exp]"] = "07 / 40",
        ["card[cvc]"] = "123",
        ["name"] = "Ada",
        ["billing[country]"] = "GB",
        ["billing[postal_code]"] = "N1 1AA",
    };

    /// <summary>What the page says, without odd spaces.</summary>
    public string Text => string.Join(' ', string.Join(' ', Page.Body!.Descendants<IText>().Select(text => text.Data)).Replace('\u00a0', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public string Heading => Page.QuerySelector("h1")!.TextContent.Trim();

    public static async Task<Visitor> OpenAsync(ApiClient api, string customer, Form? more = null)
    {
        var form = new Form { ["customer"] = customer };
        foreach (var (name, value) in more ?? []) form[name] = value;
        var session = (await api.PostAsync("/v1/billing_portal/sessions", form)).Ok();
        var visitor = new Visitor(api.Url);
        await visitor.GoAsync(session.Text("url")!);
        return visitor;
    }

    public Task GoAsync(string address, string? language = null) => SendAsync(HttpMethod.Get, new Uri(Address, address), null, language);

    /// <summary>Follows the first link that says this, in a part of the page.</summary>
    public Task FollowAsync(string says, string within = "main") => GoAsync(Link(says, within) ?? throw new Xunit.Sdk.XunitException($"No link says '{says}': {Text}"));

    public string? Link(string says, string within = "main") =>
        Page.QuerySelectorAll($"{within} a").FirstOrDefault(a => a.TextContent.Trim().StartsWith(says, StringComparison.Ordinal))?.GetAttribute("href");

    public bool Offers(string button, string within = "main") => Page.QuerySelectorAll($"{within} button").Any(b => b.TextContent.Trim() == button);

    /// <summary>Sends the form of a button, with what stands in its fields and what is typed over it.</summary>
    public async Task<Func<Task>> PressAsync(string button, Form? typed = null, string within = "main", string? site = null)
    {
        var form = (IHtmlFormElement)(Page.QuerySelectorAll($"{within} button").FirstOrDefault(b => b.TextContent.Trim() == button)?.Closest("form") ?? throw new Xunit.Sdk.XunitException($"No button says '{button}': {Text}"));
        var fields = new Dictionary<string, string>();
        foreach (var field in form.QuerySelectorAll("[name]"))
        {
            if (field is IHtmlInputElement { Type: "radio", IsChecked: false }) continue;
            fields[field.GetAttribute("name")!] = (field is IHtmlSelectElement select ? select.Value : field is IHtmlTextAreaElement area ? area.Value : field.GetAttribute("value")) ?? "";
        }
        foreach (var (name, value) in typed ?? []) fields[name] = value;
        var target = new Uri(Address, form.GetAttribute("action") ?? Address.ToString());
        if (form.Method != "post")
        {
            await GoAsync($"{target}?{string.Join('&', fields.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}"))}");
            return () => Task.CompletedTask;
        }
        Task Send() => SendAsync(HttpMethod.Post, target, new FormUrlEncodedContent(fields), site: site);
        await Send();
        return Send;
    }

    public Task PostAsync(string path, Form? form = null, string? site = null) => SendAsync(HttpMethod.Post, new Uri(Address, path), new FormUrlEncodedContent(form ?? []), site: site);

    private async Task SendAsync(HttpMethod method, Uri address, HttpContent? content, string? language = null, string? site = null)
    {
        for (var hops = 0; hops < 6; hops++)
        {
            using var request = new HttpRequestMessage(method, address) { Content = content };
            if (language is not null) request.Headers.TryAddWithoutValidation("Accept-Language", language);
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site ?? "same-origin");
            Answer = await http.SendAsync(request);
            (Status, Address) = (Answer.StatusCode, address);
            Page = new HtmlParser().ParseDocument(await Answer.Content.ReadAsStringAsync());
            if (Answer.Headers.Location is not { } next) return;
            Assert.Equal(HttpStatusCode.SeeOther, Status);
            (method, content, address) = (HttpMethod.Get, null, new Uri(address, next));
        }
        Assert.Fail($"The redirects from {address} do not end.");
    }

    public void Dispose()
    {
        http.Dispose();
        Answer?.Dispose();
    }
}
