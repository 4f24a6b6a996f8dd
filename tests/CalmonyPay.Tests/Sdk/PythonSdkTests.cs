using System.ComponentModel;

namespace CalmonyPay.Tests.Sdk;

[Collection(SdkTests.Name)]
public sealed class PythonSdkTests(SdkHost host)
{
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(5);
    private static readonly string Folder = Path.Combine(SdkFolder.Root, "python");

    [Fact]
    public async Task Stripes_Python_SDK_of_2022_gets_what_it_expects()
    {
        var python = await PythonWithStripeAsync();
        var result = await ChildProcess.RunAsync(python, ["-m", "unittest", "-v", "test_flow"], Folder, host.Target.ToEnvironment(), RunTimeout);
        Assert.True(result.ExitCode == 0, $"tests/sdk/python failed ({result.ExitCode}):\n{result.Output}\n{result.Error}");
    }

    /// <summary>The package is Debian's, so the system's interpreter has it, even where another one comes first on the PATH.</summary>
    private static async Task<string> PythonWithStripeAsync()
    {
        foreach (var python in (string[])["python3", "/usr/bin/python3"])
        {
            try
            {
                var result = await ChildProcess.RunAsync(
                    python, ["-c", "import stripe.version; print(stripe.version.VERSION)"], Folder, [], TimeSpan.FromSeconds(30));
                if (result.ExitCode == 0 && result.Output.StartsWith("5.", StringComparison.Ordinal))
                {
                    return python;
                }
            }
            catch (Win32Exception)
            {
                // No such interpreter; the next one may be there.
            }
        }
        throw new InvalidOperationException("Stripe's Python SDK 5 is needed for this test and was not found: apt-get install python3-stripe.");
    }
}
