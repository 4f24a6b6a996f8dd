using System.CommandLine;

namespace CalmonyPay.Commands;

/// <summary><c>healthcheck</c>: for container images, which have no curl.</summary>
internal static class HealthcheckCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static System.CommandLine.Command Make()
    {
        var url = new Option<string>("--url") { Description = "What to ask; /readyz asks the database too.", DefaultValueFactory = _ => "http://127.0.0.1:5252/healthz" };
        var check = new System.CommandLine.Command("healthcheck", "Ask a running server whether it is well: exit code 0 for yes, 1 for no.") { url };
        check.SetAction((parsed, ct) => Verb.GuardAsync(() => AskAsync(Typed.Url(parsed.GetRequiredValue(url)), ct)));
        return check;
    }

    private static async Task<int> AskAsync(Uri url, CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(url, ct);
            Printed.Note($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Printed.Note(e.Message);
            return 1;
        }
    }
}
