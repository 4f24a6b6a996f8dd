using Microsoft.Playwright;

namespace CalmonyPay.Tests.Browser;

/// <summary>
/// The machine's own Chromium, one for the whole run, driven by Playwright. Playwright's own browsers are never downloaded.
/// </summary>
internal static class TestBrowser
{
    /// <summary>Where Debian and its kin have it; <c>CALMONYPAY_CHROMIUM</c> names another.</summary>
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly Lazy<Task<IBrowser>> Started = new(StartAsync);

    /// <exception cref="InvalidOperationException">There is no Chromium here; the message says how to get one.</exception>
    public static Task<IBrowser> GetAsync() => Started.Value;

    private static async Task<IBrowser> StartAsync()
    {
        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Find(),
            // The sandbox needs rights that root in a container has not; the pages are ours.
            Args = Environment.UserName == "root" ? ["--no-sandbox", "--disable-dev-shm-usage"] : ["--disable-dev-shm-usage"],
        });
        AppDomain.CurrentDomain.ProcessExit += (_, _) => playwright.Dispose();
        return browser;
    }

    private static string Find()
    {
        var named = Environment.GetEnvironmentVariable("CALMONYPAY_CHROMIUM");
        return (named is { Length: > 0 } ? [named] : Places).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("Tests of pages need Chromium, and it was not found: apt-get install chromium, or name the program in CALMONYPAY_CHROMIUM.");
    }
}
