using CalmonyPay.Simulator.Actions;
using CalmonyPay.Simulator.Faults;
using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Callbacks;

/// <summary>Decides which callbacks an answer brings, and how faults bend their way.</summary>
internal sealed class CallbackDesk(CallbackSender sender, AccountBook accounts)
{
    /// <summary>The copy of an answer, then what changed by itself because of it.</summary>
    public void After(Reply reply, IReadOnlyList<Fault> faults)
    {
        if (reply is { CallbackUrl: { } url, Secret: { } secret }) Post(url, reply.Form, secret, faults);
        foreach (var changed in reply.Notices) Tell(changed, faults);
    }

    /// <summary>Tells the merchant of a change that no request asked for, at the address that came with the payment.</summary>
    public void Tell(Transaction changed, IReadOnlyList<Fault>? faults = null)
    {
        if (changed.CallbackUrl is { } url && accounts.Find(changed.MerchantID) is { } account)
            Post(url, Answers.Of(changed), account.Secret, faults ?? []);
    }

    private void Post(string url, Form form, string secret, IReadOnlyList<Fault> faults)
    {
        if (Has(faults, FaultKinds.CallbackLost)) return;
        var late = faults.FirstOrDefault(f => f.Kind == FaultKinds.CallbackLate);
        var signed = Signed.Encode(form, Has(faults, FaultKinds.CallbackWrongSignature) ? secret + "!" : secret);
        var post = new CallbackPost(
            url, signed, TimeSpan.FromMilliseconds(late?.Ms ?? 0), Has(faults, FaultKinds.CallbackTwice));
        if (Has(faults, FaultKinds.CallbackHold)) sender.Hold(post);
        else sender.Send(post);
    }

    private static bool Has(IReadOnlyList<Fault> faults, string kind) => faults.Any(f => f.Kind == kind);
}
