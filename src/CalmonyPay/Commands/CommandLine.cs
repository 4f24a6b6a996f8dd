using System.CommandLine;

namespace CalmonyPay.Commands;

/// <summary>The program's verbs. Without one it serves.</summary>
public static class CommandLine
{
    /// <summary>Longer than a host takes to stop: what it has under way, then the sandbox's PostgreSQL.</summary>
    private static readonly TimeSpan TerminationLimit = TimeSpan.FromMinutes(3);

    /// <returns>0 if it went well, 1 if the operator has to do something, 130 after Ctrl+C in a verb.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("CalmonyPay: Stripe's REST API on your own server. Without a verb it serves; without ConnectionStrings__CalmonyPay as a sandbox.")
        {
            Verb.Data,
            ServeCommand.Make(),
            MigrateCommand.Make(),
            ProjectsCommand.Make(),
            KeysCommand.Make(),
            GatewaysCommand.Make(),
            AttemptsCommand.Make(),
            DisputesCommand.Make(),
            EncryptionCommand.Make(),
            ListenCommand.Make(),
            TriggerCommand.Make(),
            HealthcheckCommand.Make(),
        };
        ServeCommand.AddTo(root);
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TerminationLimit });
    }
}
