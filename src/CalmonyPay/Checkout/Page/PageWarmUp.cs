using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Hosting;

namespace CalmonyPay.Checkout.Page;

/// <summary>
/// Shows the form after the start, to nobody: the runtime compiles code when it first runs, and EF Core queries when they are first asked, and the first
/// shopper would wait for both. Nothing is written, and a host that cannot do it serves all the same.
/// </summary>
public sealed partial class PageWarmUp(
    IServiceScopeFactory scopes, IConfiguration configuration, IHostApplicationLifetime life, TimeProvider clock, ILogger<PageWarmUp> log) : BackgroundService
{
    /// <summary>Whoever starts a host and calls it at once goes first.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The page of some session, most likely an open one: by the index on the time of expiry.</summary>
    private const string AnyPage = "select url_token from pay_checkout_sessions order by expires_at desc limit 1";

    /// <summary>Renders a form that has every part a form can have.</summary>
    public static Task RenderAsync(IServiceProvider services) => CheckoutAnswers.Form(SampleScreen.Make()).ExecuteAsync(Request(services));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!HostRole.From(configuration).Serves) return;
        try
        {
            await StartedAsync(stoppingToken);
            await Task.Delay(Pause, clock, stoppingToken);
            await ShowAsync(stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            LogCold(failure);
        }
    }

    /// <summary>Renders the sample, and then what a browser would get that opened a session's page, where there is one.</summary>
    public async Task ShowAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await RenderAsync(services);
        await using var any = services.GetRequiredService<PayDbPools>().Worker.CreateCommand(AnyPage);
        if (await any.ExecuteScalarAsync(ct) is not string token) return;
        var request = Request(services);
        await (await CheckoutPages.ShowAsync(token, request, ct)).ExecuteAsync(request);
    }

    /// <summary>Of a browser that is not there: what is answered goes nowhere.</summary>
    private static DefaultHttpContext Request(IServiceProvider services) => new() { RequestServices = services };

    private async Task StartedAsync(CancellationToken ct)
    {
        var started = new TaskCompletionSource();
        await using var told = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "The checkout's page could not be prepared for its first shopper")]
    private partial void LogCold(Exception failure);
}
