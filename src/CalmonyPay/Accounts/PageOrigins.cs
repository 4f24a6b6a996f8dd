using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Accounts;

/// <summary>
/// The origins (<c>https://shop.example</c>) whose pages may frame a project's card element. Nobody's, until some are registered with
/// <c>projects origins</c>: whoever frames a card field can dress it up as something else.
/// </summary>
public static class PageOrigins
{
    private const int Most = 50;

    /// <summary>The origins of the project in scope.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(PayDb db, CancellationToken ct) =>
        await db.Set<Project>().Where(p => p.Id == db.ProjectId).Select(p => p.PageOrigins).SingleAsync(ct);

    /// <summary>The origins as browsers compare them: lower case, without a path, each once.</summary>
    /// <param name="given">As an operator types them.</param>
    /// <exception cref="OperatorException">Something is no origin, plain http from elsewhere than the own machine, or there are too many.</exception>
    public static string[] Checked(IEnumerable<string> given)
    {
        var origins = given.Select(Origin).Distinct().ToArray();
        return origins.Length <= Most ? origins : throw new OperatorException($"A project has {Most} origins at most.");
    }

    private static string Origin(string text)
    {
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || url is not { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" })
            throw new OperatorException($"'{text}' is no origin: write scheme, host and, if it is not the usual one, port: https://shop.example.");
        // A page that came without encryption could be anybody's by the time it reaches the shopper.
        return url.Scheme == "https" || url.IsLoopback ? url.GetLeftPart(UriPartial.Authority) : throw new OperatorException($"'{text}' has to begin with https://; http is for localhost alone.");
    }
}
