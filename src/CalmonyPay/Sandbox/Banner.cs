using CalmonyPay.Accounts;

namespace CalmonyPay.Sandbox;

/// <summary>What the sandbox's banner tells.</summary>
/// <param name="Url">Where the server listens, without a slash at the end.</param>
/// <param name="SimulatorUrl">Where the Cardstream simulator listens.</param>
/// <param name="DataFolder">Where the data lie, an absolute path.</param>
/// <param name="Postgres">The PostgreSQL in use, in a few words.</param>
public sealed record SandboxFacts(string Url, string SimulatorUrl, string DataFolder, string Postgres);

/// <summary>The text that greets whoever starts the sandbox.</summary>
public static class Banner
{
    private const string Bold = "\e[1m", Faint = "\e[2m", Plain = "\e[0m";

    /// <summary>One line for a shell that creates and confirms a payment of £20.00 with Stripe's test Visa card.</summary>
    public static string Curl(string url) =>
        $"curl {url}/v1/payment_intents -u {SandboxKeys.Secret}: -d amount=2000 -d currency=gbp " +
        "-d payment_method=pm_card_visa -d 'payment_method_types[]=card' -d confirm=true";

    /// <summary>Prints it to the console; without escape sequences where that is a file or a pipe, or NO_COLOR is set.</summary>
    public static void Print(SandboxFacts facts) => Console.Out.WriteLine(Text(
        facts, colour: !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or ""));

    /// <summary>The text.</summary>
    public static string Text(SandboxFacts facts, bool colour)
    {
        var (bold, faint, plain) = colour ? (Bold, Faint, Plain) : ("", "", "");
        return $"""

            {bold}CalmonyPay sandbox{plain}  {facts.Url}

              secret key       {bold}{SandboxKeys.Secret}{plain}
              publishable key  {bold}{SandboxKeys.Publishable}{plain}
              API explorer     {facts.Url}/swagger
              card gateway     {facts.SimulatorUrl} {faint}(Cardstream simulator){plain}
              data             {facts.DataFolder} {faint}({facts.Postgres}){plain}

            Take a payment:

              {Curl(facts.Url)}

            {faint}Ctrl+C stops everything; the data stay for the next start.{plain}

            """;
    }
}
