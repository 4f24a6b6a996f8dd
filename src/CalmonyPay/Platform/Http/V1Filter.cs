using CalmonyPay.Platform.Crypto;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Idempotency;
using CalmonyPay.Platform.Parameters;
using FluentValidation;

namespace CalmonyPay.Platform.Http;

/// <summary>
/// The one door of <c>/v1</c>: checks what comes in, runs the work, and lets the first answer and the replayed one leave
/// alike. The work, its events and the answer under the idempotency key are one save.
/// </summary>
public sealed class V1Filter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var services = http.RequestServices;
        var callsGateway = http.GetEndpoint()!.Metadata.GetMetadata<CallsGateway>() is not null;
        foreach (var argument in context.Arguments)
        {
            if (argument is null) continue;
            Validation.Check(argument, services);
            callsGateway |= argument is IMayCallGateway { CallsGateway: true };
        }

        if (HttpMethods.IsGet(http.Request.Method) || callsGateway)
        {
            var shown = await next(context);
            return shown as Answer ?? await ShowAsync(shown, http);
        }

        var db = services.GetRequiredService<PayDb>();
        var key = services.GetRequiredService<RequestInfo>().IdempotencyKey;
        return key is null || !HttpMethods.IsPost(http.Request.Method)
            ? await WorkAsync(context, next, db, null)
            : await OnceAsync(context, next, db, key);
    }

    /// <summary>Runs the work and saves it with its answer; if that fails, the key may be why: look before answering an error.</summary>
    private static async Task<Answer> OnceAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, PayDb db, string key)
    {
        var http = context.HttpContext;
        var keys = http.RequestServices.GetRequiredService<IdempotencyKeys>();
        var fingerprint = Fingerprint.Of(http, http.RequestServices.GetRequiredService<ProjectSecrets>());
        for (var again = false; ; again = true)
        {
            try
            {
                return await WorkAsync(context, next, db, answer => keys.Keep(key, fingerprint, answer));
            }
            catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested)
            {
                await db.ForgetAsync();
                if (await keys.FindAsync(key, fingerprint, http.RequestAborted) is { } earlier) return earlier;
                // The key had expired and stood in the way: it is gone now, so the work gets its one more try.
                if (!again && failure is Microsoft.EntityFrameworkCore.DbUpdateException { InnerException: Npgsql.PostgresException { SqlState: "23505", TableName: "pay_idempotency_keys" } }) continue;
                if (failure is StripeError { WorkBegan: true } outcome)
                {
                    var answer = Answer.Of(outcome, http.RequestServices.GetRequiredService<RequestInfo>().Id);
                    keys.Keep(key, fingerprint, answer);
                    await db.SaveChangesAsync(http.RequestAborted);
                    return answer;
                }
                throw;
            }
        }
    }

    private static async Task<Answer> WorkAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, PayDb db, Action<Answer>? keep)
    {
        var http = context.HttpContext;
        var answer = await ShowAsync(await next(context), http);
        keep?.Invoke(answer);
        await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, http.RequestAborted); // the last save of this context: what it tracks is forgotten next
        await db.CommitAsync(http.RequestAborted);
        return answer;
    }

    /// <summary>Fills what <c>expand[]</c> asks for and spells the answer out.</summary>
    internal static async Task<Answer> ShowAsync(object? result, HttpContext http)
    {
        var value = result is IValueHttpResult { Value: { } inner } ? inner : result ?? throw new InvalidOperationException("The endpoint answered nothing.");
        if (Params.Of(http) is { Expand: { Count: > 0 } paths })
            await http.RequestServices.GetRequiredService<Expander>().ExpandAsync(value, paths, http.RequestServices, http.RequestAborted);
        return Answer.Of(value);
    }
}

/// <summary>FluentValidation rules of a parameter record, where it has some; the first failure becomes Stripe's error.</summary>
internal static class Validation
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, Type> Validators = new();

    public static void Check(object parameters, IServiceProvider services)
    {
        var type = parameters.GetType();
        if (type.Namespace?.StartsWith("CalmonyPay", StringComparison.Ordinal) != true) return;
        if (services.GetService(Validators.GetOrAdd(type, static t => typeof(IValidator<>).MakeGenericType(t))) is not IValidator rules) return;
        var result = rules.Validate(new ValidationContext<object>(parameters));
        if (!result.IsValid) throw RuleFailures.FromFailure(result.Errors[0]);
    }
}
