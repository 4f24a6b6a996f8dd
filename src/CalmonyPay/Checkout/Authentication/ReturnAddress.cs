namespace CalmonyPay.Checkout.Authentication;

/// <summary>The merchant's <c>return_url</c> with Stripe's parameters: id, client secret and <c>redirect_status</c>.</summary>
internal static class ReturnAddress
{
    /// <summary>Schemes that run or show something instead of leading somewhere. Others may be an app's own.</summary>
    private static readonly string[] Forbidden = ["javascript", "data", "vbscript", "blob", "file", "about", "view-source"];

    /// <param name="status"><c>succeeded</c>, <c>pending</c> or <c>failed</c>.</param>
    /// <returns>Null where there is none, or none that a browser may be led to.</returns>
    public static string? Of(AuthenticationView view, string status)
    {
        if (view.ReturnUrl is not { } url || !Uri.TryCreate(url, UriKind.Absolute, out var parsed) || Forbidden.Contains(parsed.Scheme)) return null;
        var kind = view.IsSetup ? "setup_intent" : "payment_intent";
        var query = $"{kind}={Uri.EscapeDataString(view.IntentId)}&{kind}_client_secret={Uri.EscapeDataString(view.ClientSecret)}&redirect_status={status}";

        var hash = url.IndexOf('#', StringComparison.Ordinal);
        var (address, fragment) = hash < 0 ? (url, "") : (url[..hash], url[hash..]);
        var mark = address.IndexOf('?', StringComparison.Ordinal);
        var glue = mark < 0 ? "?" : address.EndsWith('&') || mark == address.Length - 1 ? "" : "&";
        return $"{address}{glue}{query}{fragment}";
    }
}
