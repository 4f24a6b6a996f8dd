using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Hosting;

/// <summary>What a host does: <c>--role</c>, or <c>CalmonyPay:Role</c>.</summary>
/// <param name="Serves">It answers <c>/v1</c>. Every host answers <c>/healthz</c> and <c>/readyz</c>.</param>
/// <param name="Works">It runs what was registered by <see cref="HostRoles.AddWorker{T}"/>.</param>
public sealed record HostRole(bool Serves, bool Works)
{
    public static readonly HostRole Api = new(Serves: true, Works: false), Worker = new(Serves: false, Works: true), All = new(Serves: true, Works: true);

    /// <exception cref="OperatorException">A role that does not exist.</exception>
    public static HostRole From(IConfiguration configuration) => configuration["CalmonyPay:Role"] switch
    {
        null or "" or "all" => All,
        "api" => Api,
        "worker" => Worker,
        var other => throw new OperatorException($"CalmonyPay__Role is api, worker or all, not '{other}'."),
    };
}

public static class HostRoles
{
    /// <summary>
    /// Registers background work that hosts of role worker and all do. What every host needs, whatever its role, is a plain
    /// hosted service. The worker is also a singleton, so that a test can call it.
    /// </summary>
    public static IServiceCollection AddWorker<T>(this IServiceCollection services) where T : class, IHostedService => services
        .AddSingleton<T>()
        .AddSingleton<IHostedService>(provider =>
            HostRole.From(provider.GetRequiredService<IConfiguration>()).Works ? provider.GetRequiredService<T>() : Idle.Instance);

    private sealed class Idle : IHostedService
    {
        public static readonly Idle Instance = new();

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
