namespace CalmonyPay.Platform.Pages;

/// <summary>
/// What a hosted page may do, as its Content-Security-Policy (level 3). Nothing is allowed that is not named here: our own stylesheet and
/// images; a script, forms and frames where a page has them; never anything inline, and no other server but the issuer's.
/// </summary>
public sealed record PagePolicy
{
    /// <summary>A page to read: no script, no form.</summary>
    public static PagePolicy Still { get; } = new();

    /// <summary>A page with forms that post to this server, and a script of ours that makes them more pleasant.</summary>
    public static PagePolicy Form { get; } = new() { Scripts = true, Forms = true };

    /// <summary>Scripts from this server.</summary>
    public bool Scripts { get; init; }

    /// <summary>Forms that post to this server. A browser checks redirects after a post against it too, so a post never redirects elsewhere.</summary>
    public bool Forms { get; init; }

    /// <summary>The page's script may call this server.</summary>
    public bool Calls { get; init; }

    /// <summary>The one origin of the gateway's answer (<c>https://acs.bank.example</c>) to which the page posts and which it frames; null for none.</summary>
    public string? Issuer { get; init; }

    /// <summary>Origins that may frame the page: <c>'self'</c>, or those that a project has registered; empty for none.</summary>
    public IReadOnlyList<string> FramedBy { get; init; } = [];

    /// <summary>For <c>X-Frame-Options</c>, which browsers without <c>frame-ancestors</c> read; it knows no origins.</summary>
    public string? FrameOptions => FramedBy switch { [] => "DENY", ["'self'"] => "SAMEORIGIN", _ => null };

    public override string ToString() => string.Join("; ",
    [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        .. Scripts ? ["script-src 'self'"] : Array.Empty<string>(),
        .. Calls ? ["connect-src 'self'"] : Array.Empty<string>(),
        .. Issuer is { } framed ? [$"frame-src 'self' {framed}"] : Array.Empty<string>(),
        "base-uri 'none'",
        $"form-action {(Forms, Issuer) switch { (true, { } issuer) => $"'self' {issuer}", (false, { } issuer) => issuer, (true, null) => "'self'", _ => "'none'" }}",
        $"frame-ancestors {(FramedBy.Count == 0 ? "'none'" : string.Join(' ', FramedBy))}",
    ]);
}
