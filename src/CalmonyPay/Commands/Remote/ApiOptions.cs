using System.CommandLine;
using CalmonyPay.Accounts;

namespace CalmonyPay.Commands.Remote;

/// <summary><c>--api</c> and <c>--key</c>: which server, and as whom. They have no default of their own that help could print: a key may be in the environment.</summary>
internal sealed class ApiOptions
{
    private readonly Option<string?> api = new("--api")
    { Description = $"The server's address. Without it CALMONYPAY_API, or else {ServeCommand.DefaultUrl}.", HelpName = "URL" };

    private readonly Option<string?> key = new("--key")
    { Description = $"A secret key. Without it CALMONYPAY_KEY, or else the sandbox's {SandboxKeys.Secret}.", HelpName = "KEY" };

    public void AddTo(System.CommandLine.Command verb)
    {
        verb.Add(api);
        verb.Add(key);
    }

    /// <inheritdoc cref="RemoteApi(string, string)"/>
    public RemoteApi Open(ParseResult parsed) => new(
        Said(parsed.GetValue(api)) ?? Said(Environment.GetEnvironmentVariable("CALMONYPAY_API")) ?? ServeCommand.DefaultUrl,
        Said(parsed.GetValue(key)) ?? Said(Environment.GetEnvironmentVariable("CALMONYPAY_KEY")) ?? SandboxKeys.Secret);

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
