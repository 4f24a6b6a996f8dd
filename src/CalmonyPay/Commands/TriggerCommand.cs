using System.CommandLine;
using CalmonyPay.Commands.Remote;
using CalmonyPay.Commands.Triggers;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;

namespace CalmonyPay.Commands;

/// <summary><c>trigger</c>: makes an event happen, with real objects in test mode.</summary>
internal static class TriggerCommand
{
    public static System.CommandLine.Command Make()
    {
        var type = new Argument<string?>("type") { Description = "The event type, such as charge.dispute.created.", Arity = ArgumentArity.ZeroOrOne };
        var list = new Option<bool>("--list") { Description = "Show every event type, and which can be triggered." };
        var api = new ApiOptions();
        var trigger = new System.CommandLine.Command("trigger",
        """
        Make an event happen: real objects in test mode, made through the API with test cards.
        When the event is in the log its id is printed on standard output.
        """)
        { type, list };
        api.AddTo(trigger);
        trigger.SetAction((parsed, ct) => Verb.GuardAsync(async () =>
        {
            if (parsed.GetValue(list))
            {
                Printed.List(TriggerTable.All, json: false, ("TYPE", t => t.Type), ("TRIGGER", t => t.WhyNot is null), ("WHEN", t => t.When));
                return 0;
            }
            var wanted = Find(parsed.GetValue(type));
            using var remote = api.Open(parsed);
            if (remote.IsLive) throw new OperatorException("Events are triggered in test mode only: give a key that begins with sk_test_.");
            Console.Out.WriteLine((await new TriggerRun(remote).BringAboutAsync(wanted, ct)).Id);
            return 0;
        }));
        return trigger;
    }

    /// <exception cref="OperatorException">None was named, there is no such type, or the API alone cannot bring it about.</exception>
    private static Trigger Find(string? type)
    {
        if (type is null) throw new OperatorException("Say which event: trigger customer.created. trigger --list shows them all.");
        var found = TriggerTable.All.SingleOrDefault(t => t.Type == type)
            ?? throw new OperatorException($"{(EventTypes.IsKnown(type) ? $"CalmonyPay does not emit {type}" : $"There is no event type '{type}'")}. trigger --list shows them all.");
        return found.WhyNot is null ? found : throw new OperatorException($"{type} cannot be triggered: {found.WhyNot}.");
    }
}
