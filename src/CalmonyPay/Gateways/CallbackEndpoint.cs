using CalmonyPay.Platform.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CalmonyPay.Gateways;

/// <summary>
/// Where gateways tell of outcomes. Outside <c>/v1</c>: the address itself is the credential, and the body is believed only if
/// it is signed. Answered as soon as it is written down; what follows from it happens behind.
/// </summary>
public static class CallbackEndpoint
{
    /// <summary>Bytes; many times over what a gateway sends.</summary>
    public const int MostBodyBytes = 64 * 1024;

    private const int MostHeaders = 40;
    private const int MostHeaderCharacters = 1000;

    public static void MapGatewayCallbacks(this IEndpointRouteBuilder routes) =>
        routes.MapPost(CallbackTokens.Path + "/{token}", TakeAsync).WithMetadata(new RequestSizeLimitAttribute(MostBodyBytes)).ExcludeFromDescription();

    private static async Task<Results<Ok, NotFound, BadRequest>> TakeAsync(
        string token, HttpContext http, CallbackTokens tokens, TenantScope scope, GatewayInbox inbox, GatewayNotices notices)
    {
        if (tokens.Open(token) is not { } subject) return TypedResults.NotFound();
        scope.Enter(subject.Tenant);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        // From here on the gateway may hang up: what has come is written down.
        var (genuine, notice) = await inbox.TakeAsync(subject, body.ToArray(), HeadersOf(http.Request), CancellationToken.None);
        if (notice is not null) _ = Task.Run(() => notices.TellAsync(subject.Tenant, notice, tries: 1));
        return genuine ? TypedResults.Ok() : TypedResults.BadRequest();
    }

    private static Dictionary<string, string> HeadersOf(HttpRequest request) => request.Headers
        .Where(header => header.Key is not ("Authorization" or "Cookie" or "Proxy-Authorization"))
        .Take(MostHeaders)
        .ToDictionary(header => header.Key, header => CardDataFilter.OfText(Short(header.Value.ToString())), StringComparer.Ordinal);

    private static string Short(string text) => text.Length > MostHeaderCharacters ? text[..MostHeaderCharacters] : text;
}
