using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>
/// A browser without a script, as far as forms go: opens a session's page, fills in what is to be seen, and sends all that the form has. Follows no
/// redirect by itself.
/// </summary>
internal sealed class Shopper : IDisposable
{
    private readonly HttpClient http;

    /// <param name="url">The session's <c>url</c>.</param>
    /// <param name="language">As in <c>Accept-Language</c>.</param>
    public Shopper(string url, string? language = null)
    {
        Url = new(url);
        http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        if (language is not null) http.DefaultRequestHeaders.Add("Accept-Language", language);
    }

    public Uri Url { get; }

    /// <summary>What was answered last.</summary>
    public IDocument Page { get; private set; } = null!; // OpenAsync comes first

    public string Html { get; private set; } = "";

    public HttpResponseMessage Answer { get; private set; } = null!;

    public int Status => (int)Answer.StatusCode;

    public Task<IDocument> OpenAsync() => OpenAsync(Url);

    public async Task<IDocument> OpenAsync(Uri url) => await TakeAsync(await http.GetAsync(url));

    /// <summary>Goes where the last answer led.</summary>
    public Task<IDocument> FollowAsync()
    {
        Assert.Equal(HttpStatusCode.SeeOther, Answer.StatusCode);
        return OpenAsync(new Uri(Url, Answer.Headers.Location!));
    }

    /// <summary>Sends the form as it stands in the page, with what was filled in.</summary>
    /// <param name="filled">By name; null takes a field out (an empty checkbox).</param>
    /// <param name="headers">Besides those of a browser without fetch metadata: none.</param>
    public async Task<IDocument> SendAsync(string action, Dictionary<string, string?>? filled = null, params (string Name, string Value)[] headers)
    {
        var fields = Fields();
        foreach (var (name, value) in filled ?? [])
        {
            if (value is null) fields.Remove(name);
            else fields[name] = value;
        }
        fields["action"] = action;
        using var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new FormUrlEncodedContent(fields) };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await TakeAsync(await http.SendAsync(request));
    }

    /// <summary>Fills in card, holder and e-mail, and presses the button.</summary>
    public async Task<IDocument> PayAsync(string number = Shopping.Good, Dictionary<string, string?>? more = null)
    {
        var filled = Card(number);
        foreach (var (name, value) in more ?? []) filled[name] = value;
        return await SendAsync("pay", filled);
    }

    public static Dictionary<string, string?> Card(string number = Shopping.Good) => new()
    {
        ["email"] = "ada@example.com",
        ["card[number]"] = number,
        ["card[exp]"] = "12 / 40",
        ["card[cvc]"] = "937",
        ["name"] = "Ada Lovelace",
        ["billing[postal_code]"] = "N1 1AA",
    };

    public Dictionary<string, string> Fields()
    {
        var fields = new Dictionary<string, string>();
        foreach (var input in Page.QuerySelectorAll<IHtmlInputElement>("#checkout input"))
            if (input.Type is not ("checkbox" or "radio") || input.IsChecked) fields[input.Name!] = input.Value;
        foreach (var select in Page.QuerySelectorAll<IHtmlSelectElement>("#checkout select")) fields[select.Name!] = select.Value ?? "";
        return fields;
    }

    public void Dispose()
    {
        Answer?.Dispose();
        http.Dispose();
    }

    private async Task<IDocument> TakeAsync(HttpResponseMessage answer)
    {
        Answer?.Dispose();
        Answer = answer;
        Html = await answer.Content.ReadAsStringAsync();
        if (Html.Length > 0) Page = ScreenHost.Parse(Html);
        return Page;
    }
}
