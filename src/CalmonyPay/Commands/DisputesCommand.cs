using System.CommandLine;
using CalmonyPay.PaymentIntents.Disputes;
using CalmonyPay.Platform.Data;

namespace CalmonyPay.Commands;

/// <summary><c>disputes open</c>, <c>won</c> and <c>lost</c>: what an acquirer tells by letter, entered by hand.</summary>
internal static class DisputesCommand
{
    public static System.CommandLine.Command Make() => new("disputes", "Disputes that the acquirer told of outside the gateway.")
    {
        Open(),
        Decide("won", "The bank decided for the merchant: the money comes back.", DisputeMove.Win),
        Decide("lost", "The bank decided for the shopper.", DisputeMove.Lose),
    };

    private static System.CommandLine.Command Open()
    {
        var charge = new Argument<string>("charge") { Description = "The disputed charge (ch_…)." };
        var reason = new Option<string>("--reason") { Description = "Stripe's word for the reason.", DefaultValueFactory = _ => "general" };
        reason.AcceptOnlyFromAmong(
            "bank_cannot_process", "check_returned", "credit_not_processed", "customer_initiated", "debit_not_authorized", "duplicate", "fraudulent", "general", "incorrect_account_details",
            "insufficient_funds", "noncompliant", "product_not_received", "product_unacceptable", "subscription_canceled", "unrecognized");
        var amount = new Option<long?>("--amount") { Description = "Minor units; the default is all that the charge has left." };
        var inquiry = new Option<bool>("--inquiry") { Description = "Only a question of the bank's: no money moves." };
        var open = new System.CommandLine.Command("open", "Enter a dispute. Its id is printed on standard output.") { charge, reason, amount, inquiry };
        open.Does(async (parsed, services, ct) => Console.Out.WriteLine(await InProject.DoAsync(services, parsed.GetRequiredValue(charge), async work =>
        {
            var dispute = await work.GetRequiredService<DisputeService>().OpenAsync(
                parsed.GetRequiredValue(charge), parsed.GetValue(amount), parsed.GetRequiredValue(reason), parsed.GetValue(inquiry), ct);
            await work.GetRequiredService<PayDb>().SaveAndCommitAsync(ct);
            return dispute.Id;
        }, ct)));
        return open;
    }

    private static System.CommandLine.Command Decide(string verb, string description, DisputeMove outcome)
    {
        var id = new Argument<string>("id") { Description = "The dispute (dp_…)." };
        var decide = new System.CommandLine.Command(verb, description) { id };
        decide.Does(async (parsed, services, ct) =>
        {
            var status = await InProject.DoAsync(services, parsed.GetRequiredValue(id), async work =>
            {
                var dispute = await work.GetRequiredService<DisputeService>().DecideAsync(parsed.GetRequiredValue(id), outcome, ct);
                await work.GetRequiredService<PayDb>().SaveAndCommitAsync(ct);
                return SnakeCase.Of(dispute.Status);
            }, ct);
            Printed.Note($"{parsed.GetRequiredValue(id)} is {status}.");
        });
        return decide;
    }
}
