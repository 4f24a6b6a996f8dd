using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Http;
using CalmonyPay.Platform.Parameters;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentMethods;

public static class TokenEndpoints
{
    /// <summary>The expansion kind of a token: only the gateway door asks for it.</summary>
    public const string Kind = "token";

    public static void MapTokens(this IEndpointRouteBuilder v1)
    {
        var tokens = v1.MapGroup("/tokens").WithTags("Tokens");
        tokens.MapPost("/", (TokenCreate create, HttpContext http, GatewayDoor door) =>
        {
            var from = http.Connection.RemoteIpAddress?.MapToIPv4().ToString();
            return door.RunAsync(http, (services, run) => CreateAsync(create, from, services, run));
        }).CallsGateway().ForPublishableKeys();
        tokens.MapGet("/{id}", async (string id, NoParams none, PayDb db, CancellationToken ct) => TypedResults.Ok(await GetAsync(id, db, ct))).ForPublishableKeys();
    }

    internal static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        await Shown(services.GetRequiredService<PayDb>()).Where(t => ids.Contains(t.Token.Id)).ToDictionaryAsync(t => t.Token.Id, t => (object)TokenResponse.Of(t.Token, t.Method), ct);

    private static async Task<object> CreateAsync(TokenCreate create, string? from, IServiceProvider services, GatewayRun run)
    {
        var (service, db, clock) = (services.GetRequiredService<PaymentMethodService>(), services.GetRequiredService<PayDb>(), services.GetRequiredService<TimeProvider>());
        if (run.RecoveryPoint is { } made) return await GetAsync(made, db, CancellationToken.None);
        var method = await service.StoreAsync(service.Add(create.Card.Valid(clock.GetUtcNow()), create.Holder));
        var token = Token.For(method, from, clock.GetUtcNow());
        db.Add(token);
        await run.SaveAndCommitAsync(Kind, token.Id);
        return TokenResponse.Of(token, method);
    }

    private static async Task<TokenResponse> GetAsync(string id, PayDb db, CancellationToken ct) =>
        await Shown(db).SingleOrDefaultAsync(t => t.Token.Id == id, ct) is { } found ? TokenResponse.Of(found.Token, found.Method) : throw StripeError.NoSuch("token", id, "token");

    private static IQueryable<TokenAndMethod> Shown(PayDb db) =>
        db.Set<Token>().Join(db.Set<PaymentMethod>(), t => t.PaymentMethodId, m => m.Id, (token, method) => new TokenAndMethod { Token = token, Method = method });

    private sealed class TokenAndMethod
    {
        public required Token Token { get; init; }
        public required PaymentMethod Method { get; init; }
    }
}
