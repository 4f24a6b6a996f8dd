using System.CommandLine;
using CalmonyPay.PaymentIntents.Flow;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Commands;

/// <summary><c>attempts unresolved</c> and <c>resolve</c>: what has no known outcome, and a person's word on it.</summary>
internal static class AttemptsCommand
{
    public static System.CommandLine.Command Make() => new("attempts", "Charges and refunds whose outcome is not known.") { Unresolved(), Resolve() };

    private static System.CommandLine.Command Unresolved()
    {
        var json = Verb.Json();
        var unresolved = new System.CommandLine.Command("unresolved", "Show, over all projects, what has no outcome yet and what waits for a person.") { json };
        unresolved.Does(async (parsed, services, ct) => Printed.List(
            await services.GetRequiredService<UnresolvedPayments>().ListAsync(ct), parsed.GetValue(json),
            ("ID", p => p.Id), ("WHY", p => p.Why), ("PERSON", p => p.NeedsPerson), ("PAYMENT INTENT", p => p.PaymentIntent), ("AMOUNT", p => p.Amount),
            ("CURRENCY", p => p.Currency), ("XREF", p => p.Reference), ("LIVE", p => p.Livemode), ("PROJECT", p => p.Project), ("SINCE", p => p.Since)));
        return unresolved;
    }

    private static System.CommandLine.Command Resolve()
    {
        var id = new Argument<string>("id") { Description = "The charge (ch_…) or refund (re_…), from attempts unresolved." };
        var xref = new Option<string?>("--xref") { Description = "The gateway's cross reference of it, from the gateway's own records. A QUERY must agree on amount, currency and reference.", HelpName = "X" };
        var never = new Option<bool>("--never-happened") { Description = "The gateway's own records do not have it: it fails." };
        var resolve = new System.CommandLine.Command("resolve", "Say what became of a charge or refund, after a look into the gateway's own records.") { id, xref, never };
        resolve.Does(async (parsed, services, ct) =>
        {
            var (what, reference) = (parsed.GetRequiredValue(id), parsed.GetValue(xref));
            if (parsed.GetValue(never) == reference is not null) throw new OperatorException("Say either --xref X or --never-happened.");
            var status = await InProject.DoAsync(services, what, work =>
            {
                var resolution = work.GetRequiredService<AttemptResolution>();
                return reference is null ? resolution.NeverHappenedAsync(what) : resolution.FoundAsync(what, reference);
            }, ct);
            Printed.Note($"{what} is {status}.");
        });
        return resolve;
    }
}
