namespace CalmonyPay.Simulator;

/// <summary>The simulator as a program: says where it listens, and can end with the program that started it.</summary>
internal static class Program
{
    public static async Task Main(string[] args)
    {
        await using var app = SimulatorHost.Build(args);
        await app.StartAsync();
        foreach (var url in app.Urls) Console.WriteLine($"listening on {url}");
        await Console.Out.FlushAsync();
        if (app.Services.GetRequiredService<SimulatorOptions>().ExitWithParent) _ = StopAtEndOfInputAsync(app.Lifetime);
        await app.WaitForShutdownAsync();
    }

    /// <summary>A parent's death closes the pipe, however it died.</summary>
    private static Task StopAtEndOfInputAsync(IHostApplicationLifetime lifetime) => Task.Run(async () =>
    {
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        lifetime.StopApplication();
    });
}
