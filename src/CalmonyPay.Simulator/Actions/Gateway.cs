using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.ThreeDSecure;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Actions;

/// <summary>Takes a request from its signature to its answer; what is refused on the way is answered here, too.</summary>
internal sealed class Gateway(
    GatewayLedger ledger, AccountBook accounts, NewTransactions transactions, Management management)
{
    /// <summary>How a continuation is called where faults choose by action.</summary>
    public const string Continuation = "CONTINUE";

    public static string ActionOf(Form form) => form.Has("threeDSRef") ? Continuation : form["action"] ?? "";

    /// <param name="form">The request.</param>
    /// <param name="orders">What a fault wants of the issuer.</param>
    /// <param name="publicUrl">Where a browser finds the issuer's pages, without a slash at its end.</param>
    public Reply Process(Form form, Orders orders, string publicUrl)
    {
        MerchantAccount? known = null;
        try
        {
            if (form.IsEmpty) throw new Refusal(Codes.MissingRequest, "MISSING_REQUEST");
            lock (ledger.Gate)
            {
                return form.Filled("threeDSRef") is { } threeDSRef
                    ? Continue(form, threeDSRef, orders, publicUrl, out known)
                    : Act(form, orders, publicUrl, out known);
            }
        }
        catch (Refusal refusal)
        {
            return Refused(form, refusal.Code, refusal.Message, known?.Secret);
        }
    }

    /// <summary>
    /// An error's answer: finished, under a cross reference of its own that names nothing, exactly as the gateway does it.
    /// </summary>
    public Reply Refused(Form form, int code, string message, string? secret, bool withXref = true)
    {
        var (xref, id) = ledger.NewIdentity();
        var answer = Answers.Verdict(Answers.Echo(form), code, message)
            .Set("state", States.Finished)
            .Set("timestamp", Answers.Timestamp(ledger.Now));
        if (withXref) answer.Set("xref", xref).Set("transactionID", id);
        else answer.Remove("xref");
        if (Management.Handles(form["action"] ?? "") && form["xref"] is { } named && ledger.Find(named) is { } stored
            && stored.MerchantID == form["merchantID"])
            answer.Set("action", $"{form["action"]}:{stored.Action}");
        return new Reply(answer, secret);
    }

    /// <summary>The secret of the account that has rightly signed this request; null for anyone else.</summary>
    public string? SecretFor(Form form) =>
        accounts.Find(form["merchantID"]) is { } account && Signature.Verifies(form, account.Secret) ? account.Secret : null;

    private Reply Act(Form form, Orders orders, string publicUrl, out MerchantAccount? known)
    {
        known = null;
        var merchantID = form.Filled("merchantID") ?? throw Codes.Missing("merchantID");
        var account = Authenticated(form, merchantID, mayBeUnsigned: false);
        known = account;
        var action = form.Filled("action") ?? throw Codes.Missing("action");
        var reply = action switch
        {
            _ when Management.Handles(action) => management.Run(form, merchantID, action),
            "SALE" or "VERIFY" or "PREAUTH" or "REFUND" or "REFUND_SALE" =>
                transactions.Begin(form, merchantID, account, action, orders, publicUrl),
            _ => throw new Refusal(Codes.InvalidAction, "INVALID_ACTION"),
        };
        return reply with { Secret = account.Secret };
    }

    private Reply Continue(Form form, string threeDSRef, Orders orders, string publicUrl, out MerchantAccount? known)
    {
        known = null;
        var transaction = Legs.Find(ledger, threeDSRef) ?? throw Codes.Invalid("threeDSRef");
        if (form.Filled("merchantID") is { } named && named != transaction.MerchantID)
            throw new Refusal(Codes.InvalidCredentials, "INVALID CREDENTIALS");
        var account = Authenticated(form, transaction.MerchantID, mayBeUnsigned: true);
        known = account;
        var reply = transactions.Continue(transaction, account, form, orders, publicUrl);
        foreach (var (name, text) in Answers.Echo(form).Flatten())
        {
            var path = FormParser.Path(name);
            if (path[0] == "threeDSResponse") reply.Form.SetAt(path, text);
        }

        return reply with { Secret = account.Secret };
    }

    private MerchantAccount Authenticated(Form form, string merchantID, bool mayBeUnsigned)
    {
        if (accounts.Find(merchantID) is not { } account) throw new Refusal(Codes.InvalidCredentials, "INVALID CREDENTIALS");
        if (!form.Has(Signature.FieldName) && mayBeUnsigned) return account;
        if (form.Filled(Signature.FieldName) is null) throw Codes.Missing(Signature.FieldName);
        return Signature.Verifies(form, account.Secret)
            ? account
            : throw new Refusal(Codes.InvalidCredentials, "INVALID CREDENTIALS");
    }
}
