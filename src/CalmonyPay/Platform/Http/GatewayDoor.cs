using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Idempotency;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Tenancy;

namespace CalmonyPay.Platform.Http;

/// <summary>
/// Runs the work of an endpoint that calls a gateway, in a scope of its own: the merchant may hang up, the money may not.
/// Claims the idempotency key first and completes it last. An answer is given after a minute at the latest, then with the
/// object as it stands (<c>processing</c>), while the work goes on.
/// </summary>
public sealed partial class GatewayDoor(IServiceScopeFactory scopes, GatewayDoorOptions options, ILogger<GatewayDoor> log) : IHostedService
{
    private readonly Lock gate = new();
    private readonly HashSet<Task> underWay = [];

    /// <param name="work">Gets the services of the work's own scope; returns what the endpoint shows.</param>
    public async Task<Answer> RunAsync(HttpContext http, Func<IServiceProvider, GatewayRun, Task<object>> work)
    {
        var services = http.RequestServices;
        var request = services.GetRequiredService<RequestInfo>();
        IdempotencyClaim? claim = null;
        if (request.IdempotencyKey is { } key)
        {
            var fingerprint = Fingerprint.Of(http, services.GetRequiredService<ProjectSecrets>());
            (claim, var earlier) = await services.GetRequiredService<IdempotencyKeys>().ClaimAsync(key, fingerprint, options.KeyLease, CancellationToken.None);
            if (earlier is not null) return earlier;
        }

        var run = new GatewayRun { Claim = claim, RecoveryPoint = claim?.RecoveryPoint, Publishable = request.Publishable };
        var tenant = services.GetRequiredService<TenantScope>().Current;
        var expand = Params.Of(http)?.Expand ?? [];
        var task = Track(Task.Run(() => WorkAsync(run, tenant, request, expand, work)));
        try
        {
            return await task.WaitAsync(options.AnswerWithin);
        }
        catch (TimeoutException) when (!task.IsCompleted && run.Reached is { } reached)
        {
            LogLate(reached.Id);
            await using var scope = Scope(tenant, request);
            var shown = await scope.ServiceProvider.GetRequiredService<Expander>().LoadAsync(reached.Kind, reached.Id, scope.ServiceProvider);
            var answer = Answer.Of(shown);
            // What is answered now is the answer for whoever asks again, unless the work has come to its end in this moment.
            if (claim is null || await scope.ServiceProvider.GetRequiredService<IdempotencyKeys>().CompleteAsync(claim.Id, answer, CancellationToken.None)) return answer;
            return await task;
        }
    }

    /// <summary>The same for a page's form: work in a scope of its own, which goes on when the shopper leaves.</summary>
    /// <returns>Default if it is not done after a minute; the work goes on.</returns>
    public async Task<T?> RunPageAsync<T>(HttpContext http, Func<IServiceProvider, Task<T>> work)
    {
        var tenant = http.RequestServices.GetRequiredService<TenantScope>().Current;
        var request = http.RequestServices.GetRequiredService<RequestInfo>();
        var task = Track(Task.Run(async () =>
        {
            await using var scope = Scope(tenant, request);
            return await work(scope.ServiceProvider);
        }));
        try
        {
            return await task.WaitAsync(options.AnswerWithin);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            LogLate(request.Id ?? "A page");
            return default;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A host that stops finishes what it has begun.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task[] rest;
        lock (gate) rest = [.. underWay];
        await Task.WhenAll(rest).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<Answer> WorkAsync(GatewayRun run, Tenant tenant, RequestInfo request, IReadOnlyList<string> expand, Func<IServiceProvider, GatewayRun, Task<object>> work)
    {
        await using var scope = Scope(tenant, request);
        var services = scope.ServiceProvider;
        var keys = services.GetRequiredService<IdempotencyKeys>();
        var db = services.GetRequiredService<PayDb>();
        run.Begin(db, keys);
        try
        {
            Answer answer;
            try
            {
                var shown = await work(services, run);
                if (expand.Count > 0) await services.GetRequiredService<Expander>().ExpandAsync(shown, expand, services, CancellationToken.None);
                answer = Answer.Of(shown);
            }
            catch (StripeError outcome) when (outcome.WorkBegan)
            {
                await db.ForgetAsync();
                answer = Answer.Of(outcome, request.Id);
            }
            if (run.Claim is { } claim) await keys.CompleteAsync(claim.Id, answer, CancellationToken.None);
            return answer;
        }
        catch (Exception failure)
        {
            await db.ForgetAsync();
            // Nothing was written about it: the key is free for a corrected request. Else a retry resumes.
            if (run.Claim is { } claim)
            {
                if (claim.RecoveryPoint is null && run.Reached is null) await keys.ReleaseAsync(claim, CancellationToken.None);
                else await keys.LetGoAsync(claim, CancellationToken.None);
            }
            if (failure is not StripeError) LogFailed(failure, run.Reached?.Id);
            throw;
        }
    }

    private AsyncServiceScope Scope(Tenant tenant, RequestInfo request)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        var info = scope.ServiceProvider.GetRequiredService<RequestInfo>();
        (info.Id, info.IdempotencyKey, info.Publishable) = (request.Id, request.IdempotencyKey, request.Publishable);
        return scope;
    }

    private Task<T> Track<T>(Task<T> task)
    {
        lock (gate) underWay.Add(task);
        _ = task.ContinueWith(done => { lock (gate) underWay.Remove(done); }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    [LoggerMessage(LogLevel.Warning, "{Id} was answered as it stands; the work on it goes on")]
    private partial void LogLate(string id);

    [LoggerMessage(LogLevel.Error, "Work on {Id} failed")]
    private partial void LogFailed(Exception failure, string? id);
}

/// <summary>How long a request waits for its gateway.</summary>
public sealed record GatewayDoorOptions
{
    /// <summary>Then the object is answered as it stands.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a claimed key keeps a twin out. After that a retry resumes what the claim has reached, or begins again where it reached nothing.</summary>
    public TimeSpan KeyLease { get; set; } = TimeSpan.FromSeconds(60);
}
