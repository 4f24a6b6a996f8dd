using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Checkout.Links;

/// <summary>What merchants and visitors do with payment links.</summary>
internal static class Visiting
{
    /// <summary>A link that sells one thing for £20, unless the form says otherwise.</summary>
    public static Task<Reply> LinkAsync(this ApiClient api, Form? more = null)
    {
        var form = new Form
        {
            ["line_items[0][price_data][currency]"] = "gbp",
            ["line_items[0][price_data][unit_amount]"] = "2000",
            ["line_items[0][price_data][product_data][name]"] = "Tea",
            ["line_items[0][quantity]"] = "1",
        };
        foreach (var (name, value) in more ?? []) form[name] = value;
        return api.PostAsync("/v1/payment_links", form);
    }

    /// <summary>A browser that shows redirects instead of following them.</summary>
    public static HttpClient Browser() => new(new HttpClientHandler { AllowAutoRedirect = false });

    public static async Task<HttpResponseMessage> VisitAsync(this Reply link, string query = "", HttpMethod? method = null, string? language = null)
    {
        using var browser = Browser();
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, link.Text("url") + query);
        if (language is not null) request.Headers.TryAddWithoutValidation("Accept-Language", language);
        return await browser.SendAsync(request);
    }

    /// <summary>Visits the link and finds the session that the visit made.</summary>
    public static async Task<Reply> SessionOfVisitAsync(this ApiClient api, Reply link, string query = "")
    {
        using var answer = await link.VisitAsync(query);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var sessions = (await api.GetAsync($"/v1/checkout/sessions?payment_link={link.Id}&limit=100")).Ok();
        var path = answer.Headers.Location!.OriginalString;
        var id = sessions.List().Single(s => s.GetProperty("url").GetString()?.EndsWith(path, StringComparison.Ordinal) == true).GetProperty("id").GetString()!;
        return await api.SeeAsync(id);
    }

    public static async Task<IHtmlDocument> PageAsync(this HttpResponseMessage answer) => new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
}
