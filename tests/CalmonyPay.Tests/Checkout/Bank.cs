using System.Net;
using System.Text.RegularExpressions;
using CalmonyPay.Gateways;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Tests.Crash;

namespace CalmonyPay.Tests.Checkout;

/// <summary>The shopper's browser at the simulator's bank.</summary>
internal static partial class Bank
{
    /// <summary>One leg: what the bank's page posts back.</summary>
    /// <param name="choice"><c>approve</c> or <c>decline</c>.</param>
    public static async Task<List<KeyValuePair<string, string>>> AnswerAsync(this GatewayAdmin gateway, Challenge challenge, string choice) =>
        (await gateway.AnswerAsync(challenge.Url, challenge.Fields, choice)).Posted;

    /// <summary>The same, with where it is posted to.</summary>
    public static async Task<(Uri Back, List<KeyValuePair<string, string>> Posted)> AnswerAsync(this GatewayAdmin gateway, Uri bank, IReadOnlyList<KeyValuePair<string, string>> fields, string choice)
    {
        using var page = await gateway.BrowseAsync(bank, fields);
        if (page.StatusCode != HttpStatusCode.OK) return (page.Headers.Location ?? bank, [.. fields]);
        var html = await page.Content.ReadAsStringAsync();
        var form = html[html.IndexOf($"decide/{choice}", StringComparison.Ordinal)..];
        List<KeyValuePair<string, string>> posted =
            [.. Fields().Matches(form[..form.IndexOf("</form>", StringComparison.Ordinal)]).Select(field => new KeyValuePair<string, string>(field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value)))];
        using var decided = await gateway.BrowseAsync(new Uri(bank, $"decide/{choice}"), posted);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, decided.StatusCode);
        return (new Uri(bank, decided.Headers.Location!), posted);
    }

    /// <summary>All legs of a setup of project B that waits for its shopper.</summary>
    public static async Task AuthenticateSetupAsync(this HastyApi api, string setup, string choice)
    {
        var browser = Shopping.Fill().Browser.For(new Uri("https://pay.example/3ds"));
        var challenge = await api.AtPageAsync<SetupAuthentication, Challenge?>(flow => flow.BeginAsync(setup, browser, null), api.ProjectB);
        for (var leg = 0; leg < 3 && challenge is not null; leg++)
        {
            var (reference, posted) = (challenge.Reference, await api.Gateway.AnswerAsync(challenge, choice));
            challenge = await api.AtPageAsync<SetupAuthentication, Challenge?>(flow => flow.ContinueAsync(setup, reference, posted), api.ProjectB);
        }
    }

    [GeneratedRegex("name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Fields();
}
